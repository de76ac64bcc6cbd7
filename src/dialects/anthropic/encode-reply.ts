import type { ChatReply, ChatRequest } from "../../chat.ts";
import { renameModel } from "../../dialect/rename-model.ts";
import type { ServedCall } from "../../served-dialect.ts";
import { isRecord, own } from "../../util/record.ts";
import { encodeBlocks } from "./encode-blocks.ts";
import { encodeUsage } from "./encode-usage.ts";
import type { Block } from "./encoding.ts";
import { stopReasonOf } from "./finish-reason.ts";

/**
 * A message (https://platform.claude.com/docs/en/api/messages/create#response). Of several answers (`n`) it holds the first.
 * What came in Anthropic's own words is passed on as it was written, but for the model's name.
 */
export function encodeReply(reply: ChatReply, { id, model, request }: ServedCall): Block {
  const { choices, usage, raw } = reply;
  if (reply.rawDialect === "anthropic" && isRecord(raw)) return { ...raw, model };
  const choice = choices[0] ?? { ...reply, index: 0 };
  const reason = stopReasonOf(choice.finishReason, choice.finishReasonRaw, choice.toolCalls.length > 0);
  return {
    id: `msg_${id}`,
    type: "message",
    role: "assistant",
    model,
    content: encodeBlocks(choice, id),
    stop_reason: reason,
    stop_sequence: stopSequence(reason, request, own(raw, "stop_sequence")),
    stop_details: stopDetails(reason, choice.message.refusal),
    container: null,
    usage: encodeUsage(usage),
  };
}

/** What came in Anthropic's own words, in JSON as it was written; `undefined` where it has to be encoded. */
export function passReply({ rawDialect, rawText }: ChatReply, { model }: ServedCall): string | undefined {
  return rawDialect === "anthropic" && rawText !== undefined ? renameModel(rawText, model) : undefined;
}

/** The words that ended an answer: as the provider tells them, or the only ones that were asked for. */
export function stopSequence(reason: string, { stop }: ChatRequest, told?: unknown): string | null {
  if (reason !== "stop_sequence") return null;
  if (typeof told === "string") return told;
  const words = typeof stop === "string" ? [stop] : (stop ?? []);
  return words.length === 1 ? (words[0] ?? null) : null;
}

/** Why a model refused (https://platform.claude.com/docs/en/build-with-claude/refusals-and-fallback). */
export function stopDetails(reason: string, refusal: string | null | undefined): Block | null {
  if (reason !== "refusal") return null;
  return { type: "refusal", category: null, explanation: refusal ?? null };
}
