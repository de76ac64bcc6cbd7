import * as z from "zod";
import { given } from "../../util/given.ts";
import { count, part, requiredText, text, words } from "./lenient.ts";
import { readerOf } from "./listing.ts";

const row = z.object({
  id: requiredText,
  owned_by: text,
  root: text,
  parent: text,
  aliases: words,
  max_model_len: count,
  context_length: count,
  context_window: count,
  meta: part({ n_ctx_train: count, n_ctx: count, n_params: count, size: count, ftype: text }),
});

/**
 * A row of `GET /v1/models` as servers of open models write it: OpenAI's fields, and those of vLLM (`max_model_len`) and
 * llama.cpp (`meta`). Their `created` is left out: it is the time of the request.
 * @see https://github.com/vllm-project/vllm/blob/main/vllm/entrypoints/openai/models/serving.py
 * @see https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md
 */
export const readOpenAICompatibleRow = readerOf(row, ({ id, meta, ...row }) => ({
  name: id,
  aliases: row.aliases ?? [],
  facts: given({
    contextWindow: row.max_model_len || row.context_length || row.context_window || meta?.n_ctx_train || undefined,
  }),
  own: {
    ownedBy: row.owned_by,
    root: row.root === id ? undefined : row.root,
    parent: row.parent,
    servedContextWindow: meta?.n_ctx,
    parameterCount: meta?.n_params,
    sizeBytes: meta?.size,
    quantization: meta?.ftype,
  },
}));
