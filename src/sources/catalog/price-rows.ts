import type { MatchLogic, ModelInfo, Provider } from "@pydantic/genai-prices";
import type { Facts } from "../../model.ts";
import { canonicalId } from "../../providers/canonical-id.ts";
import { NATIVE_IDS, NOT_MODELS } from "./native-ids.ts";
import { translatePrices } from "./translate-prices.ts";

/** One model of genai-prices under our id, as far as it is known there. */
export interface PriceRow {
  id: string;
  facts: Facts & { provider: string; aliases: string[] };
}

/** Called for a row that cannot be read, with its name in genai-prices. */
export type Skip = (row: string, reason: string) => void;

/** The models genai-prices lists, with the prices that hold `today` (YYYY-MM-DD) at the top. */
export function priceRows(providers: readonly Provider[], today: string, skip: Skip): PriceRow[] {
  return providers.flatMap((provider) =>
    provider.models.flatMap((model) => {
      if (reasonToLeaveOut(provider.id, model) !== undefined) return [];
      try {
        return [toRow(provider.id, model, today)];
      } catch (cause) {
        skip(
          `${provider.id}/${model.id}`,
          `its prices cannot be read: ${cause instanceof Error ? cause.message : cause}`,
        );
        return [];
      }
    }),
  );
}

/** Why a row of genai-prices is no model of this catalogue, if it is none. */
export function reasonToLeaveOut(author: string, model: ModelInfo): string | undefined {
  if (author === "openrouter") return "the openrouter source knows it";
  if (model.deprecated) return "deprecated";
  if (author === "google" && model.id.startsWith("claude-")) return "sold by Vertex AI, not by the Gemini API";
  if (/:(?:free|extended)$/.test(model.id)) return "a variant OpenRouter offers, not the provider";
  return NOT_MODELS.get(`${author}/${model.id}`);
}

function toRow(author: string, model: ModelInfo, today: string): PriceRow {
  const exact = [...exactNames(model.match)];
  const nativeId = nativeIdOf(author, model.id, exact);
  const { id, provider } = canonicalId(author, nativeId);
  const aliases = author.startsWith("huggingface_") ? [] : [model.id, ...exact, ...regionalNames(model, nativeId)];
  const prefixed = aliases.map((name) => canonicalId(author, name).id);
  return {
    id,
    facts: {
      provider,
      ...(model.name === undefined ? {} : { name: model.name }),
      ...(model.description === undefined ? {} : { description: model.description }),
      ...(model.context_window === undefined ? {} : { contextWindow: model.context_window }),
      pricing: translatePrices(model.prices, today),
      aliases: [...new Set(prefixed)].filter((alias) => alias !== id && !/\s/.test(alias)),
      connectorMetadata: { [provider]: { id: id.slice(provider.length + 1) } },
    },
  };
}

function nativeIdOf(author: string, label: string, exact: readonly string[]): string {
  const known = NATIVE_IDS.get(`${author}/${label}`);
  if (known !== undefined) return known;
  // Fireworks is listed by short labels; its API takes the resource name, which is the first exact name of the row.
  if (author === "fireworks") return exact[0] ?? label;
  if (author === "aws") return label.replace(/^regional\./, "");
  return label;
}

function* exactNames(match: MatchLogic): Generator<string> {
  if ("equals" in match) yield match.equals;
  else if ("or" in match) for (const clause of match.or) yield* exactNames(clause);
}

// Bedrock's "regional" rows hold for the inference profiles of the regions that their clauses name ("us." and the model's id).
function* regionalNames(model: ModelInfo, nativeId: string): Generator<string> {
  if (!model.id.startsWith("regional.") || !("or" in model.match)) return;
  for (const clause of model.match.or) {
    const [, region, rest] = /^([a-z]{2,4})\.(.+)$/.exec(String(Object.values(clause)[0])) ?? [];
    if (region !== undefined && rest !== undefined && nativeId.startsWith(rest)) yield `${region}.${nativeId}`;
  }
}
