import { readWireError } from "../dialect/wire-error.ts";
import type { ChatDialect } from "../dialect.ts";
import { isAnswerByTheBook } from "./openai/by-the-book.ts";
import { decodeReply } from "./openai/decode-reply.ts";
import { decodeRequest } from "./openai/decode-request.ts";
import { embedding } from "./openai/embedding.ts";
import { encodeRequest } from "./openai/encode-request.ts";
import { media } from "./openai/media.ts";
import { moderation } from "./openai/moderation.ts";
import { createStreamDecoder } from "./openai/stream-decoder.ts";

/** OpenAI's Chat Completions, as OpenAI speaks it and the many who copy it (https://platform.openai.com/docs/api-reference/chat). */
export const openai = {
  name: "openai",
  framing: "sse",
  // An image comes in one event.
  maxEventBytes: 32 * 1024 * 1024,
  encodeRequest,
  decodeRequest,
  decodeReply,
  passesReply: isAnswerByTheBook,
  createStreamDecoder,
  decodeError: readWireError,
  embedding,
  media,
  moderation,
} satisfies ChatDialect;
