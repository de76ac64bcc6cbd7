import { invalidRequest } from "../../dialect/invalid-request.ts";
import type { ServedDialect, ServedRequest } from "../../served-dialect.ts";
import { own } from "../../util/record.ts";
import { decodeRequest } from "./decode-request.ts";
import { encodeError } from "./encode-error.ts";
import { encodeReply, passReply } from "./encode-reply.ts";
import { createStreamEncoder } from "./encode-stream.ts";
import { restoreThoughts } from "./restore-thoughts.ts";

export { encodeModel, encodeModels, encodeTokenCount, type ListedModel, type ModelPage } from "./encode-models.ts";

/** Anthropic's Messages API as a server speaks it (https://platform.claude.com/docs/en/api/messages). */
export const anthropicServed = {
  name: "anthropic",
  framing: "sse",
  tellsInputFirst: true,
  decodeRequest(body): ServedRequest {
    const stream = own(body, "stream");
    if (stream !== undefined && stream !== null && typeof stream !== "boolean") {
      throw invalidRequest("stream", "expected true or false");
    }
    const decoded = decodeRequest(body);
    const { model, request } = decoded;
    if (model === undefined) throw invalidRequest("model", "expected the name of a model");
    if (!request.messages.some(({ role }) => role !== "system")) {
      throw invalidRequest("messages", "expected at least one message");
    }
    return {
      request: { ...request, messages: request.messages.map(restoreThoughts) },
      model,
      stream: decoded.stream,
      // Its streams always tell.
      includeUsage: true,
    };
  },
  encodeReply,
  passReply,
  createStreamEncoder,
  encodeError,
} as const satisfies ServedDialect;
