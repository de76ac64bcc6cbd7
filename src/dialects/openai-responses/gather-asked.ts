import type { AssistantMessage, ContentPart, ToolCall } from "../../chat.ts";
import { decodeContent } from "./decode-content.ts";
import { createOrder } from "./order.ts";
import { callOf, imagePart } from "./turn.ts";
import type { Item } from "./words.ts";

/** One turn of the model's in a request, as the message it comes out of again. */
export function gatherAsked(items: readonly Item[]): AssistantMessage {
  const order = createOrder({ origin: "request", isStored: true });
  const said: (string | ContentPart[])[] = [];
  const toolCalls: ToolCall[] = [];
  for (const item of items) {
    order.add(item);
    if (item.type === "message") said.push(decodeContent(item.content, "output"));
    const image = item.type === "image_generation_call" ? imagePart(item) : undefined;
    if (image !== undefined) said.push([image]);
    const call = callOf(item, toolCalls.length);
    if (call !== undefined) toolCalls.push(call);
  }
  return {
    role: "assistant",
    ...contentOf(said, toolCalls.length > 0),
    ...(toolCalls.length === 0 ? {} : { tool_calls: toolCalls }),
    ...(order.details.length === 0 ? {} : { reasoning_details: order.details }),
  };
}

/** Content as it was put, where it was put once; nothing said beside a call is no content. */
function contentOf(said: readonly (string | ContentPart[])[], hasCalls: boolean): Pick<AssistantMessage, "content"> {
  const [first] = said;
  if (first === undefined || (said.length === 1 && first === "" && hasCalls)) return {};
  if (said.length === 1) return { content: first };
  const parts: ContentPart[] = [];
  for (const content of said) {
    if (typeof content === "string") parts.push({ type: "text", text: content });
    else for (const part of content) parts.push(part);
  }
  return { content: parts };
}
