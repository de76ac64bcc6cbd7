import { readWireError } from "../dialect/wire-error.ts";
import type { ChatDialect } from "../dialect.ts";
import { decodeReply } from "./openai-responses/decode-reply.ts";
import { decodeRequest } from "./openai-responses/decode-request.ts";
import { createStreamDecoder } from "./openai-responses/decode-stream.ts";
import { encodeRequest } from "./openai-responses/encode-request.ts";

/** OpenAI's Responses API (https://platform.openai.com/docs/api-reference/responses), and those who copy it. */
export const openaiResponses = {
  name: "openai-responses",
  framing: "sse",
  // An image comes in one event, and once more with the end.
  maxEventBytes: 32 * 1024 * 1024,
  encodeRequest,
  decodeRequest,
  decodeReply,
  createStreamDecoder,
  decodeError: readWireError,
} as const satisfies ChatDialect;
