import { readdirSync, readFileSync } from "node:fs";
import type { CallContext } from "../../../../src/dialect.ts";
import { openai } from "../../../../src/providers/openai.ts";
import { type RecordedCall, recordedCalls } from "../../../support/recorded-calls.ts";
import { sharedPath } from "../../../support/shared-data.ts";

/** A recorded answer of the Responses API. */
export interface Recording {
  name: string;
  response: RecordedCall["response"];
  context: CallContext;
}

/** How a call to a model is made where nothing else is known. */
export function contextOf(stream: boolean, model = "judged"): CallContext {
  return { model, provider: openai, facts: {}, stream };
}

/** The recorded calls to `/responses` below a folder. */
export function responsesCalls(folder: "chat" | "errors"): RecordedCall[] {
  return recordedCalls(folder).filter(({ api }) => api === "responses");
}

const OPENING_BRACE = "{".charCodeAt(0);

/** Every recorded answer that is none of refusal. */
export function recordings(): Recording[] {
  return responsesCalls("chat").map(({ name, response }) => {
    const stream = response.body[0] !== OPENING_BRACE;
    const headers = { ...response.headers, "content-type": stream ? "text/event-stream" : "application/json" };
    return { name, response: { ...response, headers }, context: contextOf(stream) };
  });
}

const FIXTURES = /^(?:openai\/responses|open-responses\/responses|azure|xai\/responses)\/[^/]*\.(?:json|chunks\.txt)$/;

/** Made by hand: its deltas do not make up the text it ends with, so there is no telling what it says. */
const CONTRADICTORY = "openai/responses/openai-shell-container.1.chunks.txt";

/** The answers another project keeps as fixtures: bodies, and events one a line. */
export function fixtures(): Recording[] {
  const files = readdirSync(sharedPath("chat-vercel-ai-fixtures"), { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => FIXTURES.test(file) && file !== CONTRADICTORY)
    .sort()
    .flatMap((file) => {
      const text = readFileSync(sharedPath(`chat-vercel-ai-fixtures/${file}`), "utf8");
      const stream = file.endsWith(".txt");
      const headers = { "content-type": stream ? "text/event-stream" : "application/json" };
      return (stream ? streamsIn(text) : [text]).map((body, index) => ({
        name: index === 0 ? file : `${file}#${index + 1}`,
        response: { status: 200, headers, body: Buffer.from(body) },
        context: contextOf(stream),
      }));
    });
}

/** Some files hold the streams of several turns, one after the other. */
function streamsIn(text: string): string[] {
  const streams: string[] = [];
  for (const line of text.split("\n")) {
    if (line.trim() === "") continue;
    if (streams.length === 0 || line.startsWith('{"type":"response.created"')) streams.push("");
    streams.push(`${streams.pop()}data: ${line}\n\n`);
  }
  return streams;
}
