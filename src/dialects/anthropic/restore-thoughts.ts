import type { AssistantMessage, ChatMessage, ContentPart, ReasoningDetail, ToolCall } from "../../chat.ts";
import { isPacked, plainThought, signCalls, unpackThoughts } from "../../dialect/carried-thoughts.ts";
import { isRecord } from "../../util/record.ts";
import { isUsualOrder, thinkingDetail } from "./blocks.ts";
import { BLOCK_ORDER } from "./encode-assistant.ts";
import { isForeignCitation } from "./encode-citations.ts";

/**
 * A message of a client that was served answers of other providers, with what those want back: thoughts that were carried
 * are theirs again, thinking without a signature is plain text, and sources Anthropic would not know are left out.
 */
export function restoreThoughts(message: ChatMessage): ChatMessage {
  if (message.role !== "assistant") return message;
  const { reasoning_details: details, content } = message;
  const direct = withoutDirectCallers(message);
  const restored = details === undefined ? direct : restoreDetails(direct, details);
  if (!Array.isArray(content) || !content.some(isCitedForeign)) return restored;
  return { ...restored, content: (content as readonly ContentPart[]).map(withoutForeign) };
}

/** A call the model made itself says so, which goes without saying and means nothing to others. */
function withoutDirectCallers(message: AssistantMessage): AssistantMessage {
  const { tool_calls: calls } = message;
  if (calls === undefined || !calls.some(isDirect)) return message;
  return {
    ...message,
    tool_calls: calls.map((call) => {
      const { caller: _, ...rest } = call;
      return isDirect(call) ? rest : call;
    }),
  };
}

function isDirect({ caller }: ToolCall): boolean {
  return isRecord(caller) && caller.type === "direct";
}

function restoreDetails(message: AssistantMessage, details: readonly ReasoningDetail[]): AssistantMessage {
  if (!details.some((detail) => isPacked(detail.data) || unsignedText(detail) !== undefined)) return message;
  const { reasoning_details: _, [BLOCK_ORDER]: order, tool_calls: calls, ...rest } = message;
  const restored: ReasoningDetail[] = [];
  /** Which of the blocks of thinking are none of Anthropic's. */
  const gone = new Set<number>();
  let signed = calls;
  details.forEach((detail, index) => {
    const carried = unpackThoughts(detail.data);
    if (carried !== undefined) {
      restored.push(...carried.details);
      signed = signCalls(signed, carried.signatures);
    }
    if (isPacked(detail.data)) {
      gone.add(index);
      return;
    }
    const text = unsignedText(detail);
    if (text === undefined) restored.push(detail);
    else if (text !== "") restored.push(thinkingDetail(text, undefined), plainThought(text));
  });
  const left = typeof order === "string" ? withoutThoughts(order, gone) : "";
  return {
    ...rest,
    ...(signed === undefined ? undefined : { tool_calls: signed }),
    ...(restored.length === 0 ? undefined : { reasoning_details: restored }),
    ...(isUsualOrder(left) ? undefined : { [BLOCK_ORDER]: left }),
  };
}

/** The text of a block of thinking nobody signed: none of Claude's. */
function unsignedText({ type, dialect, value }: ReasoningDetail): string | undefined {
  if (type !== "item" || dialect !== "anthropic" || !isRecord(value) || value.type !== "thinking") return undefined;
  const { thinking, signature } = value;
  return typeof thinking === "string" && (signature === undefined || signature === "") ? thinking : undefined;
}

function withoutThoughts(order: string, gone: ReadonlySet<number>): string {
  let place = 0;
  return order.replace(/r/g, () => (gone.has(place++) ? "" : "r"));
}

function isCitedForeign(part: ContentPart): boolean {
  return part.type === "text" && Array.isArray(part.citations) && part.citations.some(isForeignCitation);
}

function withoutForeign(part: ContentPart): ContentPart {
  if (part.type !== "text" || !isCitedForeign(part)) return part;
  const { citations, ...rest } = part;
  const own = (citations as readonly unknown[]).filter((citation) => !isForeignCitation(citation));
  return own.length === 0 ? rest : { ...rest, citations: own };
}
