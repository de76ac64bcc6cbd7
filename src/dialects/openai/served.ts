import { invalidRequest } from "../../dialect/invalid-request.ts";
import type { ServedDialect, ServedRequest } from "../../served-dialect.ts";
import { askedModel, wantsUsage } from "./asked.ts";
import { decodeRequest } from "./decode-request.ts";
import { encodeError } from "./encode-error.ts";
import { encodeReply, passReply } from "./encode-reply.ts";
import { createStreamEncoder } from "./encode-stream.ts";

export { openaiCompletionsServed } from "./served-completions.ts";

/** OpenAI's Chat Completions as a server speaks them (https://platform.openai.com/docs/api-reference/chat). */
export const openaiServed = {
  name: "openai",
  framing: "sse",
  decodeRequest(body): ServedRequest {
    const { request, model, stream } = decodeRequest(body);
    if (request.messages.length === 0) throw invalidRequest("messages", "expected at least one message");
    return { request, model: askedModel(model), stream, includeUsage: wantsUsage(body) };
  },
  encodeReply,
  passReply,
  createStreamEncoder,
  encodeError,
} satisfies ServedDialect;
