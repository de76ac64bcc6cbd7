import type { ServedDialect, ServedRequest } from "../../served-dialect.ts";
import { askedModel, wantsUsage } from "./asked.ts";
import { decodePrompt } from "./decode-prompt.ts";
import { encodeError } from "./encode-error.ts";
import { createTextStreamEncoder, encodeTextReply } from "./encode-text.ts";

/**
 * OpenAI's older text completions as a server speaks them (https://platform.openai.com/docs/api-reference/completions):
 * a prompt is what the user says in a chat.
 */
export const openaiCompletionsServed = {
  name: "openai-completions",
  framing: "sse",
  decodeRequest(body): ServedRequest {
    const { request, model, stream } = decodePrompt(body);
    return { request, model: askedModel(model), stream, includeUsage: wantsUsage(body) };
  },
  encodeReply: encodeTextReply,
  createStreamEncoder: createTextStreamEncoder,
  encodeError,
} satisfies ServedDialect;
