import type { ChatChunk, FinishReason, RawEvent, ToolCallDelta } from "../../chat.ts";
import { isTextAlone } from "../../dialect/is-text-alone.ts";
import { jsonLine } from "../../dialect/json-line.ts";
import type { ServedCall, StreamEncoder } from "../../served-dialect.ts";
import { encodeAnnotations } from "./encode-annotations.ts";
import { encodeError } from "./encode-error.ts";
import { encodeDetails } from "./encode-reasoning.ts";
import { encodeImages, encodeLogprobs, encodeSignature, encodeSound, secondsOf } from "./encode-reply.ts";
import { encodeUsage } from "./encode-usage.ts";
import { finishWordOf, nativeFinishOf } from "./finish-reason.ts";
import { createEventPasser, type EventPasser } from "./pass-events.ts";

/** One of the answers (`n`) as far as it has been told. */
interface OpenChoice {
  /** How many details of its thinking were told. */
  details: number;
  isFinished: boolean;
}

/** Writes the events of one stream (https://platform.openai.com/docs/api-reference/chat-streaming). */
export function createStreamEncoder(asked: ServedCall): StreamEncoder {
  const head = eventHead(`chatcmpl-${asked.id}`, "chat.completion.chunk", asked);
  const tail = asked.includeUsage ? '],"usage":null}\n\n' : "]}\n\n";
  // A piece of the first answer's text is what a stream is made of.
  const textHead = `${head}{"index":0,"delta":{"content":`;
  const textTail = `},"finish_reason":null}${tail}`;
  const choices = new Map<number, OpenChoice>();
  let isTextOpen = false;
  let passer: EventPasser | undefined;
  let passedOn: RawEvent | undefined;

  function eventOf(chunk: ChatChunk, isEnd: boolean): string {
    const { index = 0, logprobs } = chunk;
    let choice = choices.get(index);
    let delta = "";
    if (choice === undefined) {
      choice = { details: 0, isFinished: false };
      choices.set(index, choice);
      if (index === 0) isTextOpen = true;
      delta = chunk.content === undefined && isEnd ? '"role":"assistant","content":""' : '"role":"assistant"';
    }
    delta = withSaid(delta, chunk, choice, asked);
    const ends = chunk.finishReason !== undefined && !choice.isFinished;
    const told = encodeLogprobs(logprobs);
    if (delta === "" && !ends && told === null) return "";
    if (ends) choice.isFinished = true;
    const probabilities = told === null ? "" : `,"logprobs":${jsonLine(told)}`;
    const { finishReason: reason, finishReasonRaw: raw } = chunk;
    const finish = ends ? finishOf(reason, nativeFinishOf(reason, raw)) : '"finish_reason":null';
    return `${head}{"index":${index},"delta":{${delta}}${probabilities},${finish}}${tail}`;
  }

  function pass({ index = 0, finishReason }: ChatChunk, raw: RawEvent): string {
    let choice = choices.get(index);
    if (choice === undefined) {
      choice = { details: 0, isFinished: false };
      choices.set(index, choice);
    }
    if (finishReason !== undefined) choice.isFinished = true;
    // An event may hold pieces of several answers.
    if (raw === passedOn) return "";
    passedOn = raw;
    passer ??= createEventPasser(asked);
    return passer.pass(raw.data);
  }

  function ending(chunk: ChatChunk): string {
    const { finishReason = "other", finishReasonRaw: raw, ...said } = chunk;
    // What was said in a stream that is passed on was said there.
    const last = {
      ...(passer === undefined && said),
      finishReason,
      ...(raw !== undefined && { finishReasonRaw: raw }),
    };
    let told = eventOf(last, true);
    for (const [index, choice] of choices) {
      if (choice.isFinished) continue;
      choice.isFinished = true;
      told += `${head}{"index":${index},"delta":{},${finishOf("other", null)}}${tail}`;
    }
    const usage = passer?.usage(chunk.end?.cost);
    if (usage !== undefined) told += usage;
    else if (asked.includeUsage && chunk.usage !== undefined) {
      told += `${head}],"usage":${jsonLine(encodeUsage(chunk.usage, chunk.end?.cost))}}\n\n`;
    }
    return `${told}data: [DONE]\n\n`;
  }

  return {
    push(chunk) {
      if (chunk.raw?.dialect === "openai") return pass(chunk, chunk.raw);
      if (isTextOpen && isTextAlone(chunk)) return textHead + jsonLine(chunk.content) + textTail;
      if (chunk.end !== undefined) return ending(chunk);
      // Details are told whole at the end, pieces of which were passed on.
      const { reasoningDetails: _, ...others } = chunk;
      return eventOf(passer === undefined ? chunk : others, false);
    },
    fail: (error) => `data: ${jsonLine(encodeError(error))}\n\n`,
  };
}

/** What every event of a stream begins with, up to its choices. */
export function eventHead(id: string, object: string, { model, createdAt }: ServedCall): string {
  const named = `"id":${jsonLine(id)},"object":"${object}","created":${secondsOf(createdAt)},"model":${jsonLine(model)}`;
  return `data: {${named},"choices":[`;
}

/** The words of a choice's end. */
export function finishOf(reason: FinishReason | undefined, raw: string | null | undefined): string {
  const word = finishWordOf(reason);
  const own = raw === undefined || raw === word ? "" : `,"native_finish_reason":${jsonLine(raw)}`;
  return `"finish_reason":"${word}"${own}`;
}

/** The fields of a delta, after those it has already. */
function withSaid(begun: string, chunk: ChatChunk, choice: OpenChoice, asked: ServedCall): string {
  const { content, reasoning, refusal, toolCalls, parts } = chunk;
  let delta = begun;
  const add = (name: string, json: string): void => {
    delta += `${delta === "" ? "" : ","}"${name}":${json}`;
  };
  if (content !== undefined && content !== "") add("content", jsonLine(content));
  if (reasoning !== undefined && reasoning !== "") add("reasoning_content", jsonLine(reasoning));
  if (refusal !== undefined && refusal !== "") add("refusal", jsonLine(refusal));
  if (toolCalls !== undefined && toolCalls.length > 0) add("tool_calls", `[${toolCalls.map(encodeDelta).join(",")}]`);
  if (chunk.reasoningDetails !== undefined) {
    const details = encodeDetails(chunk.reasoningDetails, choice.details);
    choice.details += details?.length ?? 0;
    if (details !== undefined) add("reasoning_details", jsonLine(details));
  }
  const annotations = encodeAnnotations(chunk.annotations);
  if (annotations !== undefined) add("annotations", jsonLine(annotations));
  const audio = chunk.audio ?? encodeSound(parts, asked);
  if (audio !== undefined && audio !== null) add("audio", jsonLine(audio));
  const images = encodeImages(parts);
  if (images !== undefined) add("images", jsonLine(images));
  return delta;
}

function encodeDelta({ index, id, name, arguments: text, signature }: ToolCallDelta): string {
  const isFirst = id !== undefined || name !== undefined;
  const named = name === undefined ? "" : `"name":${jsonLine(name)},`;
  const called = `"function":{${named}"arguments":${jsonLine(text ?? "")}}`;
  const opening = isFirst ? `${id === undefined ? "" : `"id":${jsonLine(id)},`}"type":"function",` : "";
  const passing = signature === undefined ? "" : `,"extra_content":${jsonLine(encodeSignature(signature))}`;
  return `{"index":${index},${opening}${called}${passing}}`;
}
