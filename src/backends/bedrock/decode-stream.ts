import type { ChatChunk, ReasoningDetail, ToolCallDelta } from "../../chat.ts";
import type { JsonValue } from "../../util/json.ts";
import { isRecord, type UnknownRecord } from "../../util/record.ts";
import { finishReasonOf, usageIn } from "./decode-reply.ts";
import { base64Of, withoutBytes } from "./native-bytes.ts";

/** Turns the events of one ConverseStream into chunks. */
export interface ConverseDecoder {
  push(event: unknown): ChatChunk | undefined;
  /** Whether `messageStop` has come; usage may follow it. */
  readonly ended: boolean;
  finish(): ChatChunk;
}

/** A block while it comes in. */
interface OpenBlock {
  kind: "text" | "tool" | "answer" | "thinking" | "native";
  /** The place of a call among the calls. */
  index: number;
  text: string;
  signature: string;
  redacted: Uint8Array[];
  native: UnknownRecord;
}

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html */
export function createConverseDecoder(answerTool?: string): ConverseDecoder {
  return new ConverseStream(answerTool);
}

class ConverseStream implements ConverseDecoder {
  readonly #answerTool: string | undefined;
  readonly #blocks = new Map<unknown, OpenBlock>();
  #calls = 0;
  #stopReason: string | undefined;
  #ended = false;
  #metadata: UnknownRecord = {};

  constructor(answerTool: string | undefined) {
    this.#answerTool = answerTool;
  }

  push(event: unknown): ChatChunk | undefined {
    if (!isRecord(event)) return undefined;
    if (isRecord(event.contentBlockDelta)) return this.#delta(event.contentBlockDelta);
    if (isRecord(event.contentBlockStart)) return this.#start(event.contentBlockStart);
    if (isRecord(event.contentBlockStop)) return this.#stop(event.contentBlockStop);
    if (isRecord(event.metadata)) this.#metadata = event.metadata;
    if (isRecord(event.messageStop)) {
      this.#ended = true;
      const { stopReason } = event.messageStop;
      if (typeof stopReason === "string") this.#stopReason = stopReason;
    }
    return undefined;
  }

  get ended(): boolean {
    return this.#ended;
  }

  finish(): ChatChunk {
    const usage = usageIn(this.#metadata.usage, this.#metadata.serviceTier);
    return {
      finishReason: finishReasonOf(this.#stopReason, this.#calls > 0),
      ...(this.#stopReason === undefined ? undefined : { finishReasonRaw: this.#stopReason }),
      ...(usage === undefined ? undefined : { usage }),
    };
  }

  #open(index: unknown, kind: OpenBlock["kind"]): OpenBlock {
    const block = { kind, index: 0, text: "", signature: "", redacted: [], native: {} };
    this.#blocks.set(index, block);
    return block;
  }

  #start({ contentBlockIndex, start: begun }: UnknownRecord): ChatChunk | undefined {
    if (!isRecord(begun)) return undefined;
    const { toolUse } = begun;
    if (!isRecord(toolUse) || toolUse.type === "server_tool_use") {
      if (Object.keys(begun).length > 0) this.#open(contentBlockIndex, "native").native = begun;
      return undefined;
    }
    if (toolUse.name === this.#answerTool && this.#answerTool !== undefined) {
      this.#open(contentBlockIndex, "answer");
      return undefined;
    }
    const block = this.#open(contentBlockIndex, "tool");
    block.index = this.#calls++;
    const { toolUseId: id, name } = toolUse;
    const call: ToolCallDelta = {
      index: block.index,
      ...(typeof id === "string" ? { id } : undefined),
      ...(typeof name === "string" ? { name } : undefined),
    };
    return { toolCalls: [call] };
  }

  #delta({ contentBlockIndex: place, delta: piece }: UnknownRecord): ChatChunk | undefined {
    if (!isRecord(piece)) return undefined;
    if (typeof piece.text === "string") return piece.text === "" ? undefined : { content: piece.text };
    if (isRecord(piece.citation)) return { annotations: [withoutBytes(piece.citation)] };
    const { reasoningContent: thought, toolUse, toolResult } = piece;
    if (isRecord(thought)) return addThought(this.#blocks.get(place) ?? this.#open(place, "thinking"), thought);
    const block = this.#blocks.get(place);
    if (isRecord(toolUse) && typeof toolUse.input === "string" && block !== undefined) {
      block.text += toolUse.input;
      if (toolUse.input === "") return undefined;
      if (block.kind === "answer") return { content: toolUse.input };
      return block.kind === "tool" ? { toolCalls: [{ index: block.index, arguments: toolUse.input }] } : undefined;
    }
    if (Array.isArray(toolResult) && block?.kind === "native" && isRecord(block.native.toolResult)) {
      const { content } = block.native.toolResult;
      const result = {
        ...block.native.toolResult,
        content: [...(Array.isArray(content) ? content : []), ...toolResult],
      };
      block.native = { ...block.native, toolResult: result };
    }
    return undefined;
  }

  #stop({ contentBlockIndex: place }: UnknownRecord): ChatChunk | undefined {
    const block = this.#blocks.get(place);
    this.#blocks.delete(place);
    if (block === undefined) return undefined;
    // A call without any arguments sends no piece of them, and the text of a call is always JSON.
    if (block.kind === "tool")
      return block.text === "" ? { toolCalls: [{ index: block.index, arguments: "{}" }] } : undefined;
    if (block.kind === "thinking") return { reasoningDetails: detailsOf(block) };
    return block.kind === "native" ? { annotations: [nativeOf(block)] } : undefined;
  }
}

function addThought(block: OpenBlock, thought: UnknownRecord): ChatChunk | undefined {
  const { text, signature, redactedContent } = thought;
  if (typeof signature === "string") block.signature += signature;
  if (redactedContent instanceof Uint8Array) block.redacted.push(redactedContent);
  if (typeof text !== "string" || text === "") return undefined;
  block.text += text;
  return { reasoning: text };
}

/** A thought is sent back whole, with the signature that came last. */
function detailsOf({ text, signature, redacted }: OpenBlock): ReasoningDetail[] {
  const details: ReasoningDetail[] = [];
  if (text !== "" || signature !== "") {
    details.push({ type: "text", dialect: "bedrock", text, ...(signature === "" ? undefined : { signature }) });
  }
  if (redacted.length > 0) {
    details.push({ type: "encrypted", dialect: "bedrock", data: base64Of(Buffer.concat(redacted)) });
  }
  return details;
}

/** What Bedrock did itself: a call of its own tool with the arguments that came in pieces, or what it answered. */
function nativeOf({ native, text }: OpenBlock): JsonValue {
  if (!isRecord(native.toolUse)) return withoutBytes(native);
  return withoutBytes({ toolUse: { ...native.toolUse, input: parsed(text) } });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text === "" ? "{}" : text);
  } catch {
    return text;
  }
}
