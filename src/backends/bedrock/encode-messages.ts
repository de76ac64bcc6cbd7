import type { AssistantMessage, ChatMessage, ContentPart, ReasoningDetail, ToolMessage } from "../../chat.ts";
import { reportPassing } from "../../dialect/passing-fields.ts";
import { argumentsOf } from "../../dialect/tool-arguments.ts";
import { unknownRole } from "../../dialect/unknown-role.ts";
import { unsupported } from "../../dialect/unsupported.ts";
import type { CallContext } from "../../dialect.ts";
import type { Adaptation } from "../../usage.ts";
import { isRecord } from "../../util/record.ts";
import { audioBlock, documentBlock, imageBlock } from "./media-blocks.ts";
import { bytesOf, withBytes } from "./native-bytes.ts";

/** Turns and what stands before them, in Converse's blocks. */
export interface EncodedMessages {
  readonly messages: readonly { readonly role: "user" | "assistant"; readonly content: unknown[] }[];
  readonly system: unknown[];
  /** The names of the tools that were called before. */
  readonly called: ReadonlySet<string>;
}

const MESSAGE_KEYS: ReadonlySet<string> = new Set(["role", "content", "cache_control"]);
const TOOL_KEYS: ReadonlySet<string> = new Set([...MESSAGE_KEYS, "tool_call_id", "is_error"]);
const ASSISTANT_KEYS: ReadonlySet<string> = new Set([
  ...MESSAGE_KEYS,
  "tool_calls",
  "reasoning_details",
  "refusal",
  "audio",
]);
const CALL_KEYS: ReadonlySet<string> = new Set(["id", "type", "function", "index", "cache_control"]);
const FILE_KEYS: ReadonlySet<string> = new Set(["type", "file", "cache_control", "citations", "context"]);

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Message.html: turns alternate, so neighbours are merged. */
export function encodeMessages(
  messages: readonly ChatMessage[],
  context: CallContext,
  adaptations: Adaptation[],
): EncodedMessages {
  const turns: { role: "user" | "assistant"; content: unknown[] }[] = [];
  const system: unknown[] = [];
  const called = new Set<string>();
  for (const [index, message] of messages.entries()) {
    const field = `messages[${index}]`;
    let blocks: unknown[];
    switch (message.role) {
      case "system":
      case "developer":
        reportPassing(message, MESSAGE_KEYS, field, "Bedrock", adaptations);
        if (turns.length > 0)
          adaptations.push({ field, what: "Bedrock takes no system turn in between; it was moved to the front" });
        system.push(...encodeContent(message.content, field, context, adaptations), ...cachePoint(message));
        continue;
      case "assistant":
        blocks = encodeAssistant(message, field, context, adaptations);
        for (const call of message.tool_calls ?? []) called.add(call.function.name);
        break;
      case "tool":
        reportPassing(message, TOOL_KEYS, field, "Bedrock", adaptations);
        blocks = encodeToolResult(message, field, context, adaptations);
        break;
      case "user":
        reportPassing(message, MESSAGE_KEYS, field, "Bedrock", adaptations);
        blocks = encodeContent(message.content, field, context, adaptations);
        break;
      default:
        throw unknownRole(message, field);
    }
    blocks.push(...cachePoint(message));
    const role = message.role === "assistant" ? "assistant" : "user";
    const last = turns.at(-1);
    if (last?.role === role) last.content.push(...blocks);
    else turns.push({ role, content: blocks });
  }
  return { messages: turns, system, called };
}

/** Where the part before is the end of what is to be cached; the word is Anthropic's. */
export function cachePoint(value: object): unknown[] {
  const { cache_control: control } = value as { cache_control?: unknown };
  if (!isRecord(control)) return [];
  return [{ cachePoint: { type: "default", ...(typeof control.ttl === "string" ? { ttl: control.ttl } : undefined) } }];
}

/** An id Anthropic's models take: they allow letters, digits, `_` and `-`. */
function callId(id: string, { model }: CallContext): string {
  return /claude/i.test(model) ? id.replace(/[^\w-]/g, "_").slice(0, 64) : id;
}

function encodeAssistant(
  message: AssistantMessage,
  field: string,
  context: CallContext,
  adaptations: Adaptation[],
): unknown[] {
  const { reasoning_details: details = [], tool_calls: calls = [], refusal, audio } = message;
  reportPassing(message, ASSISTANT_KEYS, field, "Bedrock", adaptations);
  if (audio !== undefined && audio !== null) throw unsupported(`${field}.audio`, "Bedrock knows no sound said before");
  const blocks: unknown[] = [];
  for (const [index, detail] of details.entries()) {
    const block = detail.dialect === "bedrock" ? reasoningBlock(detail) : undefined;
    if (block !== undefined) blocks.push(block);
    else {
      const what = `thinking of ${detail.dialect} means nothing to Bedrock; it was left out`;
      adaptations.push({ field: `${field}.reasoning_details[${index}]`, what });
    }
  }
  blocks.push(...encodeContent(message.content ?? "", field, context, adaptations));
  if (typeof refusal === "string" && refusal !== "") {
    blocks.push({ text: refusal });
    adaptations.push({ field: `${field}.refusal`, what: "sent as text: Bedrock has no word for a refusal" });
  }
  for (const [index, call] of calls.entries()) {
    const input = argumentsOf(call, `${field}.tool_calls[${index}]`);
    reportPassing(call, CALL_KEYS, `${field}.tool_calls[${index}]`, "Bedrock", adaptations);
    blocks.push({ toolUse: { toolUseId: callId(call.id, context), name: call.function.name, input } });
    blocks.push(...cachePoint(call));
  }
  return blocks;
}

function reasoningBlock({ text, signature, data }: ReasoningDetail): unknown {
  if (data !== undefined) return { reasoningContent: { redactedContent: bytesOf(data) } };
  if (text === undefined) return undefined;
  return { reasoningContent: { reasoningText: { text, ...(signature === undefined ? undefined : { signature }) } } };
}

function encodeToolResult(
  message: ToolMessage,
  field: string,
  context: CallContext,
  adaptations: Adaptation[],
): unknown[] {
  const { is_error: isError } = message;
  const encoded = encodeContent(message.content, field, context, adaptations);
  // Inside a result none may stand (ToolResultContentBlock); one after it caches the result too.
  const content = encoded.filter((block) => !isCachePoint(block));
  const ends = message.cache_control === undefined ? encoded.filter(isCachePoint).slice(-1) : [];
  // A result must hold something, and an empty text is something here.
  if (content.length === 0) content.push({ text: "" });
  const status = typeof isError === "boolean" ? { status: isError ? "error" : "success" } : undefined;
  return [{ toolResult: { toolUseId: callId(message.tool_call_id, context), content, ...status } }, ...ends];
}

function isCachePoint(block: unknown): boolean {
  return isRecord(block) && block.cachePoint !== undefined;
}

function encodeContent(
  content: string | readonly ContentPart[],
  field: string,
  context: CallContext,
  adaptations: Adaptation[],
): unknown[] {
  // Bedrock refuses blocks of empty text.
  if (typeof content === "string") return content === "" ? [] : [{ text: content }];
  const blocks: unknown[] = [];
  for (const [index, part] of content.entries()) {
    const at = `${field}.content[${index}]`;
    const block = encodePart(part, at, context, adaptations);
    if (block !== undefined) blocks.push(block);
    blocks.push(...cachePoint(part));
  }
  return blocks;
}

function encodePart(part: ContentPart, field: string, context: CallContext, adaptations: Adaptation[]): unknown {
  if (part.type === "native") {
    if (part.dialect === "bedrock") return withBytes(part.value);
    throw unsupported(field, `a part of the dialect ${part.dialect}, which Bedrock does not know`);
  }
  const known = part.type === "file" ? FILE_KEYS : new Set(["type", part.type, "cache_control"]);
  reportPassing(part, known, field, "Bedrock", adaptations);
  switch (part.type) {
    case "text":
      return part.text === "" ? undefined : { text: part.text };
    case "refusal":
      adaptations.push({ field, what: "sent as text: Bedrock has no word for a refusal" });
      return { text: part.refusal };
    case "image_url":
      return imageBlock(part, field, context, adaptations);
    case "input_audio":
      return audioBlock(part, field);
    case "file":
      return documentBlock(part, field);
    default:
      throw unsupported(field, `Bedrock has no block for ${JSON.stringify((part as { type: unknown }).type)}`);
  }
}
