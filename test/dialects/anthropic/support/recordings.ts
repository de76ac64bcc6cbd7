import { readdirSync, readFileSync } from "node:fs";
import { invokedEvents } from "../../../backends/bedrock/event-frames.ts";
import { type RecordedCall, recordedCalls } from "../../../support/recorded-calls.ts";
import { sharedPath } from "../../../support/shared-data.ts";

/** A recorded answer of the Messages API. */
export interface RecordedMessage {
  name: string;
  stream: boolean;
  response: RecordedCall["response"];
}

/** Every recorded answer, also of Claude on Bedrock. */
export function recordedMessages(): RecordedMessage[] {
  const calls = recordedCalls("chat/anthropic/messages");
  // Bedrock's InvokeModel gives Claude's answers in Anthropic's words; its streams are framed otherwise.
  const isClaude = ({ request: { url } }: RecordedCall) => url.includes("anthropic.claude");
  const bedrock = recordedCalls("chat/bedrock/invoke").filter(isClaude);
  const streams = recordedCalls("chat/bedrock/invoke-with-response-stream").filter(isClaude);
  const unframed = streams.map((call) => {
    const body = Buffer.from(framed(invokedEvents(call.response.body).join("\n")));
    return { ...call, response: { status: 200, headers: { "content-type": "text/event-stream" }, body } };
  });
  return [...calls, ...bedrock, ...unframed].map(({ name, response }) => ({
    name,
    stream: response.headers["content-type"]?.includes("event-stream") === true,
    response,
  }));
}

/** Answers kept by another project: JSON, or the data of one event a line; some files hold several streams. */
export function fixtures(): RecordedMessage[] {
  const folder = "chat-vercel-ai-fixtures/anthropic";
  return readdirSync(sharedPath(folder))
    .sort()
    .flatMap((file): RecordedMessage[] => {
      const text = readFileSync(sharedPath(`${folder}/${file}`), "utf8");
      const name = `${folder}/${file}`;
      if (file.endsWith(".json")) {
        const headers = { "content-type": "application/json" };
        return [{ name, stream: false, response: { status: 200, headers, body: Buffer.from(text) } }];
      }
      const whole = text.split(/(?<=\{"type":"message_stop".*\}\n?)/).filter((part) => part.trim() !== "");
      return whole.map((part, index) => ({
        name: whole.length === 1 ? name : `${name}#${index}`,
        stream: true,
        response: { status: 200, headers: { "content-type": "text/event-stream" }, body: Buffer.from(framed(part)) },
      }));
    });
}

function framed(lines: string): string {
  const data = lines.split("\n").filter((line) => line.trim() !== "");
  return data.map((line) => `event: ${JSON.parse(line).type}\ndata: ${line}\n\n`).join("");
}
