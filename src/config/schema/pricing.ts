import { z } from "zod";
import { withKeys } from "./rule.ts";
import { amount, count, fullListOf, oneOf } from "./scalar.ts";

/** How many tokens a price may be for. */
export const PRICING_UNITS = ["per_1k_tokens", "per_1m_tokens", "per_token"] as const;

/** How many tokens the prices of a block are for. */
export const pricingUnit = () => oneOf(PRICING_UNITS);

const price = (of: string) =>
  amount("a price from 0 (or null: does not apply)").nullable().optional().describe(`Price of ${of}.`);

const tokenRates = {
  input: price("input tokens"),
  output: price("output tokens"),
  cache_read: price("input tokens read from a prompt cache"),
  cache_write: price("input tokens written to a prompt cache"),
  cache_write_1h: price("input tokens written to a prompt cache that lives an hour"),
  reasoning: price("reasoning tokens, where it differs from that of output"),
  audio_input: price("audio input tokens"),
  audio_output: price("audio output tokens"),
  audio_cache_read: price("audio input tokens read from a prompt cache"),
  image_input: price("image input tokens"),
  image_output: price("image output tokens"),
  image_cache_read: price("image input tokens read from a prompt cache"),
  video_input: price("video input tokens"),
  video_output: price("video output tokens"),
};

const unitRates = {
  request: price("one request, in USD"),
  image: price("one image, in USD"),
  web_search: price("one web search, in USD"),
  page: price("one page, in USD"),
  audio_hour: price("one hour of audio, in USD"),
};

const tier = withKeys(
  z.strictObject(
    {
      above_tokens: count(0)
        .optional()
        .describe("The whole request pays these prices when its input exceeds this many tokens."),
      ...tokenRates,
      ...unitRates,
    },
    { error: "prices" },
  ),
  { above_tokens: "the number of input tokens above which the prices hold" },
).meta({ id: "tier" });

/** What a model costs. */
export const pricing = z
  .strictObject(
    {
      unit: pricingUnit()
        .optional()
        .describe("How many tokens the prices of tokens are for.")
        .meta({ otherwise: "`pricing_unit`, else `per_1k_tokens` with a warning" }),
      ...tokenRates,
      ...unitRates,
      tiers: fullListOf(tier, "a list of prices for long requests, each with above_tokens")
        .optional()
        .describe("Prices of requests with long input; the highest tier that is exceeded holds."),
    },
    { error: "prices, such as { unit: per_1m_tokens, input: 3, output: 15 }" },
  )
  .meta({
    id: "pricing",
    description:
      "Prices in USD: of tokens for as many as `unit` says, of counted things each. " +
      "What is absent is unknown, 0 is free, null does not apply.",
    examples: [{ unit: "per_1m_tokens", input: 3, output: 15 }],
  });

/** The most a target may cost. */
export const maxPrice = z
  .strictObject(
    {
      unit: pricingUnit()
        .optional()
        .describe("How many tokens the prices are for.")
        .meta({ otherwise: "`pricing_unit`, else `per_1k_tokens` with a warning" }),
      input: amount().optional().describe("The highest price of input tokens, in USD."),
      output: amount().optional().describe("The highest price of output tokens, in USD."),
    },
    { error: "prices, such as { unit: per_1m_tokens, input: 3, output: 15 }" },
  )
  .meta({ id: "max_price", description: "The most a target may cost; one whose price is unknown is not used." });
