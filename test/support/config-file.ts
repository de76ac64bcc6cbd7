import fc from "fast-check";
import { REASONING_EFFORTS } from "../../src/config/schema/parameters.ts";
import { PRICING_UNITS } from "../../src/config/schema/pricing.ts";
import type { ConfigFile } from "../../src/config/schema.ts";
import { Secret } from "../../src/util/secret.ts";

const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/);
const amount = fc.double({ min: 0, max: 1_000, noNaN: true });
const tokens = fc.integer({ min: 1, max: 2_000_000 });
const target = fc.tuple(word, word).map(([backend, model]) => `${backend}/${model}`);
const duration = fc.oneof(
  fc.integer({ min: 1, max: 1_000 }),
  fc.tuple(fc.integer({ min: 1, max: 500 }), fc.constantFrom("ms", "s", "m", "h")).map(([n, unit]) => `${n}${unit}`),
);
const words = fc.array(word, { maxLength: 3 });
const dictionary = <Value>(value: fc.Arbitrary<Value>) =>
  fc.dictionary(word, value, { maxKeys: 3, noNullPrototype: true });
const some = <Shape extends object>(shape: { [Key in keyof Shape]: fc.Arbitrary<Shape[Key]> }) =>
  fc.record(shape, { requiredKeys: [], noNullPrototype: true });

const parameters = some({
  temperature: fc.option(fc.double({ min: 0, max: 2, noNaN: true })),
  top_p: fc.double({ min: 0, max: 1, noNaN: true }),
  max_tokens: tokens,
  stop: fc.oneof(fc.string(), fc.array(fc.string(), { maxLength: 2 })),
  seed: fc.integer(),
  reasoning_effort: fc.constantFrom(...REASONING_EFFORTS),
  parallel_tool_calls: fc.boolean(),
  response_format: fc.constant({ type: "json_object" as const }),
  extra: dictionary(fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null))),
});
const rates = { input: amount, output: fc.option(amount), cache_read: amount, image: amount };
const tier = fc.record({ ...rates, above_tokens: tokens }, { requiredKeys: ["above_tokens"], noNullPrototype: true });
const pricing = some({
  ...rates,
  unit: fc.constantFrom(...PRICING_UNITS),
  tiers: fc.array(tier, { minLength: 1, maxLength: 2 }),
});
const capabilities = fc.oneof(words, dictionary(fc.boolean()));
const entry = fc.record(
  { target, weight: amount, parameters, when: some({ needs: words, min_input_tokens: tokens, tags: words }) },
  { requiredKeys: ["target"], noNullPrototype: true },
);
const model = some({
  backend: fc.oneof(target, fc.array(fc.oneof(target, entry), { minLength: 1, maxLength: 3 })),
  strategy: word,
  description: fc.string(),
  capabilities,
  parameters,
  aliases: words,
  tags: words,
  pricing,
  context_window: tokens,
  max_output_tokens: tokens,
  fallback: fc.oneof(word, words, some({ any: words, context_window: target, content_policy: words })),
  timeout: fc.oneof(duration, some({ connect: duration, first_content: duration, idle: duration, total: duration })),
  retry: fc.oneof(
    fc.integer({ min: 1, max: 9 }),
    some({ attempts: fc.integer({ min: 1, max: 9 }), backoff: duration }),
  ),
  policy: some({ allowed_providers: words, local_only: fc.boolean(), max_price: some({ input: amount }) }),
  budget: fc.record({ amount, per: fc.constantFrom("hour" as const, "day" as const) }, { noNullPrototype: true }),
  enabled: fc.boolean(),
});
const key = fc.string({ minLength: 1 }).map((text) => new Secret(text));
const backend = some({
  provider: word,
  api_key: fc.oneof(key, fc.array(key, { minLength: 1, maxLength: 2 })),
  base_url: fc.webUrl(),
  headers: dictionary(key),
  region: word,
  models: dictionary(some({ context_window: tokens, pricing, capabilities, deployment: word, parameters })),
  rate_limits: some({ requests_per_minute: tokens, concurrent: tokens }),
  tags: words,
  data_policy: some({ trains_on_data: fc.boolean(), retention_days: tokens, regions: words }),
  enabled: fc.boolean(),
}).filter(({ provider, base_url }) => provider !== "custom" || base_url !== undefined);

/** Any config whose structure is sound, as it is after expanding. */
export const aConfigFile: fc.Arbitrary<ConfigFile> = fc.record(
  {
    version: fc.constant(1 as const),
    pricing_unit: fc.constantFrom(...PRICING_UNITS),
    models: dictionary(fc.oneof(target, model)),
    backends: dictionary(backend),
    model_defaults: parameters,
    fallback_providers: fc.array(fc.oneof(word, fc.record({ provider: word }, { noNullPrototype: true })), {
      maxLength: 2,
    }),
    groups: dictionary(words),
    strategies: fc.constant({ mine: { cost: 0.8, quality: 0.2 } }),
  },
  { requiredKeys: ["models"], noNullPrototype: true },
);
