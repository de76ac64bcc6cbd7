import type { ChatChunk, FinishReason, RawEvent, ReasoningDetail, ToolCallDelta } from "../../chat.ts";
import { isTextAlone } from "../../dialect/is-text-alone.ts";
import { jsonLine } from "../../dialect/json-line.ts";
import { PieceOrder } from "../../dialect/piece-order.ts";
import type { ServedCall, StreamEncoder } from "../../served-dialect.ts";
import type { Usage } from "../../usage.ts";
import type { JsonValue } from "../../util/json.ts";
import { isRecord } from "../../util/record.ts";
import { BlockWriter } from "./block-writer.ts";
import { callerOf, carriedBlock, createCallNamer, isCarried, textOfPart, thoughtBlock } from "./encode-blocks.ts";
import { citationsOf, isCitation } from "./encode-citations.ts";
import { encodeError } from "./encode-error.ts";
import { stopDetails, stopSequence } from "./encode-reply.ts";
import { encodeUsage } from "./encode-usage.ts";
import type { Block } from "./encoding.ts";
import { stopReasonOf } from "./finish-reason.ts";
import { passEvent } from "./pass-events.ts";

const DELTA = "event: message_delta\n";
const STOP = 'event: message_stop\ndata: {"type":"message_stop"}\n\n';

/** Writes the events of one stream (https://platform.claude.com/docs/en/build-with-claude/streaming). */
export function createStreamEncoder(asked: ServedCall): StreamEncoder {
  const message = createMessageWriter(asked.id);
  const order = new PieceOrder();
  let hasBegun = false;
  let finishReason: FinishReason | undefined;
  let finishReasonRaw: string | undefined;
  let usage: Usage | undefined;
  let isPassedOn = false;
  let isEndTold = false;

  function learn(chunk: ChatChunk): void {
    if (chunk.finishReason !== undefined) {
      finishReason = chunk.finishReason;
      finishReasonRaw = chunk.finishReasonRaw;
    }
    if (chunk.usage !== undefined) usage = chunk.usage;
  }

  function ending(): string {
    let told = "";
    if (isEndTold) return STOP;
    for (const piece of order.end()) told += message.tell(piece);
    const reason = stopReasonOf(finishReason, finishReasonRaw, message.hasCalls);
    told += message.end(reason === "refusal");
    const delta = {
      stop_reason: reason,
      stop_sequence: stopSequence(reason, asked.request),
      stop_details: stopDetails(reason, message.refusal),
      container: null,
    };
    told += `event: message_delta\ndata: {"type":"message_delta","delta":${jsonLine(delta)},"usage":${jsonLine(encodeUsage(usage))}}\n\n`;
    return told + STOP;
  }

  function pass(chunk: ChatChunk, raw: RawEvent): string {
    isPassedOn = true;
    learn(chunk);
    const told = passEvent(raw, asked.model);
    if (told.startsWith(DELTA)) isEndTold = true;
    return told;
  }

  return {
    push(chunk) {
      if (chunk.raw?.dialect === "anthropic") return pass(chunk, chunk.raw);
      if (message.isTextOpen && isTextAlone(chunk)) return message.text(chunk.content);
      // Of several answers (`n`) only the first has a place here.
      if (chunk.index !== undefined && chunk.index !== 0 && chunk.end === undefined) return "";
      learn(chunk);
      if (isPassedOn) return chunk.end === undefined ? "" : ending();
      let told = hasBegun ? "" : messageStart(asked, usage);
      hasBegun = true;
      for (const piece of order.push(chunk)) told += message.tell(piece);
      return chunk.end === undefined ? told : told + ending();
    },
    fail: (error) => `event: error\ndata: ${jsonLine(encodeError(error))}\n\n`,
  };
}

function messageStart({ id, model, inputTokens }: ServedCall, usage: Usage | undefined): string {
  const message = {
    id: `msg_${id}`,
    type: "message",
    role: "assistant",
    model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    stop_details: null,
    container: null,
    // Some clients take the input from here alone (LangChain).
    usage: encodeUsage(usage, inputTokens),
  };
  return `event: message_start\ndata: {"type":"message_start","message":${jsonLine(message)}}\n\n`;
}

/** Writes what an answer says, piece by piece, as blocks. */
function createMessageWriter(callId: string) {
  const blocks = new BlockWriter();
  const nameOf = createCallNamer(callId);
  const carried: ReasoningDetail[] = [];
  const signatures: [string, string][] = [];
  let openCall = -1;
  let isThought = false;
  let refusal = "";
  /** Sources of the text that is about to come: Anthropic tells them first. */
  let sources: Block[] = [];

  function text(piece: string): string {
    let told = "";
    if (sources.length > 0) {
      told += blocks.close();
      for (const source of sources) told += blocks.cite(source);
      sources = [];
    }
    return told + blocks.text(piece);
  }

  function detail(told: ReasoningDetail): string {
    const block = thoughtBlock(told);
    if (block === undefined) {
      if (isCarried(told)) carried.push(told);
      return "";
    }
    if (block.type !== "thinking") return blocks.whole(block);
    // Its text streamed before it, as a rule.
    const opening = isThought || told.text === undefined || told.text === "" ? "" : blocks.thinking(told.text);
    isThought = false;
    return opening + blocks.sign(told.signature ?? "");
  }

  function annotation(told: JsonValue): string {
    const citations = citationsOf(told);
    // Others tell the sources of a text after it.
    if (!isCitation(told) && blocks.kind === "text") return citations.map((citation) => blocks.cite(citation)).join("");
    sources.push(...citations);
    return "";
  }

  function call(delta: ToolCallDelta): string {
    const { index, arguments: piece = "" } = delta;
    let told = "";
    if (index !== openCall) {
      openCall = index;
      const id = nameOf(delta.id, index);
      told = blocks.call({ type: "tool_use", id, name: delta.name ?? "", input: {}, ...callerOf(delta) });
      if (delta.signature !== undefined) signatures.push([id, delta.signature]);
    }
    return piece === "" ? told : told + blocks.arguments(piece);
  }

  return {
    text,
    get isTextOpen(): boolean {
      return blocks.kind === "text" && sources.length === 0;
    },
    get hasCalls(): boolean {
      return openCall >= 0;
    },
    get refusal(): string | undefined {
      return refusal === "" ? undefined : refusal;
    },
    tell(chunk: ChatChunk): string {
      let told = "";
      if (chunk.reasoning !== undefined && chunk.reasoning !== "") {
        told += blocks.thinking(chunk.reasoning);
        isThought = true;
      }
      for (const piece of chunk.reasoningDetails ?? []) told += detail(piece);
      for (const piece of chunk.annotations ?? []) told += annotation(piece);
      if (chunk.content !== undefined && chunk.content !== "") told += text(chunk.content);
      for (const part of chunk.parts ?? []) {
        const shown = textOfPart(part);
        if (shown !== "") told += text(shown);
        else if (part.type === "native" && part.dialect === "anthropic" && isRecord(part.value)) {
          told += blocks.whole(part.value);
        }
      }
      refusal += chunk.refusal ?? "";
      for (const delta of chunk.toolCalls ?? []) told += call(delta);
      return told;
    },
    /** Closes what is open; a refusal that is not the answer's end is something it said. */
    end(isRefused: boolean): string {
      let told = "";
      if (refusal !== "" && !isRefused) told += text(refusal);
      if (blocks.kind === "text") for (const source of sources) told += blocks.cite(source);
      told += blocks.close();
      const block = carriedBlock(carried, signatures);
      return block === undefined ? told : told + blocks.whole(block);
    },
  };
}
