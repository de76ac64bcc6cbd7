import { type IncomingMessage, request as send } from "node:http";
import {
  BedrockRuntimeClient,
  type ContentBlock,
  ConverseCommand,
  ConverseStreamCommand,
  type ConverseStreamOutput,
  type TokenUsage,
} from "@aws-sdk/client-bedrock-runtime";
import type { Backend } from "../../../src/backend.ts";
import { bedrockBackend } from "../../../src/backends/bedrock.ts";
import type { ChatChunk, ChatRequest } from "../../../src/chat.ts";
import type { Usage } from "../../../src/usage.ts";
import { type Cuts, type RecordedCall, startReplay } from "../../support/recorded-calls.ts";

const SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
export const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: SECRET };
export const HELLO: ChatRequest = { messages: [{ role: "user", content: "Hello" }] };

/** What an answer says, however it was read. */
export interface Said {
  content: string;
  thinking: string;
  signatures: string;
  calls: { id: string | undefined; name: string | undefined; arguments: unknown }[];
  end: string | undefined;
  usage: (number | undefined)[];
}

/** Uses a backend that gets one recorded answer to whatever it asks. */
export async function withBackend<Result>(
  call: Pick<RecordedCall, "response">,
  use: (backend: Backend, sent: () => unknown) => Promise<Result>,
  cuts?: Cuts,
): Promise<Result> {
  await using replay = await startReplay(call, cuts);
  const backend = bedrockBackend({ region: "us-east-1", baseUrl: replay.url, credentials });
  try {
    return await use(backend, () => replay.requests[0]?.body);
  } finally {
    await backend.close();
  }
}

const usageSaid = (usage: Usage | undefined) => [
  usage?.input,
  usage?.totalOutput,
  usage?.cacheRead ?? 0,
  (usage?.cacheWrite ?? 0) + (usage?.cacheWrite1h ?? 0),
];
const usageRead = (usage: TokenUsage | undefined) => [
  usage?.inputTokens,
  usage?.outputTokens,
  usage?.cacheReadInputTokens ?? 0,
  usage?.cacheWriteInputTokens ?? 0,
];

/** What our backend makes of a recorded answer. */
export function ours(call: RecordedCall, cuts?: Cuts): Promise<Said> {
  return withBackend(
    call,
    async (backend) => {
      if (!call.name.includes("/converse-stream/")) {
        const { content, reasoning = "", toolCalls, choices, usage, message } = await backend.generate("m", HELLO);
        return {
          content,
          thinking: reasoning,
          signatures: (message.reasoning_details ?? []).map(({ signature, data }) => signature ?? data ?? "").join(),
          calls: toolCalls.map((made) => ({
            id: made.id,
            name: made.function.name,
            arguments: JSON.parse(made.function.arguments),
          })),
          end: choices[0]?.finishReasonRaw,
          usage: usageSaid(usage),
        };
      }
      const chunks: ChatChunk[] = [];
      for await (const chunk of backend.stream("m", HELLO)) chunks.push(chunk);
      const calls: { id?: string; name?: string; text: string }[] = [];
      for (const { index, id, name, arguments: text = "" } of chunks.flatMap(({ toolCalls = [] }) => toolCalls)) {
        const made = calls[index] ?? { text: "" };
        calls[index] = made;
        Object.assign(made, { ...(id && { id }), ...(name && { name }) });
        made.text += text;
      }
      return {
        content: chunks.map(({ content = "" }) => content).join(""),
        thinking: chunks.map(({ reasoning = "" }) => reasoning).join(""),
        signatures: chunks
          .flatMap(({ reasoningDetails = [] }) => reasoningDetails)
          .map(({ signature, data }) => signature ?? data ?? "")
          .join(),
        calls: calls.map(({ id, name, text }) => ({ id, name, arguments: JSON.parse(text) })),
        end: chunks.at(-1)?.finishReasonRaw,
        usage: usageSaid(chunks.at(-1)?.usage),
      };
    },
    cuts,
  );
}

/** What the AWS SDK makes of it. */
export async function theirs(call: RecordedCall): Promise<Said> {
  await using replay = await startReplay(call);
  const client = new BedrockRuntimeClient({
    region: "us-east-1",
    endpoint: replay.url,
    credentials,
    maxAttempts: 1,
    requestHandler: { handle: overHttp1 },
  });
  const messages = [{ role: "user" as const, content: [{ text: "Hello" }] }];
  try {
    if (!call.name.includes("/converse-stream/")) {
      const { output, stopReason, usage } = await client.send(new ConverseCommand({ modelId: "m", messages }));
      return { ...read(output?.message?.content ?? []), end: stopReason, usage: usageRead(usage) };
    }
    const { stream } = await client.send(new ConverseStreamCommand({ modelId: "m", messages }));
    const events: ConverseStreamOutput[] = [];
    for await (const event of stream ?? []) events.push(event);
    const usage = events.find(({ metadata }) => metadata)?.metadata?.usage;
    return {
      ...read(assemble(events)),
      end: events.find(({ messageStop }) => messageStop)?.messageStop?.stopReason,
      usage: usageRead(usage),
    };
  } finally {
    client.destroy();
  }
}

/** The SDK speaks HTTP/2 where it is left alone. */
async function overHttp1(asked: { hostname: string; port?: number; path: string; method: string; body?: Uint8Array }) {
  const { hostname, port, path, method, body } = asked;
  const incoming = await new Promise<IncomingMessage>((resolve, reject) => {
    send({ hostname, port, path, method }, resolve).on("error", reject).end(body);
  });
  const type = incoming.headers["content-type"] ?? "";
  return { response: { statusCode: incoming.statusCode ?? 0, headers: { "content-type": type }, body: incoming } };
}

function read(blocks: ContentBlock[]): Omit<Said, "end" | "usage"> {
  const said = { content: "", thinking: "", signatures: [] as string[], calls: [] as Said["calls"] };
  for (const { text, reasoningContent, toolUse } of blocks) {
    said.content += text ?? "";
    const { reasoningText, redactedContent } = reasoningContent ?? {};
    said.thinking += reasoningText?.text ?? "";
    if (redactedContent !== undefined) said.signatures.push(Buffer.from(redactedContent).toString("base64"));
    else if (reasoningText !== undefined) said.signatures.push(reasoningText.signature ?? "");
    if (toolUse !== undefined && toolUse.type !== "server_tool_use") {
      said.calls.push({ id: toolUse.toolUseId, name: toolUse.name, arguments: toolUse.input });
    }
  }
  return { ...said, signatures: said.signatures.join() };
}

/** The blocks that the pieces of a stream are of. */
function assemble(events: ConverseStreamOutput[]): ContentBlock[] {
  const blocks: (Record<string, string> & { redacted?: Uint8Array })[] = [];
  for (const { contentBlockStart, contentBlockDelta } of events) {
    const place = contentBlockStart?.contentBlockIndex ?? contentBlockDelta?.contentBlockIndex ?? 0;
    const block = blocks[place] ?? {};
    blocks[place] = block;
    Object.assign(block, contentBlockStart?.start?.toolUse);
    const { text, toolUse, reasoningContent } = contentBlockDelta?.delta ?? {};
    const add = (key: string, piece: string | undefined) => {
      if (piece !== undefined) block[key] = (block[key] ?? "") + piece;
    };
    add("text", text);
    add("input", toolUse?.input);
    add("thought", reasoningContent?.text);
    add("signature", reasoningContent?.signature);
    if (reasoningContent?.redactedContent !== undefined) block.redacted = reasoningContent.redactedContent;
  }
  return blocks.map(({ text, toolUseId, name, type, input = "{}", thought, signature, redacted }) => {
    if (toolUseId !== undefined)
      return { toolUse: { toolUseId, name, type, input: JSON.parse(input || "{}") } } as ContentBlock;
    if (redacted !== undefined) return { reasoningContent: { redactedContent: redacted } };
    if (thought !== undefined) return { reasoningContent: { reasoningText: { text: thought, signature } } };
    return { text: text ?? "" };
  });
}
