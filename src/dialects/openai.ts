import { readWireError } from "../dialect/wire-error.ts";
import type { ChatDialect } from "../dialect.ts";
import { decodeReply } from "./openai/decode-reply.ts";
import { decodeRequest } from "./openai/decode-request.ts";
import { embedding } from "./openai/embedding.ts";
import { encodeRequest } from "./openai/encode-request.ts";
import { media } from "./openai/media.ts";
import { createStreamDecoder } from "./openai/stream-decoder.ts";

/** OpenAI's Chat Completions, as OpenAI speaks it and the many who copy it (https://platform.openai.com/docs/api-reference/chat). */
export const openai = {
  name: "openai",
  framing: "sse",
  encodeRequest,
  decodeRequest,
  decodeReply,
  createStreamDecoder,
  decodeError: readWireError,
  embedding,
  media,
} satisfies ChatDialect;
