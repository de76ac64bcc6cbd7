import { classify } from "../../call-error/classify.ts";
import type { ChatChoice, DecodedReply } from "../../chat.ts";
import { malformed } from "../../dialect/malformed.ts";
import { readWireError } from "../../dialect/wire-error.ts";
import type { CallContext } from "../../dialect.ts";
import { isRecord, type UnknownRecord } from "../../util/record.ts";
import type { Writable } from "../../util/writable.ts";
import { makeCallId } from "./call-id.ts";
import { decodeModelParts } from "./decode-model-parts.ts";
import { finishReasonOf, finishWord } from "./finish-reason.ts";
import { annotationsOf, webSearchesOf } from "./grounding.ts";
import { decodeLogprobs } from "./logprobs.ts";
import { decodeUsage } from "./usage.ts";

/** An answer of `generateContent`. @throws {CallError} `malformed_answer`, or what an error inside a good answer means */
export function decodeReply(body: unknown, { model, provider }: CallContext): DecodedReply {
  if (!isRecord(body)) throw malformed("expected a GenerateContentResponse object");
  if (body.error !== undefined) throw classify(readWireError(body), { provider: provider.name, body });
  const { responseId, modelVersion } = body;
  const id = textOf(responseId);
  const modelServed = textOf(modelVersion);
  const candidates: unknown[] = Array.isArray(body.candidates) ? body.candidates : [];
  const choices: ChatChoice[] = [];
  let webSearches = 0;
  for (const candidate of candidates) {
    if (!isRecord(candidate)) throw malformed(`candidates[${choices.length}] is no object`);
    webSearches += webSearchesOf(candidate, model);
    choices.push(decodeCandidate(candidate, indexOf(candidates, choices.length), id));
  }
  if (choices.length === 0) choices.push(blockedChoice(body) ?? noAnswer());
  const usage = decodeUsage(body.usageMetadata, webSearches);
  const reply: Writable<DecodedReply> = { choices };
  if (id !== undefined) reply.id = id;
  if (modelServed !== undefined) reply.modelServed = modelServed;
  if (usage !== undefined) reply.usage = usage;
  return reply;
}

function noAnswer(): never {
  throw malformed("the answer holds neither candidates nor a promptFeedback that says why the prompt was blocked");
}

function decodeCandidate(candidate: UnknownRecord, index: number, responseId: string | undefined): ChatChoice {
  const { content } = candidate;
  const parts: unknown[] = isRecord(content) && Array.isArray(content.parts) ? content.parts : [];
  const makeId = (call: number): string => makeCallId(responseId, callNumber(index, call));
  const turn = decodeModelParts(parts, { makeId, joinsText: true });
  const word = finishWord(candidate);
  const logprobs = decodeLogprobs(candidate.logprobsResult);
  const annotations = annotationsOf(candidate);
  const choice: Writable<ChatChoice> = {
    index,
    message: turn.message,
    content: turn.content,
    toolCalls: turn.toolCalls,
    finishReason: finishReasonOf(word ?? "", turn.toolCalls.length > 0),
  };
  if (turn.reasoning !== "") choice.reasoning = turn.reasoning;
  if (word !== undefined) choice.finishReasonRaw = word;
  if (logprobs !== undefined) choice.logprobs = logprobs;
  if (annotations !== undefined) choice.annotations = annotations;
  return choice;
}

/**
 * Which of several answers the candidate at a place of an event is. The first says nothing of it, for JSON of protocol
 * buffers leaves out a zero, and some servers never do: those get the numbers that are free, in their order.
 */
export function indexOf(candidates: readonly unknown[], position: number): number {
  const said = saidIndex(candidates[position]);
  if (said !== undefined) return said;
  if (candidates.length === 1) return 0;
  const taken = new Set(candidates.map(saidIndex));
  let ahead = candidates.slice(0, position).filter((other) => saidIndex(other) === undefined).length;
  let index = 0;
  while (taken.has(index) || ahead-- > 0) index++;
  return index;
}

function saidIndex(candidate: unknown): number | undefined {
  const index = isRecord(candidate) ? candidate.index : undefined;
  return typeof index === "number" && Number.isSafeInteger(index) && index >= 0 ? index : undefined;
}

/** Numbers the calls of several answers apart, for their ids share one response. */
export function callNumber(choice: number, call: number): number {
  return choice * 1_000 + call;
}

/** The choice that stands for a prompt that was not answered; `undefined` where nothing says so. */
export function blockedChoice({ promptFeedback }: UnknownRecord): ChatChoice | undefined {
  const word = isRecord(promptFeedback) ? textOf(promptFeedback.blockReason) : undefined;
  if (word === undefined || !isRecord(promptFeedback)) return undefined;
  const refusal = textOf(promptFeedback.blockReasonMessage);
  return {
    index: 0,
    message: { role: "assistant", content: "", ...(refusal === undefined ? undefined : { refusal }) },
    content: "",
    toolCalls: [],
    finishReason: "content_filter",
    finishReasonRaw: word,
  };
}

/** A text that says something. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
