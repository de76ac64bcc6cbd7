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
  return new OllamaStream(context);
}

class OllamaStream implements StreamDecoder {
  readonly #context: CallContext;
  #last: UnknownRecord | undefined;
  #model: string | undefined;
  #thinking = "";
  #calls = 0;

  constructor(context: CallContext) {
    this.#context = context;
  }

  push({ data }: WireEvent): ChatChunk | undefined {
    // What follows the end marker belongs to nothing.
    return this.#last === undefined ? this.#read(parseLine(data)) : undefined;
  }

  get ended(): boolean {
    return this.#last !== undefined;
  }

  finish(): ChatChunk {
    const line = this.#last ?? {};
    const raw = typeof line.done_reason === "string" ? line.done_reason : undefined;
    const usage = usageIn(line);
    return {
      finishReason: finishReasonOf(raw, this.#calls > 0),
      ...(raw === undefined ? undefined : { finishReasonRaw: raw }),
      ...(this.#model === undefined ? undefined : { modelServed: this.#model }),
      ...(usage === undefined ? undefined : { usage }),
      ...(this.#thinking === ""
        ? undefined
        : { reasoningDetails: [{ type: "text" as const, dialect: "ollama", text: this.#thinking }] }),
    };
  }

  #read(line: UnknownRecord): ChatChunk | undefined {
    if (line.error !== undefined && line.error !== null) throw readFailure(line, this.#context);
    if (this.#model === undefined && typeof line.model === "string") this.#model = line.model;
    if (line.done === true) this.#last = line;
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
      this.#thinking += thought;
      chunk.reasoning = thought;
    }
    if (hasCalls) {
      chunk.toolCalls = deltasOf(message.tool_calls, textOf(line.created_at), this.#calls);
      this.#calls += chunk.toolCalls.length;
    }
    if (hasLogprobs) chunk.logprobs = { content: line.logprobs as JsonValue[] };
    return chunk;
  }
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
