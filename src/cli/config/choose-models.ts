import type { Facts } from "../../model.ts";
import { pricingAt } from "../../pricing.ts";

/** A model that can be called: its target, and what is known of it there. */
export interface Candidate {
  /** `backend/model-id`. */
  readonly target: string;
  readonly facts: Facts;
}

/** Tokens a model must take to be of everyday use. */
const LEAST_CONTEXT = 32_000;
/** USD per million output tokens; what costs more is for those who ask for it by name. */
export const DEAREST_OUTPUT = 30;
const OLDEST_MS = 540 * 24 * 60 * 60 * 1_000;
/** Names of previews and of dated states of a model, whose plain name stays when they go. */
const PASSING = /preview|beta|latest|[-_]exp(?:$|[-_])|\d{4}-\d{2}-\d{2}|[-@]\d{8}\b/;

/** The cheapest of a provider's current models that use tools, by the price of three tokens in for each one out. */
export function cheapestOf(candidates: readonly Candidate[], now: Date): Candidate | undefined {
  return currentOf(candidates, now).toSorted((a, b) => mixedPrice(a, now) - mixedPrice(b, now) || byName(a, b))[0];
}

/**
 * A strong one of a provider's current models that use tools. No measured quality is known of most, so the price speaks:
 * the dearest under a limit, of those whose context window is at least half the provider's widest.
 */
export function strongestOf(candidates: readonly Candidate[], now: Date): Candidate | undefined {
  const current = currentOf(candidates, now).filter((one) => (ratesOf(one, now).output ?? 0) <= DEAREST_OUTPUT);
  const widest = Math.max(...current.map(({ facts }) => facts.contextWindow ?? 0));
  const wide = current.filter(({ facts }) => (facts.contextWindow ?? 0) * 2 >= widest);
  return wide.toSorted((a, b) => mixedPrice(b, now) - mixedPrice(a, now) || byName(b, a))[0];
}

/** Those that use tools, of known price and context, and neither preview nor outdated as far as is known. */
function currentOf(candidates: readonly Candidate[], now: Date): Candidate[] {
  const suitable = candidates.filter((one) => isSuitable(one, now));
  const newest = Math.max(...suitable.map(releasedAt));
  // Where a provider's release dates are known, a model without one is none of its recent ones.
  return Number.isFinite(newest) ? suitable.filter((one) => releasedAt(one) >= newest - OLDEST_MS) : suitable;
}

function isSuitable(candidate: Candidate, now: Date): boolean {
  const { capabilities, contextWindow, lifecycle, modalities } = candidate.facts;
  const { input, output } = ratesOf(candidate, now);
  return (
    capabilities?.tools === true &&
    (contextWindow ?? 0) >= LEAST_CONTEXT &&
    (input ?? 0) > 0 &&
    (output ?? 0) > 0 &&
    (lifecycle?.status ?? "active") === "active" &&
    lifecycle?.retiresAt === undefined &&
    modalities?.output?.some((kind) => kind !== "text") !== true &&
    !PASSING.test(candidate.target)
  );
}

function releasedAt({ facts }: Candidate): number {
  const time = Date.parse(facts.releaseDate ?? "");
  return Number.isNaN(time) ? Number.NEGATIVE_INFINITY : time;
}

function mixedPrice(candidate: Candidate, now: Date): number {
  const { input, output } = ratesOf(candidate, now);
  return ((input ?? 0) * 3 + (output ?? 0)) / 4;
}

function ratesOf({ facts }: Candidate, now: Date) {
  return pricingAt(facts.pricing ?? {}, now);
}

function byName(a: Candidate, b: Candidate): number {
  return a.target.localeCompare(b.target, "en", { numeric: true });
}
