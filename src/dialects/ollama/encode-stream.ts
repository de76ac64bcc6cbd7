import type { ChatChunk, FinishReason, ToolCallDelta } from "../../chat.ts";
import { jsonLine } from "../../dialect/json-line.ts";
import type { ServedCall, StreamEncoder } from "../../served-dialect.ts";
import type { Writable } from "../../util/writable.ts";
import { encodeEnding } from "./encode-ending.ts";
import { encodeError } from "./encode-error.ts";
import { doneReasonOf, encodeCalls, encodeImages, encodeLogprobs, type ToldCall } from "./encode-said.ts";

/** Writes the lines of one streamed answer of `/api/chat`: the first, for Ollama gives one. */
export function createStreamEncoder(asked: ServedCall): StreamEncoder {
  const head = `{"model":${jsonLine(asked.model)},"created_at":${jsonLine(asked.createdAt.toISOString())},"message":{"role":"assistant","content":`;
  const tail = '},"done":false}\n';
  /** Ollama tells its calls whole, so they wait until all has been said of them. */
  const calls: Writable<ToldCall>[] = [];
  let finish: FinishReason | undefined;
  let finishRaw: string | undefined;

  function lineOf({ content, refusal, reasoning, parts, logprobs }: ChatChunk): string {
    const text = content ?? refusal ?? "";
    const images = encodeImages(parts);
    const likely = encodeLogprobs(logprobs);
    const hasThought = reasoning !== undefined && reasoning !== "";
    if (text === "" && !hasThought && images === undefined && likely === undefined) return "";
    const thinking = hasThought ? `,"thinking":${jsonLine(reasoning)}` : "";
    const shown = images === undefined ? "" : `,"images":${jsonLine(images)}`;
    const probabilities = likely === undefined ? "" : `,"logprobs":${jsonLine(likely)}`;
    return `${head}${jsonLine(text)}${thinking}${shown}},"done":false${probabilities}}\n`;
  }

  function ending({ usage, end }: ChatChunk): string {
    const reason = finish ?? "other";
    const made = encodeCalls(
      calls.filter((call) => call !== undefined),
      reason,
    );
    const called = made.length === 0 ? "" : `${head}"","tool_calls":${jsonLine(made)}${tail}`;
    const { latencyMs = 0, firstContentMs } = end ?? {};
    const told = jsonLine({
      done: true,
      done_reason: doneReasonOf(reason, finishRaw),
      ...encodeEnding(latencyMs, firstContentMs, usage),
    });
    return `${called}${head}""},${told.slice(1)}\n`;
  }

  return {
    push(chunk) {
      const { index, toolCalls, finishReason } = chunk;
      if (index !== undefined && index !== 0) return "";
      if (toolCalls !== undefined) for (const piece of toolCalls) addPiece(calls, piece);
      if (finishReason !== undefined) {
        finish = finishReason;
        finishRaw = chunk.finishReasonRaw;
      }
      const line = lineOf(chunk);
      return chunk.end === undefined ? line : line + ending(chunk);
    },
    fail: (error) => `${jsonLine(encodeError(error))}\n`,
  };
}

function addPiece(calls: Writable<ToldCall>[], { index, id, name, arguments: text = "" }: ToolCallDelta): void {
  calls[index] ??= { id: "", name: "", arguments: "" };
  const call = calls[index];
  if (id !== undefined) call.id = id;
  if (name !== undefined) call.name = name;
  call.arguments += text;
}
