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
  const blocks = new Map<unknown, OpenBlock>();
  let calls = 0;
  let stopReason: string | undefined;
  let ended = false;
  let metadata: UnknownRecord = {};

  const open = (index: unknown, kind: OpenBlock["kind"]): OpenBlock => {
    const block = { kind, index: 0, text: "", signature: "", redacted: [], native: {} };
    blocks.set(index, block);
    return block;
  };

  const start = ({ contentBlockIndex, start: begun }: UnknownRecord): ChatChunk | undefined => {
    if (!isRecord(begun)) return undefined;
    const { toolUse } = begun;
    if (!isRecord(toolUse) || toolUse.type === "server_tool_use") {
      if (Object.keys(begun).length > 0) open(contentBlockIndex, "native").native = begun;
      return undefined;
    }
    if (toolUse.name === answerTool && answerTool !== undefined) {
      open(contentBlockIndex, "answer");
      return undefined;
    }
    const block = open(contentBlockIndex, "tool");
    block.index = calls++;
    const { toolUseId: id, name } = toolUse;
    const call: ToolCallDelta = {
      index: block.index,
      ...(typeof id === "string" ? { id } : undefined),
      ...(typeof name === "string" ? { name } : undefined),
    };
    return { toolCalls: [call] };
  };

  const delta = ({ contentBlockIndex: place, delta: piece }: UnknownRecord): ChatChunk | undefined => {
    if (!isRecord(piece)) return undefined;
    if (typeof piece.text === "string") return piece.text === "" ? undefined : { content: piece.text };
    if (isRecord(piece.citation)) return { annotations: [withoutBytes(piece.citation)] };
    const { reasoningContent: thought, toolUse, toolResult } = piece;
    if (isRecord(thought)) return addThought(blocks.get(place) ?? open(place, "thinking"), thought);
    const block = blocks.get(place);
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
  };

  const stop = ({ contentBlockIndex: place }: UnknownRecord): ChatChunk | undefined => {
    const block = blocks.get(place);
    blocks.delete(place);
    if (block === undefined) return undefined;
    // A call without any arguments sends no piece of them, and the text of a call is always JSON.
    if (block.kind === "tool")
      return block.text === "" ? { toolCalls: [{ index: block.index, arguments: "{}" }] } : undefined;
    if (block.kind === "thinking") return { reasoningDetails: detailsOf(block) };
    return block.kind === "native" ? { annotations: [nativeOf(block)] } : undefined;
  };

  return {
    push(event) {
      if (!isRecord(event)) return undefined;
      if (isRecord(event.contentBlockDelta)) return delta(event.contentBlockDelta);
      if (isRecord(event.contentBlockStart)) return start(event.contentBlockStart);
      if (isRecord(event.contentBlockStop)) return stop(event.contentBlockStop);
      if (isRecord(event.metadata)) metadata = event.metadata;
      if (isRecord(event.messageStop)) {
        ended = true;
        const { stopReason: reason } = event.messageStop;
        if (typeof reason === "string") stopReason = reason;
      }
      return undefined;
    },
    get ended() {
      return ended;
    },
    finish() {
      const usage = usageIn(metadata.usage, metadata.serviceTier);
      return {
        finishReason: finishReasonOf(stopReason, calls > 0),
        ...(stopReason === undefined ? undefined : { finishReasonRaw: stopReason }),
        ...(usage === undefined ? undefined : { usage }),
      };
    },
  };
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
