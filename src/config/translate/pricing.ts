import { type Pricing, perMillionFromNumber, perMillionFromThousand, TOKEN_RATES } from "../../pricing.ts";
import { toCamelCase } from "../../util/camel-case.ts";
import { isRecord, type UnknownRecord } from "../../util/record.ts";
import type { YamlPath } from "../problem.ts";
import { type Translating, tell } from "./translating.ts";

/** What the prices of tokens in a config are for. */
export type PricingUnit = "per_1k_tokens" | "per_1m_tokens" | "per_token";

/** Prices as YAML writes them, in the unit they name. */
export type PricingBlock = { readonly [name: string]: unknown; readonly unit?: PricingUnit | undefined };

const toPerMillion: Readonly<Record<PricingUnit, (price: number) => number | undefined>> = {
  per_1k_tokens: perMillionFromThousand,
  per_1m_tokens: (price) => price,
  per_token: perMillionFromNumber,
};

const tokenRates: ReadonlySet<string> = new Set(TOKEN_RATES);

/** Prices in USD per million tokens, and USD each for counted things. */
export function toPricing({ unit, ...prices }: PricingBlock, path: YamlPath, translating: Translating): Pricing {
  const { pricingUnit } = translating;
  const convert = toPerMillion[unit ?? pricingUnit ?? "per_1k_tokens"];
  if (unit === undefined && pricingUnit === undefined && dependsOnUnit(prices)) {
    const message =
      "no unit given; read as USD per 1,000 tokens; write unit: per_1k_tokens (or per_1m_tokens), or pricing_unit for the whole file";
    tell(translating, "warning", "pricing_unit_missing", path, message);
  }
  return convertRates(prices, convert) as Pricing;
}

/** Whether a block states a price of tokens that is not 0, which is the same in any unit. */
function dependsOnUnit(prices: UnknownRecord): boolean {
  return Object.entries(prices).some(([name, value]) => {
    if (typeof value === "number") return value !== 0 && tokenRates.has(toCamelCase(name));
    return name !== "other" && [value].flat().some((part) => isRecord(part) && dependsOnUnit(part));
  });
}

function convertRates(prices: UnknownRecord, convert: (price: number) => number | undefined): UnknownRecord {
  const entries = Object.entries(prices).map(([written, value]): [string, unknown] => {
    const name = toCamelCase(written);
    if (typeof value === "number") return [name, tokenRates.has(name) ? convert(value) : value];
    // Prices of anything else keep the names and units of their origin.
    if (name === "other") return [name, value];
    if (Array.isArray(value)) return [name, value.map((part) => convertRates(part, convert))];
    return [name, isRecord(value) ? convertRates(value, convert) : value];
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}
