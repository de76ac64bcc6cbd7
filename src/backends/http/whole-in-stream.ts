import type { ChatChoice, ChatChunk, ContentPart, DecodedReply, ToolCallDelta } from "../../chat.ts";
import { malformed } from "../../dialect/malformed.ts";
import type { ChatDialect, StreamDecoder, WireEvent } from "../../dialect.ts";
import type { Adaptation } from "../../usage.ts";
import type { JsonValue } from "../../util/json.ts";
import { isRecord } from "../../util/record.ts";
import type { Writable } from "../../util/writable.ts";
import type { WireAnswer } from "../../wire.ts";
import type { CallRun } from "./call-run.ts";
import type { Caller } from "./caller.ts";
import { firstOf } from "./choice-of.ts";
import { isError } from "./whole-call.ts";

/** What is told where a server did not stream. */
export const NOT_STREAMED: Adaptation = {
  field: "stream",
  what: "the server does not stream; its answer came in one piece",
};

/**
 * Reads the body of an answer that was asked for as a stream and came whole: the error it tells, judged as that of any
 * call, or the answer as the chunks a stream would have brought.
 */
export function createWholeDecoder(
  caller: Caller,
  run: CallRun,
  sent: WireAnswer,
  dialect: ChatDialect,
): StreamDecoder {
  return new WholeInStream(caller, run, sent, dialect);
}

class WholeInStream implements StreamDecoder {
  readonly #caller: Caller;
  readonly #run: CallRun;
  readonly #sent: WireAnswer;
  readonly #dialect: ChatDialect;
  #reply: DecodedReply | undefined;
  #waiting: ChatChunk[] = [];

  constructor(caller: Caller, run: CallRun, sent: WireAnswer, dialect: ChatDialect) {
    this.#caller = caller;
    this.#run = run;
    this.#sent = sent;
    this.#dialect = dialect;
  }

  push({ data }: WireEvent): ChatChunk | undefined {
    const body = parse(data, this.#sent);
    if (isRecord(body) && isError(body.error)) throw this.#caller.refusal(this.#run, this.#sent, body);
    this.#reply = this.#dialect.decodeReply(body, { ...this.#run.context, stream: false });
    firstOf(this.#reply.choices);
    this.#waiting = chunksOf(this.#reply);
    return this.#waiting.shift();
  }

  more(): ChatChunk | undefined {
    return this.#waiting.shift();
  }

  get ended(): boolean {
    return this.#reply !== undefined;
  }

  finish(): ChatChunk {
    const { choices = [], id, modelServed, usage } = this.#reply ?? {};
    const words: Writable<ChatChunk> = { ...endingOf(choices[0]) };
    if (id !== undefined) words.id = id;
    if (modelServed !== undefined) words.modelServed = modelServed;
    if (usage !== undefined) words.usage = usage;
    return words;
  }
}

function parse(data: string, { headers }: WireAnswer): unknown {
  try {
    const body: unknown = JSON.parse(data);
    // Google's errors may be a list of one.
    return Array.isArray(body) && body.length === 1 ? body[0] : body;
  } catch {
    // The parser's own message quotes the text, which may hold anything.
    const type = String(headers["content-type"] ?? "no content type").replace(/[^\w/+.;= -]/g, "");
    throw malformed(
      `the answer is neither a stream of events nor JSON (${Buffer.byteLength(data)} bytes, ${type.slice(0, 60)}); check that the base URL is the API's`,
    );
  }
}

function chunksOf({ choices, id, modelServed }: DecodedReply): ChatChunk[] {
  const chunks = choices.map((choice) => ({
    ...saidIn(choice),
    // The first answer's end comes with the end of the stream.
    ...(choice.index !== 0 && { index: choice.index, ...endingOf(choice) }),
  }));
  const [first] = chunks;
  if (first !== undefined && id !== undefined) first.id = id;
  if (first !== undefined && modelServed !== undefined) first.modelServed = modelServed;
  return chunks;
}

function saidIn({ message, content, reasoning, toolCalls, logprobs, annotations }: ChatChoice): Writable<ChatChunk> {
  const { refusal, reasoning_details: details, audio } = message;
  const parts = Array.isArray(message.content) ? message.content.filter(isNoText) : [];
  const chunk: Writable<ChatChunk> = {};
  if (reasoning !== undefined) chunk.reasoning = reasoning;
  if (content !== "") chunk.content = content;
  if (parts.length > 0) chunk.parts = parts;
  if (typeof refusal === "string" && refusal !== "") chunk.refusal = refusal;
  if (toolCalls.length > 0) chunk.toolCalls = toolCalls.map(deltaOf);
  if (details !== undefined) chunk.reasoningDetails = details;
  if (audio !== undefined && audio !== null) chunk.audio = audio as JsonValue; // JSON data, as it was parsed
  if (logprobs !== undefined) chunk.logprobs = logprobs;
  if (annotations !== undefined) chunk.annotations = annotations;
  return chunk;
}

function isNoText({ type }: ContentPart): boolean {
  return type !== "text" && type !== "refusal";
}

function deltaOf(
  { function: called, type: _, ...passing }: ChatChoice["toolCalls"][number],
  index: number,
): ToolCallDelta {
  return { ...passing, index, name: called.name, arguments: called.arguments };
}

function endingOf(choice: ChatChoice | undefined): Pick<ChatChunk, "finishReason" | "finishReasonRaw"> {
  if (choice === undefined) return {};
  const { finishReason, finishReasonRaw: raw } = choice;
  return raw === undefined ? { finishReason } : { finishReason, finishReasonRaw: raw };
}
