import type { ChatChunk, FinishReason, ReasoningDetail, ToolCallDelta } from "../../chat.ts";
import { isOpaque, packThoughts } from "../../dialect/carried-thoughts.ts";
import { isTextAlone } from "../../dialect/is-text-alone.ts";
import { jsonLine } from "../../dialect/json-line.ts";
import { PieceOrder } from "../../dialect/piece-order.ts";
import type { ServedCall, StreamEncoder } from "../../served-dialect.ts";
import type { Cost, Usage } from "../../usage.ts";
import type { JsonValue } from "../../util/json.ts";
import { isRecord } from "../../util/record.ts";
import { isCallers } from "./decode-input.ts";
import { annotationsOf } from "./encode-annotations.ts";
import { encodeErrorEvent } from "./encode-error.ts";
import { createCallNamer, customTools, imageItem } from "./encode-output.ts";
import { encodeUsage } from "./encode-usage.ts";
import { EventWriter } from "./event-writer.ts";
import { ItemWriter } from "./item-writer.ts";
import { makeId } from "./made-ids.ts";
import { echoOf, headOf, type Status, statusOf } from "./response-object.ts";
import { DIALECT, type Item } from "./words.ts";

/** Writes the events of one streamed response (https://platform.openai.com/docs/api-reference/responses-streaming). */
export function createStreamEncoder(asked: ServedCall): StreamEncoder {
  const events = new EventWriter();
  const items = new ItemWriter(events, asked.id);
  const answer = createAnswerWriter(asked, items);
  const order = new PieceOrder();
  const head = jsonLine(headOf(asked)).slice(0, -1);
  const echo = jsonLine(echoOf(asked)).slice(1);
  let hasBegun = false;
  let finishReason: FinishReason | undefined;
  let finishReasonRaw: string | undefined;
  let usage: Usage | undefined;

  function response(type: string, { status, incomplete_details: incomplete }: Status, told: Item | null): string {
    const ending = `"status":"${status}","incomplete_details":${jsonLine(incomplete)},"error":null`;
    const served = `"usage":${jsonLine(told)},"service_tier":${jsonLine(usage?.serviceTier ?? "default")}`;
    const body = `${head},${ending},"output":[${items.done.join(",")}],${served},${echo}`;
    return events.event(`response.${type}`, `"response":${body}`);
  }

  function begin(): string {
    hasBegun = true;
    const status = { status: "in_progress", incomplete_details: null };
    return response("created", status, null) + response("in_progress", status, null);
  }

  function ending(cost: Cost): string {
    let told = "";
    for (const piece of order.end()) told += answer.tell(piece);
    const status = statusOf(finishReason, finishReasonRaw);
    const isWhole = status.status === "completed";
    told += answer.end(isWhole ? "completed" : "incomplete");
    return told + response(isWhole ? "completed" : "incomplete", status, encodeUsage(usage, cost));
  }

  return {
    push(chunk) {
      if (items.isTextOpen && isTextAlone(chunk)) return items.text(chunk.content);
      // Of several answers (`n`) only the first has a place here.
      if (chunk.index !== undefined && chunk.index !== 0 && chunk.end === undefined) return "";
      if (chunk.finishReason !== undefined) {
        finishReason = chunk.finishReason;
        finishReasonRaw = chunk.finishReasonRaw;
      }
      if (chunk.usage !== undefined) usage = chunk.usage;
      let told = hasBegun ? "" : begin();
      for (const piece of order.push(chunk)) told += answer.tell(piece);
      return chunk.end === undefined ? told : told + ending(chunk.end.cost);
    },
    fail: (error) => `event: error\ndata: ${jsonLine(encodeErrorEvent(error, events.next))}\n\n`,
  };
}

/** Items whose place alone is kept: what they say comes in other pieces. */
const PLACES: ReadonlySet<unknown> = new Set(["message", "function_call", "custom_tool_call", "image_generation_call"]);

/** Writes what an answer says, piece by piece, as items. */
function createAnswerWriter(asked: ServedCall, items: ItemWriter) {
  const nameOf = createCallNamer(asked.id);
  const custom = customTools(asked.request.tools);
  const carried: ReasoningDetail[] = [];
  const signatures: [string, string][] = [];
  /** Whether what was told comes back as several turns, so that their order cannot be carried in one of them. */
  let isParted = false;
  let openCall = -1;
  /** Sources told before any text. */
  let sources: Item[] = [];

  function text(piece: string, logprobs: unknown): string {
    const told = isRecord(logprobs) && Array.isArray(logprobs.content) ? logprobs.content : undefined;
    return items.text(piece, told) + cite();
  }

  function cite(): string {
    let told = "";
    for (const source of sources) told += items.annotation(source);
    sources = [];
    return told;
  }

  function detail(told: ReasoningDetail): string {
    if (isOpaque(told)) carried.push(told);
    const { type, dialect, value } = told;
    if (type !== "item" || dialect !== DIALECT || !isRecord(value) || PLACES.has(value.type)) return "";
    isParted ||= isCallers(value.type);
    return items.whole(value);
  }

  function annotation(told: JsonValue): string {
    sources.push(...annotationsOf(told));
    return items.isTextOpen ? cite() : "";
  }

  function call(delta: ToolCallDelta): string {
    const { index, name = "", arguments: piece = "" } = delta;
    let told = "";
    if (index !== openCall) {
      openCall = index;
      const callId = nameOf(delta.id, index);
      told = items.call(callId, name, custom.has(name));
      if (delta.signature !== undefined) signatures.push([callId, delta.signature]);
    }
    return piece === "" ? told : told + items.arguments(piece);
  }

  return {
    tell(chunk: ChatChunk): string {
      const { reasoning, content, refusal } = chunk;
      let told = "";
      if (reasoning !== undefined && reasoning !== "") told += items.thought(reasoning);
      for (const piece of chunk.reasoningDetails ?? []) told += detail(piece);
      if (content !== undefined && content !== "") told += text(content, chunk.logprobs);
      for (const part of chunk.parts ?? []) {
        if (part.type === "text") told += text(part.text, undefined);
        else if (part.type === "image_url") {
          told += items.whole(imageItem(makeId("ig", asked.id, items.done.length + 1), part.image_url.url));
        }
      }
      if (refusal !== undefined && refusal !== "") told += items.refusal(refusal);
      for (const piece of chunk.annotations ?? []) told += annotation(piece);
      for (const delta of chunk.toolCalls ?? []) told += call(delta);
      return told;
    },
    /** Closes what is open, and tells what its providers want back. */
    end(status: string): string {
      const told = items.close(status);
      const details = isParted ? carried.filter(({ type }) => type !== "item") : carried;
      const packed = packThoughts({ details, signatures });
      if (packed === undefined) return told;
      const id = makeId("rs", asked.id, items.done.length);
      return told + items.whole({ id, type: "reasoning", summary: [], encrypted_content: packed });
    },
  };
}
