import type { ChatReply } from "../../chat.ts";
import type { ServedCall } from "../../served-dialect.ts";
import { encodeOutput } from "./encode-output.ts";
import { encodeUsage } from "./encode-usage.ts";
import { echoOf, headOf, statusOf } from "./response-object.ts";
import type { Item } from "./words.ts";

/** A response (https://platform.openai.com/docs/api-reference/responses/object). Of several answers (`n`) it holds the first. */
export function encodeReply(reply: ChatReply, asked: ServedCall): Item {
  const choice = reply.choices[0] ?? { ...reply, index: 0 };
  const ending = statusOf(choice.finishReason, choice.finishReasonRaw);
  return {
    ...headOf(asked),
    ...ending,
    error: null,
    output: encodeOutput(choice, asked, ending.status === "completed" ? "completed" : "incomplete"),
    usage: encodeUsage(reply.usage, reply.cost),
    service_tier: reply.usage?.serviceTier ?? "default",
    ...echoOf(asked),
  };
}
