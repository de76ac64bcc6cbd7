import type { AssistantMessage, ReasoningDetail, ToolCall } from "../../chat.ts";
import { invalidRequest } from "../../dialect/invalid-request.ts";
import { argumentsOf } from "../../dialect/tool-arguments.ts";
import { isRecord } from "../../util/record.ts";
import { encodeContent } from "./encode-content.ts";
import { type Block, type Encoding, passOn, requireObject } from "./encoding.ts";
import { toolId } from "./tool-id.ts";

/** The fields of a tool call that travel with it. */
export const TOOL_USE_FIELDS = ["cache_control", "caller", "toolset_name"] as const;

/**
 * The field of a message that says in which order its blocks stood, where that is not thinking, content, tool calls:
 * a letter for each block, `r`, `c` or `t`. Thinking must go back in its place.
 */
export const BLOCK_ORDER = "anthropic_block_order";

const KNOWN = ["role", "content", "tool_calls", "reasoning_details", "refusal", "audio", BLOCK_ORDER];

/** What the model said, as a string or as blocks in the order they had; empty where nothing of it can be said. */
export function encodeAssistant(message: AssistantMessage, field: string, encoding: Encoding): string | Block[] {
  passOn(message, {}, { own: [], known: KNOWN, field, encoding });
  if (message.audio !== undefined && message.audio !== null)
    encoding.adapt(`${field}.audio`, "not carried: Anthropic takes no audio");
  const { content, refusal } = message;
  const details = listIn(message.reasoning_details, `${field}.reasoning_details`);
  const calls = listIn(message.tool_calls, `${field}.tool_calls`);
  if (typeof content === "string" && content !== "" && calls.length === 0 && details.length === 0) return content;
  const thoughts: Block[] = [];
  for (const [index, detail] of details.entries()) {
    const block = encodeThought(detail, `${field}.reasoning_details[${index}]`, encoding);
    if (block !== undefined) thoughts.push(block);
  }
  const said = encodeContent(content ?? [], `${field}.content`, encoding);
  if (said.length === 0 && typeof refusal === "string" && refusal !== "") said.push({ type: "text", text: refusal });
  const uses = calls.map((call, index) => encodeToolCall(call, `${field}.tool_calls[${index}]`, encoding));
  const order = message[BLOCK_ORDER];
  return typeof order === "string" ? inOrder(order, thoughts, said, uses) : [...thoughts, ...said, ...uses];
}

function listIn<Item>(list: readonly Item[] | null | undefined, field: string): readonly Item[] {
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list)) throw invalidRequest(field, "expected a list");
  return list;
}

function encodeThought(detail: ReasoningDetail, field: string, encoding: Encoding): Block | undefined {
  requireObject(detail, field);
  const { adapt, rules } = encoding;
  if (detail.dialect !== "anthropic") {
    adapt(field, `left out: thinking of the dialect ${detail.dialect}, which Anthropic cannot read`);
    return undefined;
  }
  if (detail.type === "item") return isRecord(detail.value) ? detail.value : undefined;
  if (detail.data !== undefined) return { type: "redacted_thinking", data: detail.data };
  if (detail.signature !== undefined) {
    return { type: "thinking", thinking: detail.text ?? "", signature: detail.signature };
  }
  if (!rules.isClaude) return { type: "thinking", thinking: detail.text ?? "" };
  adapt(field, "left out: thinking without a signature, which Anthropic refuses");
  return undefined;
}

function encodeToolCall(call: ToolCall, field: string, encoding: Encoding): Block {
  if (typeof call?.id !== "string" || typeof call.function?.arguments !== "string") {
    throw invalidRequest(field, "expected an id, and a function with its arguments as text");
  }
  const input = argumentsOf(call, field);
  const block: Block = { type: "tool_use", id: toolId(call.id), name: call.function.name, input };
  const known = ["id", "type", "function", "index"];
  return passOn(call, block, { own: TOOL_USE_FIELDS, known, field, encoding });
}

/** Blocks in the order that `BLOCK_ORDER` tells. */
export function inOrder(order: string, ...kinds: [thoughts: Block[], said: Block[], uses: Block[]]): Block[] {
  const next = [0, 0, 0];
  const blocks: Block[] = [];
  const take = (kind: number): void => {
    const block = kinds[kind]?.[next[kind] ?? 0];
    if (block === undefined) return;
    next[kind] = (next[kind] ?? 0) + 1;
    blocks.push(block);
  };
  for (const letter of order) take("rct".indexOf(letter));
  // What was added since stands where it would without an order.
  for (const kind of [0, 1, 2]) while ((next[kind] ?? 0) < (kinds[kind]?.length ?? 0)) take(kind);
  return blocks;
}
