import { malformed } from "../dialect/malformed.ts";
import { readWireError } from "../dialect/wire-error.ts";
import type { ChatDialect } from "../dialect.ts";
import { isRecord, own } from "../util/record.ts";
import { decodeReply } from "./anthropic/decode-reply.ts";
import { decodeRequest } from "./anthropic/decode-request.ts";
import { encodeCounting, encodeRequest } from "./anthropic/encode-request.ts";
import { createStreamDecoder } from "./anthropic/stream-decoder.ts";

/** Anthropic's Messages API: https://platform.claude.com/docs/en/api/messages */
export const anthropic = {
  name: "anthropic",
  framing: "sse",
  encodeRequest,
  decodeRequest,
  decodeReply,
  passesReply: isMessage,
  createStreamDecoder,
  decodeError: readWireError,
  counting: {
    encode: encodeCounting,
    decode(body) {
      const tokens = isRecord(body) ? body.input_tokens : undefined;
      if (typeof tokens === "number" && tokens >= 0) return tokens;
      throw malformed("the count cannot be read: expected input_tokens as a number");
    },
  },
} as const satisfies ChatDialect;

/** Whether an answer is a message as Anthropic writes them. */
function isMessage(body: unknown): boolean {
  if (!isRecord(body) || body.type !== "message" || body.role !== "assistant" || typeof body.id !== "string")
    return false;
  const { content, usage, stop_reason: reason } = body;
  const isWhole = Array.isArray(content) && content.every((block) => typeof own(block, "type") === "string");
  return isWhole && typeof reason === "string" && typeof own(usage, "input_tokens") === "number";
}
