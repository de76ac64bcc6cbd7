import type { MatchLogic, ModelInfo, Provider } from "@pydantic/genai-prices";
import type { Facts } from "../../model.ts";
import type { Pricing } from "../../pricing.ts";
import { canonicalId } from "../../providers/canonical-id.ts";
import { NATIVE_IDS, NOT_MODELS } from "./native-ids.ts";
import { isSameName, isSnapshotOf, spellingOf } from "./same-name.ts";
import { translatePrices } from "./translate-prices.ts";

/** One model of genai-prices under our id, as far as it is known there. */
export interface PriceRow {
  id: string;
  /** The model whose price it shares, for a name that genai-prices only mentions. */
  pricedAs?: string;
  /** Whether such a name is a dated snapshot of that model; any other is listed only where others know it. */
  isSnapshot?: boolean;
  facts: Facts & { provider: string; aliases: string[] };
}

/** Called for a row that cannot be read, with its name in genai-prices. */
export type Skip = (row: string, reason: string) => void;

/** The models genai-prices lists, with the prices that hold `today` (YYYY-MM-DD) at the top. */
export function priceRows(providers: readonly Provider[], today: string, skip: Skip): PriceRow[] {
  const rows = providers.flatMap((provider) =>
    provider.models.flatMap((model) => {
      if (reasonToLeaveOut(provider.id, model) !== undefined) return [];
      try {
        return toRows(provider.id, model, today);
      } catch (cause) {
        skip(
          `${provider.id}/${model.id}`,
          `its prices cannot be read: ${cause instanceof Error ? cause.message : cause}`,
        );
        return [];
      }
    }),
  );
  const taken = new Set(rows.flatMap(({ id, pricedAs }) => (pricedAs === undefined ? [id] : [])));
  return rows.filter(({ id, pricedAs }) => pricedAs === undefined || (!taken.has(id) && taken.add(id)));
}

/** Why a row of genai-prices is no model of this catalogue, if it is none. */
export function reasonToLeaveOut(author: string, model: ModelInfo): string | undefined {
  if (author === "openrouter") return "the openrouter source knows it";
  if (model.deprecated) return "deprecated";
  if (author === "google" && model.id.startsWith("claude-")) return "sold by Vertex AI, not by the Gemini API";
  if (/:(?:free|extended)$/.test(model.id)) return "a variant OpenRouter offers, not the provider";
  return NOT_MODELS.get(`${author}/${model.id}`);
}

function toRows(author: string, model: ModelInfo, today: string): PriceRow[] {
  const exact = [...exactNames(model.match)];
  const nativeId = nativeIdOf(author, model.id, exact);
  const { id, provider } = canonicalId(author, nativeId);
  const pricing = translatePrices(model.prices, today);
  const isHost = author.startsWith("huggingface_");
  const same = exact.filter((name) => isSameName(name, nativeId));
  const aliases = isHost ? [] : [model.id, ...same, ...regionalNames(model, nativeId)];
  const main = {
    id,
    facts: {
      provider,
      ...(model.name === undefined ? {} : { name: model.name }),
      ...(model.description === undefined ? {} : { description: model.description }),
      ...(model.context_window === undefined ? {} : { contextWindow: model.context_window }),
      pricing,
      aliases: aliasesOf(author, id, aliases),
      connectorMetadata: { [provider]: { id: id.slice(provider.length + 1) } },
    },
  };
  if (isHost) return [main];
  const mentioned = exact.filter((name) => !isSameName(name, nativeId) && !isSameName(name, model.id));
  return [main, ...mentionedRows(author, nativeId, mentioned, id, pricing)];
}

/** The other names of a row: models of their own that cost the same, of which nothing else is said. */
function mentionedRows(
  author: string,
  nativeId: string,
  names: readonly string[],
  pricedAs: string,
  pricing: Pricing,
): PriceRow[] {
  const bySpelling = new Map<string, string[]>();
  for (const name of names) bySpelling.set(spellingOf(name), [...(bySpelling.get(spellingOf(name)) ?? []), name]);
  return [...bySpelling.values()].map(([name = "", ...spellings]) => {
    const { id, provider } = canonicalId(author, name);
    const connectorMetadata = { [provider]: { id: id.slice(provider.length + 1) } };
    const facts = { provider, pricing, aliases: aliasesOf(author, id, spellings), connectorMetadata };
    return { id, pricedAs, isSnapshot: isSnapshotOf(name, nativeId), facts };
  });
}

function aliasesOf(author: string, id: string, names: readonly string[]): string[] {
  const prefixed = names.map((name) => canonicalId(author, name).id);
  return [...new Set(prefixed)].filter((alias) => alias !== id && !/\s/.test(alias));
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
