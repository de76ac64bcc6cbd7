import type { ChatChunk, ContentPart, ReasoningDetail, ToolCallDelta } from "../../chat.ts";
import type { JsonValue } from "../../util/json.ts";
import { isRecord, type UnknownRecord } from "../../util/record.ts";
import type { Writable } from "../../util/writable.ts";
import { makeCallId } from "./call-id.ts";
import { decodeBlob } from "./decode-blob.ts";
import { decodeCall, opaqueDetail, signatureDetail, signatureOf, thoughtDetail } from "./decode-model-parts.ts";
import { callNumber } from "./decode-reply.ts";
import { finishReasonOf, finishWord } from "./finish-reason.ts";
import { annotationsOf, webSearchesOf } from "./grounding.ts";
import { decodeLogprobs } from "./logprobs.ts";
import { isPartial, PartialArguments } from "./partial-arguments.ts";

type Growing = Writable<ChatChunk> & {
  toolCalls?: ToolCallDelta[];
  reasoningDetails?: ReasoningDetail[];
  parts?: ContentPart[];
};

/** What has come of one answer of a stream. */
export class CandidateStream {
  readonly index: number;
  readonly #model: string;
  #calls = 0;
  /** Pieces of content so far: all text is one, and each image another. */
  #pieces = 0;
  #inText = false;
  #partial: { readonly index: number; readonly args: PartialArguments } | undefined;
  #word: string | undefined;
  /** By kind: a later telling of the same replaces the earlier. */
  readonly #annotations = new Map<string, JsonValue>();
  webSearches = 0;

  constructor(index: number, model: string) {
    this.index = index;
    this.#model = model;
  }

  get hasEnded(): boolean {
    return this.#word !== undefined;
  }

  /** What one event brings of this answer; `undefined` where that is nothing. @throws {CallError} `malformed_answer` */
  push(candidate: UnknownRecord, responseId: string | undefined): Growing | undefined {
    const chunk: Growing = this.index === 0 ? {} : { index: this.index };
    const { content } = candidate;
    if (isRecord(content) && Array.isArray(content.parts)) {
      for (const part of content.parts) if (isRecord(part)) this.#read(part, chunk, responseId);
    }
    if (candidate.groundingMetadata || candidate.citationMetadata || candidate.urlContextMetadata)
      this.#source(candidate);
    if (candidate.logprobsResult !== undefined) {
      const logprobs = decodeLogprobs(candidate.logprobsResult);
      if (logprobs !== undefined) chunk.logprobs = logprobs;
    }
    const word = finishWord(candidate);
    if (word !== undefined) {
      this.#word = word;
      this.#closePartial(chunk);
      // The first answer's end comes with the end of the stream.
      if (this.index > 0) Object.assign(chunk, this.end());
    }
    for (const key in chunk) if (key !== "index") return chunk;
    return undefined;
  }

  /** Why it ended, and its sources. */
  end(): Pick<ChatChunk, "finishReason" | "finishReasonRaw" | "annotations"> {
    const annotations = [...this.#annotations.values()];
    return {
      ...(this.#word === undefined
        ? undefined
        : { finishReason: finishReasonOf(this.#word, this.#calls > 0), finishReasonRaw: this.#word }),
      ...(annotations.length === 0 ? undefined : { annotations }),
    };
  }

  #read(part: UnknownRecord, chunk: Growing, responseId: string | undefined): void {
    const { text, thought, thoughtSignature } = part;
    if (typeof text === "string" && thought !== true && thoughtSignature === undefined) {
      if (text !== "") this.#text(text, chunk);
      return;
    }
    const signature = signatureOf(part);
    if (isRecord(part.functionCall)) this.#call(part, chunk, responseId);
    else if (typeof text === "string" && thought === true) {
      chunk.reasoning = (chunk.reasoning ?? "") + text;
      detail(chunk, thoughtDetail(text, signature, this.#pieces));
    } else if (typeof text !== "string") this.#other(part, signature, chunk);
    else if (text !== "") {
      this.#text(text, chunk);
      if (signature !== undefined) detail(chunk, signatureDetail(signature, this.#pieces - 1));
    } else if (signature !== undefined) detail(chunk, opaqueDetail(part, this.#pieces));
  }

  #other(part: UnknownRecord, signature: string | undefined, chunk: Growing): void {
    const blob = part.thought === true ? undefined : decodeBlob(part);
    this.#inText = false;
    if (blob === undefined) {
      detail(chunk, opaqueDetail(part, this.#pieces));
      return;
    }
    if (chunk.parts === undefined) chunk.parts = [blob];
    else chunk.parts.push(blob);
    this.#pieces++;
    if (signature !== undefined) detail(chunk, signatureDetail(signature, this.#pieces - 1));
  }

  #text(text: string, chunk: Growing): void {
    chunk.content = chunk.content === undefined ? text : chunk.content + text;
    if (this.#inText) return;
    this.#inText = true;
    this.#pieces++;
  }

  #call(part: UnknownRecord, chunk: Growing, responseId: string | undefined): void {
    const called = isRecord(part.functionCall) ? part.functionCall : {};
    if (called.name !== undefined && called.name !== null) {
      this.#closePartial(chunk);
      const index = this.#calls++;
      const makeId = (): string => makeCallId(responseId, callNumber(this.index, index));
      const { id, signature, function: asked } = decodeCall(part, index, makeId);
      const isWhole = !isPartial(part.functionCall);
      delta(chunk, {
        index,
        id,
        name: asked.name,
        ...(isWhole ? { arguments: asked.arguments } : undefined),
        ...(signature === undefined ? undefined : { signature }),
      });
      if (!isWhole) this.#partial = { index, args: new PartialArguments() };
    }
    if (this.#partial === undefined) return;
    this.#partial.args.addWhole(called.args);
    this.#partial.args.add(called.partialArgs);
    if (called.willContinue !== true) this.#closePartial(chunk);
  }

  #closePartial(chunk: Growing): void {
    if (this.#partial === undefined) return;
    delta(chunk, { index: this.#partial.index, arguments: this.#partial.args.toJson() });
    this.#partial = undefined;
  }

  #source(candidate: UnknownRecord): void {
    for (const annotation of annotationsOf(candidate) ?? []) {
      if (isRecord(annotation)) for (const kind in annotation) this.#annotations.set(kind, annotation);
    }
    this.webSearches = Math.max(this.webSearches, webSearchesOf(candidate, this.#model));
  }
}

function delta(chunk: Growing, call: ToolCallDelta): void {
  if (chunk.toolCalls === undefined) chunk.toolCalls = [call];
  else chunk.toolCalls.push(call);
}

function detail(chunk: Growing, piece: ReasoningDetail): void {
  if (chunk.reasoningDetails === undefined) chunk.reasoningDetails = [piece];
  else chunk.reasoningDetails.push(piece);
}
