import type { ChatChoice, ChatChunk, ChatReply, FinishReason } from "../../chat.ts";
import { jsonLine } from "../../dialect/json-line.ts";
import type { ServedCall, StreamEncoder } from "../../served-dialect.ts";
import type { UnknownRecord } from "../../util/record.ts";
import { encodeError } from "./encode-error.ts";
import { secondsOf } from "./encode-reply.ts";
import { eventHead, finishOf } from "./encode-stream.ts";
import { encodeTextLogprobs } from "./encode-text-logprobs.ts";
import { encodeUsage } from "./encode-usage.ts";
import { finishWordOf } from "./finish-reason.ts";

const OBJECT = "text_completion";

/** A whole answer as a text completion (https://platform.openai.com/docs/api-reference/completions/object). */
export function encodeTextReply({ choices, usage, cost }: ChatReply, asked: ServedCall): UnknownRecord {
  const body: UnknownRecord = {
    id: `cmpl-${asked.id}`,
    object: OBJECT,
    created: secondsOf(asked.createdAt),
    model: asked.model,
    choices: choices.map(encodeChoice),
  };
  if (usage !== undefined) body.usage = encodeUsage(usage, cost);
  return body;
}

function encodeChoice({ index, content, message, logprobs, finishReason }: ChatChoice): UnknownRecord {
  return {
    text: content === "" ? (message.refusal ?? "") : content,
    index,
    logprobs: encodeTextLogprobs(logprobs, 0),
    finish_reason: finishWordOf(endOfText(finishReason)),
  };
}

/** A text completion calls no tools. */
function endOfText(reason: FinishReason | undefined): FinishReason | undefined {
  return reason === "tool_calls" ? "stop" : reason;
}

/** Writes the events of one text completion; what the model thinks has no place in them. */
export function createTextStreamEncoder(asked: ServedCall): StreamEncoder {
  const head = eventHead(`cmpl-${asked.id}`, OBJECT, asked);
  const tail = asked.includeUsage ? '],"usage":null}\n\n' : "]}\n\n";
  /** How many characters of each answer were told. */
  const told = new Map<number, number>();
  const finished = new Set<number>();

  function eventOf({ index = 0, content, refusal, logprobs, finishReason }: ChatChunk): string {
    const text = content ?? refusal ?? "";
    const ends = finishReason !== undefined && !finished.has(index);
    const begin = told.get(index) ?? 0;
    const likely = encodeTextLogprobs(logprobs, begin);
    if (text === "" && !ends && likely === null) return "";
    told.set(index, begin + text.length);
    if (ends) finished.add(index);
    const finish = ends ? finishOf(endOfText(finishReason), undefined) : '"finish_reason":null';
    const probabilities = likely === null ? "null" : jsonLine(likely);
    return `${head}{"text":${jsonLine(text)},"index":${index},"logprobs":${probabilities},${finish}}${tail}`;
  }

  function ending(chunk: ChatChunk): string {
    let events = eventOf(chunk.finishReason === undefined ? { ...chunk, finishReason: "other" } : chunk);
    for (const index of told.keys()) events += eventOf({ index, finishReason: "other" });
    if (asked.includeUsage && chunk.usage !== undefined) {
      events += `${head}],"usage":${jsonLine(encodeUsage(chunk.usage, chunk.end?.cost))}}\n\n`;
    }
    return `${events}data: [DONE]\n\n`;
  }

  return {
    push: (chunk) => (chunk.end === undefined ? eventOf(chunk) : ending(chunk)),
    fail: (error) => `data: ${jsonLine(encodeError(error))}\n\n`,
  };
}
