import type { AssistantMessage, ChatChoice, ContentPart, ReasoningDetail, ToolCall } from "../../chat.ts";
import { isOpaque, packThoughts } from "../../dialect/carried-thoughts.ts";
import type { JsonValue } from "../../util/json.ts";
import { isRecord } from "../../util/record.ts";
import { BLOCK_ORDER, inOrder } from "./encode-assistant.ts";
import { citationsOf } from "./encode-citations.ts";
import type { Block } from "./encoding.ts";
import { toolId } from "./tool-id.ts";

/** An answer as the blocks of a message of Anthropic's. */
export function encodeBlocks(choice: ChatChoice, callId: string): Block[] {
  const { message, toolCalls } = choice;
  const namer = createCallNamer(callId);
  const uses: Block[] = [];
  const signatures: [string, string][] = [];
  for (const [index, call] of toolCalls.entries()) {
    const id = namer(call.id, index);
    uses.push(toolUse(id, call));
    if (call.signature !== undefined) signatures.push([id, call.signature]);
  }
  const thoughts = encodeThoughts(message.reasoning_details ?? [], choice.reasoning ?? "", signatures);
  const said = encodeSaid(message, choice);
  const order = message[BLOCK_ORDER];
  return typeof order === "string" ? inOrder(order, thoughts, said, uses) : [...thoughts, ...said, ...uses];
}

/** Names calls: each by its own id where Anthropic takes it and no other call has it. */
export function createCallNamer(callId: string): (id: string | undefined, index: number) => string {
  const used = new Set<string>();
  return (id, index) => {
    let name = id === undefined || id === "" ? `toolu_${callId}_${index}` : toolId(id);
    if (used.has(name)) name = `${name}_${index}`;
    used.add(name);
    return name;
  };
}

/** A detail of Anthropic's own as the block it was; another's is none. */
export function thoughtBlock({ dialect, type, value, data, text, signature }: ReasoningDetail): Block | undefined {
  if (dialect !== "anthropic") return undefined;
  if (type === "item") return isRecord(value) ? value : undefined;
  if (data !== undefined) return { type: "redacted_thinking", data };
  return { type: "thinking", thinking: text ?? "", signature: signature ?? "" };
}

/** What of an answer only its provider can read, as a block that comes back with the next request. */
export function carriedBlock(
  details: readonly ReasoningDetail[],
  signatures: readonly (readonly [string, string])[],
): Block | undefined {
  const data = packThoughts({ details, signatures });
  return data === undefined ? undefined : { type: "redacted_thinking", data };
}

/** Whether a detail has to be carried: it is another provider's, and more than the text that is shown. */
export function isCarried(detail: ReasoningDetail): boolean {
  return detail.dialect !== "anthropic" && isOpaque(detail);
}

/** A part as the text of a block: an image is shown as Markdown shows it, as Anthropic's models make none. */
export function textOfPart(part: ContentPart): string {
  switch (part.type) {
    case "text":
      return part.text;
    case "refusal":
      return part.refusal;
    case "image_url":
      return `![image](${part.image_url.url})`;
    default:
      return "";
  }
}

function encodeThoughts(
  details: readonly ReasoningDetail[],
  reasoning: string,
  signatures: readonly (readonly [string, string])[],
): Block[] {
  const blocks: Block[] = [];
  for (const detail of details) {
    const block = thoughtBlock(detail);
    if (block !== undefined) blocks.push(block);
  }
  if (reasoning !== "" && !blocks.some(({ type }) => type === "thinking")) {
    blocks.unshift({ type: "thinking", thinking: reasoning, signature: "" });
  }
  const carried = carriedBlock(details.filter(isCarried), signatures);
  if (carried !== undefined) blocks.push(carried);
  return blocks;
}

function encodeSaid({ content, refusal, audio }: AssistantMessage, choice: ChatChoice): Block[] {
  const blocks: Block[] = [];
  if (typeof content === "string") addText(blocks, content);
  else for (const part of content ?? []) addPart(blocks, part);
  // What a model says in place of an answer; with a `refusal` as its end it stands in that end's details.
  if (blocks.length === 0 && choice.finishReason !== "content_filter") addText(blocks, refusal ?? "");
  if (blocks.length === 0 && typeof audio?.transcript === "string") addText(blocks, audio.transcript);
  addSources(blocks, choice.annotations ?? []);
  return blocks;
}

function addPart(blocks: Block[], part: ContentPart): void {
  if (part.type === "native") {
    if (part.dialect === "anthropic" && isRecord(part.value)) blocks.push(part.value);
    return;
  }
  const citations = part.type === "text" && Array.isArray(part.citations) ? part.citations : undefined;
  addText(blocks, textOfPart(part), citations);
}

function addText(blocks: Block[], text: string, citations?: readonly unknown[]): void {
  // Left out where there are none: the AI SDK takes no null.
  if (text !== "") blocks.push(citations === undefined ? { type: "text", text } : { type: "text", text, citations });
}

/** Sources told beside the text stand at its last block; Anthropic's own are at theirs already. */
function addSources(blocks: Block[], annotations: readonly JsonValue[]): void {
  const last = blocks.at(-1);
  if (annotations.length === 0 || last?.type !== "text" || blocks.some(({ citations }) => Array.isArray(citations))) {
    return;
  }
  const citations = annotations.flatMap(citationsOf);
  if (citations.length > 0) last.citations = citations;
}

function toolUse(id: string, call: ToolCall): Block {
  const { name, arguments: text } = call.function;
  return { type: "tool_use", id, name, input: inputOf(text), ...callerOf(call) };
}

/** Who made a call, and the toolset it is of. */
export function callerOf({ caller, toolset_name: toolset }: Pick<ToolCall, string>): Block {
  const told: Block = { caller: isRecord(caller) ? caller : { type: "direct" } };
  if (typeof toolset === "string") told.toolset_name = toolset;
  return told;
}

/**
 * The arguments of a call as an object. What is none, as in an answer that was cut, is wrapped as Anthropic advises
 * (https://platform.claude.com/docs/en/agents-and-tools/tool-use/fine-grained-tool-streaming#handling-invalid-json-in-tool-responses).
 */
function inputOf(text: string): unknown {
  if (text.trim() === "") return {};
  try {
    const input: unknown = JSON.parse(text);
    if (isRecord(input)) return input;
  } catch {
    // Wrapped below.
  }
  return { INVALID_JSON: text };
}
