import { readWireError } from "../dialect/wire-error.ts";
import type { ChatDialect } from "../dialect.ts";
import { counting } from "./google/counting.ts";
import { decodeReply } from "./google/decode-reply.ts";
import { decodeRequest } from "./google/decode-request.ts";
import { embedding } from "./google/embedding.ts";
import { encodeRequest } from "./google/encode-request.ts";
import { createStreamDecoder } from "./google/stream-decoder.ts";

/**
 * Google's `generateContent`, on the Gemini API (https://ai.google.dev/api/generate-content) and, for a provider whose
 * `modelsPath` says so, on Vertex AI.
 */
export const google: ChatDialect = {
  name: "google",
  framing: "sse",
  // An image comes in one event.
  maxEventBytes: 32 * 1024 * 1024,
  encodeRequest,
  decodeRequest,
  decodeReply,
  createStreamDecoder,
  decodeError: readWireError,
  embedding,
  counting,
};
