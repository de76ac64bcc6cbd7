import * as z from "zod";
import type { Facts } from "../../model.ts";
import { perMillionFromText, priceFromText } from "../../pricing.ts";
import { given } from "../../util/given.ts";
import { isoTime } from "../../util/iso-time.ts";
import { count, flag, record, requiredText, text, words } from "./lenient.ts";
import { readerOf } from "./listing.ts";

const row = z.object({
  id: requiredText,
  name: text,
  created: count,
  owned_by: text,
  active: flag,
  hugging_face_id: text,
  context_window: count,
  context_length: count,
  max_completion_tokens: count,
  input_modalities: words,
  output_modalities: words,
  supported_features: words,
  supported_sampling_parameters: words,
  pricing: record(z.unknown()),
});

type Row = z.output<typeof row>;

const OUTPUTS = new Map([
  ["speech", "audio"],
  ["transcription", "text"],
]);

/** A row of `GET /openai/v1/models`, its prices in USD per token. @see https://console.groq.com/docs/api-reference#models */
export const readGroqRow = readerOf(row, (row) => ({
  name: row.id,
  facts: given({
    name: row.name,
    contextWindow: row.context_window || row.context_length || undefined,
    maxOutputTokens: row.max_completion_tokens || undefined,
    modalities: given({
      input: row.input_modalities,
      output: row.output_modalities?.map((modality) => OUTPUTS.get(modality) ?? modality),
    }),
    capabilities: capabilitiesOf(row),
    pricing: pricingOf(row),
    lifecycle: row.active === false ? { status: "retired" as const } : undefined,
  }),
  own: {
    createdAt: isoTime(row.created),
    ownedBy: row.owned_by,
    huggingFaceId: row.hugging_face_id,
    supportedFeatures: row.supported_features,
    supportedParameters: row.supported_sampling_parameters,
  },
}));

function capabilitiesOf({ input_modalities: input, output_modalities: output, supported_features: features }: Row) {
  return {
    ...(input && { vision: input.includes("image") }),
    ...(input && output && { audio: input.includes("audio") || output.includes("speech") }),
    ...(output && { speech: output.includes("speech"), transcription: output.includes("transcription") }),
    // A model that writes text may still be a classifier.
    ...(output && !output.includes("text") && { chat: false }),
    ...(features && {
      tools: features.includes("tools"),
      jsonMode: features.includes("json_mode"),
      jsonSchema: features.includes("structured_outputs"),
      reasoning: features.includes("reasoning"),
    }),
  };
}

function pricingOf({ pricing, output_modalities: output }: Row): Facts["pricing"] {
  const perToken = (name: string) => readText(pricing?.[name], perMillionFromText);
  const each = (name: string) => readText(pricing?.[name], priceFromText);
  // Speech is sold by the character, under the names of the token prices.
  if (output?.includes("speech")) {
    return given({ other: given({ prompt: each("prompt"), input_cache_read: each("input_cache_read") }) });
  }
  return given({
    input: perToken("prompt"),
    output: perToken("completion"),
    cacheRead: perToken("input_cache_read"),
    request: each("request"),
  });
}

function readText(value: unknown, read: (text: string) => number | undefined): number | undefined {
  return typeof value === "string" ? read(value) : undefined;
}
