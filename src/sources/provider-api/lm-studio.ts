import * as z from "zod";
import { given } from "../../util/given.ts";
import { count, requiredText, text, words } from "./lenient.ts";
import { readerOf } from "./listing.ts";

const row = z.object({
  id: requiredText,
  type: text,
  publisher: text,
  arch: text,
  compatibility_type: text,
  quantization: text,
  max_context_length: count,
  loaded_context_length: count,
  capabilities: words,
});

/** A row of `GET /api/v0/models`. @see https://lmstudio.ai/docs/developer/rest/endpoints */
export const readLmStudioRow = readerOf(row, ({ id, type, ...row }) => ({
  name: id,
  facts: given({
    family: row.arch,
    contextWindow: row.max_context_length || undefined,
    capabilities: {
      ...(type && { embedding: type === "embeddings", vision: type === "vlm" }),
      ...((type === "llm" || type === "vlm") && { chat: true, streaming: true }),
      ...(type === "embeddings" && { chat: false }),
      ...(row.capabilities && { tools: row.capabilities.includes("tool_use") }),
    },
  }),
  own: {
    type,
    publisher: row.publisher,
    format: row.compatibility_type,
    quantization: row.quantization,
    loadedContextWindow: row.loaded_context_length || undefined,
  },
}));
