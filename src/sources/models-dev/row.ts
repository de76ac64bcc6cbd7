import * as z from "zod";

const text = z.string().min(1).nullish().catch(undefined);
const flag = z.boolean().nullish().catch(undefined);
const count = z.number().int().nonnegative().nullish().catch(undefined);
const words = z.array(z.string()).nullish().catch(undefined);
const anything = z.record(z.string(), z.unknown()).nullish().catch(undefined);

/**
 * What is read of a model in `api.json`: an id is needed, everything else may be missing or of another shape, and is
 * then unknown.
 * @see https://github.com/anomalyco/models.dev/blob/dev/packages/core/src/schema.ts
 */
export const modelsDevRow = z.looseObject({
  id: z.string().min(1),
  name: text,
  family: text,
  attachment: flag,
  reasoning: flag,
  reasoning_options: z.array(z.unknown()).nullish().catch(undefined),
  interleaved: z.unknown().optional(),
  // An earlier shape of the file told more: { supported, parallel, … }.
  tool_call: z
    .union([z.boolean(), z.looseObject({ supported: flag, parallel: flag })])
    .nullish()
    .catch(undefined),
  structured_output: flag,
  temperature: flag,
  knowledge: text,
  release_date: text,
  last_updated: text,
  open_weights: flag,
  modalities: z.looseObject({ input: words, output: words }).nullish().catch(undefined),
  limit: z.looseObject({ context: count, input: count, output: count }).nullish().catch(undefined),
  cost: anything,
  status: text,
  experimental: anything,
  provider: anything,
});

export type ModelsDevRow = z.infer<typeof modelsDevRow>;
