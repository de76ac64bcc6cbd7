import { invalidRequest } from "../../dialect/invalid-request.ts";
import type { ServedDialect, ServedRequest } from "../../served-dialect.ts";
import { isRecord } from "../../util/record.ts";
import { decodeRequest } from "./decode-request.ts";
import { encodeError } from "./encode-error.ts";
import { encodeReply } from "./encode-reply.ts";
import { createStreamEncoder } from "./encode-stream.ts";

export { encodeShow, encodeTags, encodeVersion } from "./encode-models.ts";

/** Ollama's `/api/chat` as a server speaks it (https://docs.ollama.com/api/chat): it streams unless it is told not to. */
export const ollamaServed = {
  name: "ollama",
  framing: "ndjson",
  decodeRequest(body): ServedRequest {
    const { messages, stream: asked } = isRecord(body) ? body : {};
    if (!Array.isArray(messages) || messages.length === 0) {
      throw invalidRequest("messages", "expected a list of at least one message");
    }
    if (asked !== undefined && asked !== null && typeof asked !== "boolean") {
      throw invalidRequest("stream", "expected true or false");
    }
    const { request, model, stream } = decodeRequest(body);
    if (model === undefined || model === "") throw invalidRequest("model", "expected the name of a model");
    return { request, model, stream, includeUsage: true };
  },
  encodeReply,
  createStreamEncoder,
  encodeError,
} satisfies ServedDialect;
