import * as z from "zod";

const text = z.string().nullish();
const count = z.number().int().nonnegative().nullish().catch(undefined);
const words = z.array(z.string()).nullish().catch(undefined);
const flag = z.boolean().nullish().catch(undefined);
const part = <Shape extends z.ZodRawShape>(shape: Shape) => z.looseObject(shape).nullish().catch(undefined);

/**
 * What is read of a row of `GET /api/v1/models`: an id is needed, everything else may be missing or of another shape,
 * and is then unknown.
 * @see https://openrouter.ai/docs/api/api-reference/models/get-models
 */
export const openRouterRow = z.looseObject({
  id: z.string().min(1),
  canonical_slug: text.catch(undefined),
  hugging_face_id: text.catch(undefined),
  name: text.catch(undefined),
  created: count,
  description: text.catch(undefined),
  context_length: count,
  architecture: part({
    input_modalities: words,
    output_modalities: words,
    tokenizer: text.catch(undefined),
    instruct_type: text.catch(undefined),
  }),
  pricing: z.record(z.string(), z.unknown()).nullish().catch(undefined),
  top_provider: part({ context_length: count, max_completion_tokens: count, is_moderated: flag }),
  per_request_limits: z.record(z.string(), z.unknown()).nullish().catch(undefined),
  supported_parameters: words,
  supported_voices: words,
  default_parameters: z.record(z.string(), z.unknown()).nullish().catch(undefined),
  knowledge_cutoff: text.catch(undefined),
  expiration_date: text.catch(undefined),
  alias_target: part({ slug: text }),
  reasoning: part({
    mandatory: flag,
    default_enabled: flag,
    default_effort: text,
    supported_efforts: words,
    supports_max_tokens: flag,
  }),
  benchmarks: part({
    artificial_analysis: z.record(z.string(), z.unknown()).nullish().catch(undefined),
    design_arena: z.array(z.unknown()).nullish().catch(undefined),
  }),
});

export type OpenRouterRow = z.infer<typeof openRouterRow>;
