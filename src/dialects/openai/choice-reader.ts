import type { ChatChunk } from "../../chat.ts";
import type { JsonValue } from "../../util/json.ts";
import { isRecord, type UnknownRecord } from "../../util/record.ts";
import type { Writable } from "../../util/writable.ts";
import { finishReasonOf } from "./finish-reason.ts";
import { holdsLogprobs } from "./logprobs.ts";
import { readContentList } from "./read-content.ts";
import { readImages } from "./read-images.ts";
import { createReasoningCollector, plainFormat, type ReasoningCollector, reasoningText } from "./reasoning.ts";
import { createToolCallReader, type ToolCallReader } from "./tool-call-deltas.ts";

/** Reads the pieces of one of a stream's answers. */
export interface ChoiceReader {
  /** What a piece brings; `undefined` for a role alone and the like. */
  read(choice: UnknownRecord): Writable<ChatChunk> | undefined;
  /** Whether its finish reason has come. */
  readonly isFinished: boolean;
  /** Whether anything of the answer has come. */
  readonly hasSaid: boolean;
  /** Whether a call to a tool is not whole. */
  readonly isCut: boolean;
  /** Adds the finish reason, and the details not yet given, to the last chunk. */
  conclude(chunk: Writable<ChatChunk>): void;
}

/** @param index - The answer's place among several. */
export function createChoiceReader(index: number): ChoiceReader {
  return new PieceReader(index);
}

class PieceReader implements ChoiceReader {
  readonly #index: number;
  #tools: ToolCallReader | undefined;
  #reasoning: ReasoningCollector | undefined;
  #hasDetails = false;
  #hasBegun = false;
  #hasSaid = false;
  #hasPlain = false;
  #finishRaw: string | undefined;

  constructor(index: number) {
    this.#index = index;
  }

  get hasSaid(): boolean {
    return this.#hasSaid;
  }

  get isCut(): boolean {
    return this.#tools?.isCut ?? false;
  }

  get isFinished(): boolean {
    return this.#finishRaw !== undefined;
  }

  read(choice: UnknownRecord): Writable<ChatChunk> | undefined {
    const chunk: Writable<ChatChunk> = {};
    const message = messageOf(choice, this.#hasBegun);
    let hasAny = false;
    if (message !== undefined) {
      this.#hasBegun = true;
      const { content, refusal, tool_calls: calls, audio, annotations } = message;
      let thinking: string | undefined;
      if (typeof content === "string") {
        if (content !== "") {
          chunk.content = content;
          hasAny = true;
        }
      } else if (Array.isArray(content)) {
        const read = readContentList(content);
        if (read.text !== "") {
          chunk.content = read.text;
          hasAny = true;
        }
        if (read.thinking !== "") thinking = read.thinking;
      }
      const text = thinking ?? this.#newReasoning(message);
      if (text !== undefined) {
        chunk.reasoning = text;
        hasAny = true;
      }
      if (text !== undefined || message.reasoning_details !== undefined) this.#collect(message, thinking);
      if (Array.isArray(calls) && calls.length > 0) {
        this.#tools ??= createToolCallReader(this.#index);
        const deltas = this.#tools.read(calls);
        if (deltas !== undefined) {
          chunk.toolCalls = deltas;
          hasAny = true;
        }
      }
      const images = readImages(message);
      if (images !== undefined) {
        chunk.parts = images;
        hasAny = true;
      }
      if (typeof refusal === "string" && refusal !== "") {
        chunk.refusal = refusal;
        hasAny = true;
      }
      if (isRecord(audio)) {
        // What JSON.parse made is JSON data; the same holds for the annotations.
        chunk.audio = audio as JsonValue;
        hasAny = true;
      }
      if (Array.isArray(annotations) && annotations.length > 0) {
        chunk.annotations = annotations as JsonValue[];
        hasAny = true;
      }
    }
    if (holdsLogprobs(choice.logprobs)) {
      chunk.logprobs = choice.logprobs;
      hasAny = true;
    }
    if (hasAny) this.#hasSaid = true;
    return this.#readFinish(choice, chunk) || hasAny ? chunk : undefined;
  }

  conclude(chunk: Writable<ChatChunk>): void {
    const raw = this.#finishRaw;
    chunk.finishReason = finishReasonOf(raw, (this.#tools?.count ?? 0) > 0);
    if (raw !== undefined) chunk.finishReasonRaw = raw;
    this.#giveDetails(chunk);
  }

  #collect(message: UnknownRecord, thinking?: string): void {
    this.#reasoning ??= createReasoningCollector();
    this.#reasoning.add(message, thinking);
    this.#hasDetails = true;
  }

  /** Where thinking streamed as plain text, details that come by themselves say the same once more. */
  #newReasoning(message: UnknownRecord): string | undefined {
    const comesAlone = message.reasoning_details === undefined;
    if (!comesAlone && this.#hasPlain && plainFormat(message) === undefined) return undefined;
    const text = reasoningText(message);
    if (comesAlone && text !== undefined) this.#hasPlain = true;
    return text;
  }

  /** The details go out whole: pieces of them could not be sent back. */
  #giveDetails(chunk: Writable<ChatChunk>): void {
    const details = this.#hasDetails ? this.#reasoning?.details() : undefined;
    if (details !== undefined) chunk.reasoningDetails = details;
  }

  #readFinish(choice: UnknownRecord, chunk: Writable<ChatChunk>): boolean {
    const { finish_reason: raw } = choice;
    if (typeof raw !== "string" || raw === "") return false;
    this.#finishRaw = raw;
    chunk.finishReason = finishReasonOf(raw, false);
    chunk.finishReasonRaw = raw;
    this.#giveDetails(chunk);
    this.#hasDetails = false;
    return true;
  }
}

/** The piece itself; some services answer with the whole message in one event, text completions with bare text. */
function messageOf(choice: UnknownRecord, hasBegun: boolean): UnknownRecord | undefined {
  const { delta, message, text } = choice;
  if (isRecord(delta)) return delta;
  if (typeof text === "string") return { content: text };
  return !hasBegun && isRecord(message) ? message : undefined;
}
