import * as z from "zod";
import type { Pricing } from "../../pricing.ts";
import { perMillionFromText, priceFromText } from "../../pricing.ts";
import { given } from "../../util/given.ts";
import { isoTime } from "../../util/iso-time.ts";
import { count, requiredText, text, words } from "./lenient.ts";
import { readerOf } from "./listing.ts";

const row = z.object({
  id: requiredText,
  created: count,
  owned_by: text,
  version: text,
  fingerprint: text,
  aliases: words,
  context_length: count,
  input_modalities: words,
  output_modalities: words,
  prompt_text_token_price: count,
  cached_prompt_text_token_price: count,
  prompt_image_token_price: count,
  completion_text_token_price: count,
  image_price: count,
  long_context_threshold: count,
  prompt_text_token_price_long_context: count,
  cached_prompt_text_token_price_long_context: count,
  completion_text_token_price_long_context: count,
});

type Row = z.output<typeof row>;

/** A row of `GET /v1/models`, its prices in 1e-10 USD. @see https://docs.x.ai/docs/api-reference#list-models */
export const readXaiRow = readerOf(row, (row) => ({
  name: row.id,
  aliases: row.aliases ?? [],
  facts: given({
    contextWindow: row.context_length || undefined,
    version: row.version,
    modalities: given({ input: row.input_modalities, output: row.output_modalities }),
    capabilities: row.input_modalities ? { vision: row.input_modalities.includes("image") } : {},
    pricing: pricingOf(row),
  }),
  own: { createdAt: isoTime(row.created), ownedBy: row.owned_by, fingerprint: row.fingerprint },
}));

function pricingOf(row: Row): Pricing {
  const long = given({
    input: perMillion(row.prompt_text_token_price_long_context),
    output: perMillion(row.completion_text_token_price_long_context),
    cacheRead: perMillion(row.cached_prompt_text_token_price_long_context),
  });
  const hasTier = row.long_context_threshold && Object.keys(long).length > 0;
  return given({
    input: perMillion(row.prompt_text_token_price),
    output: perMillion(row.completion_text_token_price),
    cacheRead: perMillion(row.cached_prompt_text_token_price),
    imageInput: perMillion(row.prompt_image_token_price),
    image: each(row.image_price),
    tiers: hasTier ? [{ ...long, aboveTokens: row.long_context_threshold ?? 0 }] : undefined,
  });
}

// The unit is a US cent for a hundred million of them; as text, no digit is rounded.
function perMillion(price: number | null | undefined): number | undefined {
  return price === undefined || price === null ? undefined : perMillionFromText(`${price}e-10`);
}

function each(price: number | null | undefined): number | undefined {
  return price === undefined || price === null ? undefined : priceFromText(`${price}e-10`);
}
