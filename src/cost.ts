import { decimalOf, picoUsd, picoUsdPerToken, usdText } from "./cost/decimal.ts";
import { priceOfClass, TOKEN_CLASSES } from "./cost/price-class.ts";
import { modeOf, type PriceMode, ratesFor } from "./cost/rates-for.ts";
import { usageOf } from "./dialect/usage.ts";
import { type Pricing, pricingAt, type Rates } from "./pricing.ts";
import type { Cost, CostPart, Usage } from "./usage.ts";

/** What changes the cost of a call beside what it used. */
export interface CostOptions {
  /** When it was made: prices have dates and times of day. */
  readonly at: Date;
  /** How it was made, where that is known otherwise than by the usage's `serviceTier`. */
  readonly mode?: PriceMode | undefined;
  /** What else was counted: images made, pages read, seconds of audio heard. */
  readonly counted?: Counted | undefined;
  /** The prices of another model that answered in the same call. */
  readonly pricingOf?: ((model: string) => Pricing | undefined) | undefined;
}

/** Things that are priced one by one. */
export interface Counted {
  readonly images?: number;
  readonly pages?: number;
  readonly audioSeconds?: number;
}

const MILLION = 1_000_000n;

/** Where a call is computed for the price that is listed; a place alone costs more (1.1 times at Anthropic). */
const WORLDWIDE = "global";

/**
 * What a call cost, exact to 1e-12 USD: what its provider says it charged, else what the prices of its target make of
 * what it used, by the rules of genai-prices. What nobody knows is `null` with the reason, never zero.
 */
export function costOf(told: Usage | undefined, pricing: Pricing | undefined, options: CostOptions): Cost {
  const usage = told ?? (options.counted === undefined ? undefined : usageOf({}));
  if (usage === undefined) return unknown("the provider did not say what was used");
  const reported = usage.reportedCost === undefined ? undefined : decimalOf(usage.reportedCost);
  if (reported !== undefined) {
    const pico = picoUsd(reported, 1n, 1n);
    return { usd: usdText(pico), picoUsd: pico, basis: "reported", parts: [] };
  }
  const own = computedCost(usage, pricing, options);
  const others = usage.otherModels ?? [];
  if (others.length === 0 || own.usd === null) return own;
  const costs = others.map(({ model, usage }) => {
    const cost = costOf(usage, options.pricingOf?.(model), { ...options, counted: undefined });
    return cost.usd === null ? unknown(`${model} answered too: ${cost.reason}`) : cost;
  });
  return addCosts([own, ...costs]);
}

function computedCost(usage: Usage, pricing: Pricing | undefined, options: CostOptions): Cost {
  if (pricing === undefined) return unknown("no price is known for the target");
  const mode = options.mode ?? modeOf(usage.serviceTier);
  if (typeof mode === "object") return unknown(`no price is known for the service tier ${mode.unknown}`);
  const place = usage.inferenceGeo ?? WORLDWIDE;
  if (place !== WORLDWIDE) return unknown(`no price is known for what is computed in ${place} alone`);
  const found = ratesFor(pricingAt(pricing, options.at), usage.totalInput, mode);
  if (found.rates === undefined) return unknown(found.reason);

  const parts: CostPart[] = [];
  const { rates, standard } = found;
  for (const name of TOKEN_CLASSES) {
    const count = usage[name] ?? 0;
    if (count === 0) continue;
    if (!Number.isSafeInteger(count) || count < 0) return unknown(`${name} is ${count}, which is no count of tokens`);
    const own = rates[name];
    if (typeof own === "number") {
      // Exact too, and without the big integers' many steps.
      const pico = (picoUsdPerToken(own) ?? Number.NaN) * count;
      if (Number.isSafeInteger(pico)) {
        parts.push({ rate: name, count, price: own, picoUsd: BigInt(pico) });
        continue;
      }
    }
    const found = priceOfClass(name, rates, standard);
    if (found.reason !== undefined) return unknown(found.reason);
    const { rate, price, decimal } = found;
    const pico = picoUsd(decimal, BigInt(count), MILLION);
    parts.push(
      rate === name ? { rate, count, price, picoUsd: pico } : { rate, for: name, count, price, picoUsd: pico },
    );
  }
  const reason = addCounted(parts, rates, usage, options.counted);
  return reason === undefined ? computed(parts, usage.estimated ? "estimated" : "computed") : unknown(reason);
}

/** The sum of costs: exact, and unknown when one of them is. Parts of the same rate and price are put together. */
export function addCosts(costs: Iterable<Cost>): Cost {
  const parts = new Map<string, CostPart>();
  let total = 0n;
  let isReported = true;
  let isEstimated = false;
  let count = 0;
  for (const cost of costs) {
    if (cost.usd === null) return cost;
    count += 1;
    total += cost.picoUsd;
    if (cost.basis !== "reported") isReported = false;
    if (cost.basis === "estimated") isEstimated = true;
    for (const part of cost.parts) {
      const key = `${part.rate} ${part.for ?? ""} ${part.price}`;
      const before = parts.get(key);
      parts.set(
        key,
        before === undefined
          ? part
          : { ...part, count: before.count + part.count, picoUsd: before.picoUsd + part.picoUsd },
      );
    }
  }
  const basis = isEstimated ? "estimated" : isReported && count > 0 ? "reported" : "computed";
  return { usd: usdText(total), picoUsd: total, basis, parts: [...parts.values()] };
}

/** Adds what is priced one by one; the reason where its price is not known. */
function addCounted(parts: CostPart[], rates: Rates, usage: Usage, counted: Counted = {}): string | undefined {
  const { images = 0, pages = 0, audioSeconds = 0 } = counted;
  const request = rates.request === undefined || rates.request === null ? 0 : 1;
  // Mostly there is nothing of all this.
  if (request + images + pages + audioSeconds === 0 && !usage.webSearches) return undefined;
  const lines = [
    { rate: "request", count: request, unit: 1 },
    { rate: "webSearch", count: usage.webSearches ?? 0, unit: 1 },
    { rate: "image", count: images, unit: 1 },
    { rate: "page", count: pages, unit: 1 },
    // Counted in milliseconds, so that no part of a second is lost.
    { rate: "audioHour", count: audioSeconds / 3_600, unit: 3_600_000 },
  ] as const;
  for (const { rate, count, unit } of lines) {
    if (count === 0) continue;
    const price = rates[rate];
    // What is sold by tokens has no price each.
    if (price === undefined && parts.length > 0 && rate !== "webSearch") continue;
    if (price === null) return `${rate} does not apply to the model, and yet it was used`;
    const decimal = price === undefined ? undefined : decimalOf(price);
    if (price === undefined || decimal === undefined) return `no price is known for ${rate}`;
    const pico = picoUsd(decimal, BigInt(Math.round(count * unit)), BigInt(unit));
    parts.push({ rate, count, price, picoUsd: pico });
  }
  return undefined;
}

function computed(parts: readonly CostPart[], basis: "computed" | "estimated"): Cost {
  let total = 0n;
  for (const part of parts) total += part.picoUsd;
  // A list that was pushed to keeps room for seventeen, and costs are kept.
  return { usd: usdText(total), picoUsd: total, basis, parts: [...parts] };
}

function unknown(reason: string): Cost {
  return { usd: null, reason };
}
