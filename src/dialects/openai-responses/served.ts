import type { ServedDialect } from "../../served-dialect.ts";
import { encodeError } from "./encode-error.ts";
import { encodeReply } from "./encode-reply.ts";
import { createStreamEncoder } from "./encode-stream.ts";
import { decodeServed } from "./served-request.ts";

/** OpenAI's Responses API as a server speaks it (https://platform.openai.com/docs/api-reference/responses). */
export const responsesServed = {
  name: "openai-responses",
  framing: "sse",
  decodeRequest: decodeServed,
  encodeReply,
  createStreamEncoder,
  encodeError,
} as const satisfies ServedDialect;
