import type { ChatChunk, ToolCallDelta } from "../../chat.ts";
import { malformed } from "../../dialect/malformed.ts";
import type { CallContext, StreamDecoder, WireEvent } from "../../dialect.ts";
import type { JsonValue } from "../../util/json.ts";
import { isRecord, type UnknownRecord } from "../../util/record.ts";
import type { Writable } from "../../util/writable.ts";
import { finishReasonOf, messageOf, textOf, toolCallsOf, usageIn } from "./decode-reply.ts";
import { readFailure } from "./read-failure.ts";

/** Reads the lines of a streamed answer; the one that says `done` ends it. */
export function createStreamDecoder(context: CallContext): StreamDecoder {
  let last: UnknownRecord | undefined;
  let model: string | undefined;
  let thinking = "";
  let calls = 0;

  const push = (line: UnknownRecord): ChatChunk | undefined => {
    if (line.error !== undefined && line.error !== null) throw readFailure(line, context);
    if (model === undefined && typeof line.model === "string") model = line.model;
    if (line.done === true) last = line;
    const message = messageOf(line);
    if (message === undefined) return undefined;
    const content = textOf(message.content);
    const thought = textOf(message.thinking);
    const hasCalls = Array.isArray(message.tool_calls) && message.tool_calls.length > 0;
    const hasLogprobs = Array.isArray(line.logprobs);
    if (content === "" && thought === "" && !hasCalls && !hasLogprobs) return undefined;
    const chunk: Writable<ChatChunk> = {};
    if (content !== "") chunk.content = content;
    if (thought !== "") {
      thinking += thought;
      chunk.reasoning = thought;
    }
    if (hasCalls) {
      chunk.toolCalls = deltasOf(message.tool_calls, textOf(line.created_at), calls);
      calls += chunk.toolCalls.length;
    }
    if (hasLogprobs) chunk.logprobs = { content: line.logprobs as JsonValue[] };
    return chunk;
  };

  return {
    push({ data }: WireEvent) {
      // What follows the end marker belongs to nothing.
      return last === undefined ? push(parseLine(data)) : undefined;
    },
    get ended() {
      return last !== undefined;
    },
    finish() {
      const line = last ?? {};
      const raw = typeof line.done_reason === "string" ? line.done_reason : undefined;
      const usage = usageIn(line);
      return {
        finishReason: finishReasonOf(raw, calls > 0),
        ...(raw === undefined ? undefined : { finishReasonRaw: raw }),
        ...(model === undefined ? undefined : { modelServed: model }),
        ...(usage === undefined ? undefined : { usage }),
        ...(thinking === ""
          ? undefined
          : { reasoningDetails: [{ type: "text" as const, dialect: "ollama", text: thinking }] }),
      };
    },
  };
}

function parseLine(data: string): UnknownRecord {
  let line: unknown;
  try {
    line = JSON.parse(data);
  } catch {
    line = undefined;
  }
  if (isRecord(line)) return line;
  throw malformed("a line of the stream is not a JSON object; something between may have changed it");
}

/** Ollama sends each call whole. */
function deltasOf(calls: unknown, answer: string, first: number): ToolCallDelta[] {
  return toolCallsOf(calls, answer, first).map((call, index) => ({
    index: first + index,
    id: call.id,
    name: call.function.name,
    arguments: call.function.arguments,
  }));
}
