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
  const message = new MessageWriter(asked.id);
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
class MessageWriter {
  readonly #blocks = new BlockWriter();
  readonly #nameOf: ReturnType<typeof createCallNamer>;
  readonly #carried: ReasoningDetail[] = [];
  readonly #signatures: [string, string][] = [];
  #openCall = -1;
  #isThought = false;
  #refusal = "";
  /** Sources of the text that is about to come: Anthropic tells them first. */
  #sources: Block[] = [];

  constructor(callId: string) {
    this.#nameOf = createCallNamer(callId);
  }

  get isTextOpen(): boolean {
    return this.#blocks.kind === "text" && this.#sources.length === 0;
  }

  get hasCalls(): boolean {
    return this.#openCall >= 0;
  }

  get refusal(): string | undefined {
    return this.#refusal === "" ? undefined : this.#refusal;
  }

  text(piece: string): string {
    let told = "";
    if (this.#sources.length > 0) {
      told += this.#blocks.close();
      for (const source of this.#sources) told += this.#blocks.cite(source);
      this.#sources = [];
    }
    return told + this.#blocks.text(piece);
  }

  tell(chunk: ChatChunk): string {
    let told = "";
    if (chunk.reasoning !== undefined && chunk.reasoning !== "") {
      told += this.#blocks.thinking(chunk.reasoning);
      this.#isThought = true;
    }
    for (const piece of chunk.reasoningDetails ?? []) told += this.#detail(piece);
    for (const piece of chunk.annotations ?? []) told += this.#annotation(piece);
    if (chunk.content !== undefined && chunk.content !== "") told += this.text(chunk.content);
    for (const part of chunk.parts ?? []) {
      const shown = textOfPart(part);
      if (shown !== "") told += this.text(shown);
      else if (part.type === "native" && part.dialect === "anthropic" && isRecord(part.value)) {
        told += this.#blocks.whole(part.value);
      }
    }
    this.#refusal += chunk.refusal ?? "";
    for (const delta of chunk.toolCalls ?? []) told += this.#call(delta);
    return told;
  }

  /** Closes what is open; a refusal that is not the answer's end is something it said. */
  end(isRefused: boolean): string {
    let told = "";
    if (this.#refusal !== "" && !isRefused) told += this.text(this.#refusal);
    if (this.#blocks.kind === "text") for (const source of this.#sources) told += this.#blocks.cite(source);
    told += this.#blocks.close();
    const block = carriedBlock(this.#carried, this.#signatures);
    return block === undefined ? told : told + this.#blocks.whole(block);
  }

  #detail(told: ReasoningDetail): string {
    const block = thoughtBlock(told);
    if (block === undefined) {
      if (isCarried(told)) this.#carried.push(told);
      return "";
    }
    if (block.type !== "thinking") return this.#blocks.whole(block);
    // Its text streamed before it, as a rule.
    const opening =
      this.#isThought || told.text === undefined || told.text === "" ? "" : this.#blocks.thinking(told.text);
    this.#isThought = false;
    return opening + this.#blocks.sign(told.signature ?? "");
  }

  #annotation(told: JsonValue): string {
    const citations = citationsOf(told);
    // Others tell the sources of a text after it.
    if (!isCitation(told) && this.#blocks.kind === "text")
      return citations.map((citation) => this.#blocks.cite(citation)).join("");
    this.#sources.push(...citations);
    return "";
  }

  #call(delta: ToolCallDelta): string {
    const { index, arguments: piece = "" } = delta;
    let told = "";
    if (index !== this.#openCall) {
      this.#openCall = index;
      const id = this.#nameOf(delta.id, index);
      told = this.#blocks.call({ type: "tool_use", id, name: delta.name ?? "", input: {}, ...callerOf(delta) });
      if (delta.signature !== undefined) this.#signatures.push([id, delta.signature]);
    }
    return piece === "" ? told : told + this.#blocks.arguments(piece);
  }
}
