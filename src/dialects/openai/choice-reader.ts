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
  let tools: ToolCallReader | undefined;
  let reasoning: ReasoningCollector | undefined;
  let hasDetails = false;
  let hasBegun = false;
  let hasSaid = false;
  let hasPlain = false;
  let finishRaw: string | undefined;

  function collect(message: UnknownRecord, thinking?: string): void {
    reasoning ??= createReasoningCollector();
    reasoning.add(message, thinking);
    hasDetails = true;
  }

  /** Where thinking streamed as plain text, details that come by themselves say the same once more. */
  function newReasoning(message: UnknownRecord): string | undefined {
    const comesAlone = message.reasoning_details === undefined;
    if (!comesAlone && hasPlain && plainFormat(message) === undefined) return undefined;
    const text = reasoningText(message);
    if (comesAlone && text !== undefined) hasPlain = true;
    return text;
  }

  /** The details go out whole: pieces of them could not be sent back. */
  function giveDetails(chunk: Writable<ChatChunk>): void {
    const details = hasDetails ? reasoning?.details() : undefined;
    if (details !== undefined) chunk.reasoningDetails = details;
  }

  function readFinish(choice: UnknownRecord, chunk: Writable<ChatChunk>): boolean {
    const { finish_reason: raw } = choice;
    if (typeof raw !== "string" || raw === "") return false;
    finishRaw = raw;
    chunk.finishReason = finishReasonOf(raw, false);
    chunk.finishReasonRaw = raw;
    giveDetails(chunk);
    hasDetails = false;
    return true;
  }

  return {
    read(choice) {
      const chunk: Writable<ChatChunk> = {};
      const message = messageOf(choice, hasBegun);
      let hasAny = false;
      if (message !== undefined) {
        hasBegun = true;
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
        const text = thinking ?? newReasoning(message);
        if (text !== undefined) {
          chunk.reasoning = text;
          hasAny = true;
        }
        if (text !== undefined || message.reasoning_details !== undefined) collect(message, thinking);
        if (Array.isArray(calls) && calls.length > 0) {
          tools ??= createToolCallReader(index);
          const deltas = tools.read(calls);
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
      if (hasAny) hasSaid = true;
      return readFinish(choice, chunk) || hasAny ? chunk : undefined;
    },
    get hasSaid() {
      return hasSaid;
    },
    get isCut() {
      return tools?.isCut ?? false;
    },
    get isFinished() {
      return finishRaw !== undefined;
    },
    conclude(chunk) {
      chunk.finishReason = finishReasonOf(finishRaw, (tools?.count ?? 0) > 0);
      if (finishRaw !== undefined) chunk.finishReasonRaw = finishRaw;
      giveDetails(chunk);
    },
  };
}

/** The piece itself; some services answer with the whole message in one event, text completions with bare text. */
function messageOf(choice: UnknownRecord, hasBegun: boolean): UnknownRecord | undefined {
  const { delta, message, text } = choice;
  if (isRecord(delta)) return delta;
  if (typeof text === "string") return { content: text };
  return !hasBegun && isRecord(message) ? message : undefined;
}
