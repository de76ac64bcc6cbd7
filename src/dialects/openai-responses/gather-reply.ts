import type { AssistantMessage, ToolCall } from "../../chat.ts";
import type { JsonValue } from "../../util/json.ts";
import type { Writable } from "../../util/writable.ts";
import { isAnswer, waitingFor } from "./ending.ts";
import { createOrder } from "./order.ts";
import { addItemPart, addMessage, contentOf, nothingSaid } from "./said.ts";
import { addThoughtTexts, callOf, imagePart } from "./turn.ts";
import { isWebSearch } from "./usage.ts";
import type { Item } from "./words.ts";

/** What the model said in one answer. */
export interface Gathered {
  /** As it can be sent back. */
  readonly message: AssistantMessage;
  /** All text, as it follows upon itself. */
  readonly text: string;
  readonly reasoning: string | undefined;
  readonly toolCalls: readonly ToolCall[];
  readonly annotations: readonly JsonValue[];
  readonly logprobs: JsonValue[];
  readonly webSearches: number;
  /** The type of an item that the caller has to answer and that is no call of ours. */
  readonly waiting: string | undefined;
}

/** Gathers the items of an answer. */
export function gatherReply(items: readonly Item[], isStored: boolean): Gathered {
  const order = createOrder({ origin: "reply", isStored });
  const said = nothingSaid();
  const toolCalls: ToolCall[] = [];
  const thoughts: string[] = [];
  let webSearches = 0;
  let waiting: string | undefined;
  for (const item of items) {
    order.add(item);
    waiting = isAnswer(item) ? undefined : (waitingFor(item) ?? waiting);
    switch (item.type) {
      case "message":
        addMessage(said, item);
        break;
      case "reasoning":
        addThoughtTexts(item, thoughts);
        break;
      case "image_generation_call":
        addItemPart(said, imagePart(item));
        break;
      default: {
        if (isWebSearch(item)) webSearches++;
        const call = callOf(item, toolCalls.length);
        if (call !== undefined) toolCalls.push(call);
      }
    }
  }
  const { text, refusal, annotations, logprobs } = said;
  const message: Writable<AssistantMessage> = { role: "assistant", content: contentOf(said) };
  if (refusal !== undefined) message.refusal = refusal;
  if (toolCalls.length > 0) message.tool_calls = toolCalls;
  if (order.details.length > 0) message.reasoning_details = order.details;
  const reasoning = thoughts.length === 0 ? undefined : thoughts.join("\n\n");
  return { message, text, reasoning, toolCalls, annotations, logprobs, webSearches, waiting };
}
