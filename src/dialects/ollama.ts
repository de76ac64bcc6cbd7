import { readWireError } from "../dialect/wire-error.ts";
import type { ChatDialect } from "../dialect.ts";
import { decodeReply } from "./ollama/decode-reply.ts";
import { decodeRequest } from "./ollama/decode-request.ts";
import { createStreamDecoder } from "./ollama/decode-stream.ts";
import { embedding } from "./ollama/embedding.ts";
import { encodeRequest } from "./ollama/encode-request.ts";

export { OLLAMA_FIELDS } from "./ollama/fields.ts";

/** Ollama's own chat API, newline-delimited JSON (https://docs.ollama.com/api/chat); answers of `/api/generate` are read too. */
export const ollama = {
  name: "ollama",
  framing: "ndjson",
  encodeRequest,
  decodeRequest,
  decodeReply,
  createStreamDecoder,
  decodeError: readWireError,
  embedding,
} satisfies ChatDialect;
