import type { Facts } from "../../model.ts";
import type { Pricing } from "../../pricing.ts";
import { ownScore } from "../../quality.ts";
import { jsonEqual } from "../../util/json-equal.ts";
import { own } from "../../util/record.ts";
import { rateAt } from "../resolve/rate.ts";
import { routeFacts } from "../resolve/route-facts.ts";
import { type ConfigChange, change, valueChange } from "./change.ts";
import type { Pair } from "./pair.ts";

/** What is known of a name, and of what answers to it. */
export function factChanges({ name, old, now }: Pair, at: Date): ConfigChange[] {
  const [before, after] = [routeFacts(old.route, old.config), routeFacts(now.route, now.config)];
  const [off, isOff] = [old.route.capabilities, now.route.capabilities];
  return [
    ...valueChange("description_changed", name, "the description", old.route.description, now.route.description),
    ...knownChanges(name, before, after, at),
    ...capabilityChanges(name, withSwitches(before, off), withSwitches(after, isOff)),
    ...valueChange("tags_changed", name, "the tags", sorted(old.route.tags), sorted(now.route.tags)),
  ];
}

/** Prices, sizes and the user's own score of a model or a target. */
export function knownChanges(subject: string, before: Facts, after: Facts, at: Date): ConfigChange[] {
  return [
    ...priceChanges(subject, before.pricing, after.pricing, at),
    ...valueChange(
      "context_window_changed",
      subject,
      "the context window in tokens",
      before.contextWindow,
      after.contextWindow,
    ),
    ...valueChange(
      "max_output_changed",
      subject,
      "the longest answer in tokens",
      before.maxOutputTokens,
      after.maxOutputTokens,
    ),
    ...valueChange("quality_changed", subject, "your own score", ownScore(before), ownScore(after)),
  ];
}

/** Capabilities that are known otherwise than before, all in one change. */
export function capabilityChanges(subject: string, before: object, after: object): ConfigChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const changed = names.filter((name) => own(before, name) !== own(after, name));
  if (changed.length === 0) return [];
  const parts = changed.map((name) => `${name} ${showCapability(own(after, name))}`);
  const pick = (from: object) => Object.fromEntries(changed.map((name) => [name, own(from, name)]));
  return [change("capabilities_changed", subject, parts.join(", "), { before: pick(before), after: pick(after) })];
}

function showCapability(value: unknown): string {
  if (typeof value === "string") return value;
  return value === undefined ? "is no longer known" : value === true ? "is there now" : "is no longer there";
}

// Switched off here and lacking in the primary target are not the same: another target may have it.
function withSwitches({ capabilities = {} }: Facts, switches: Readonly<Record<string, boolean>>): object {
  const off = Object.entries(switches).filter(([, isOn]) => !isOn);
  return { ...capabilities, ...Object.fromEntries(off.map(([name]) => [name, "is switched off"])) };
}

function priceChanges(
  subject: string,
  before: Pricing | undefined,
  after: Pricing | undefined,
  at: Date,
): ConfigChange[] {
  if (jsonEqual(before, after)) return [];
  const parts = (["input", "output"] as const).flatMap((rate) => {
    const [old, now] = [rateAt(before, rate, { at }), rateAt(after, rate, { at })];
    return old === now ? [] : [`${rate} ${showPrice(old)} becomes ${showPrice(now)}${showFactor(old, now)}`];
  });
  const what =
    parts.length === 0 ? "other prices than those of input and output" : `${parts.join(", ")} (USD per million tokens)`;
  return [change("price_changed", subject, `the price changes: ${what}`, { before, after })];
}

function showPrice(price: number | null | undefined): string {
  if (price === undefined) return "unknown";
  return price === null ? "none" : String(price);
}

function showFactor(old: number | null | undefined, now: number | null | undefined): string {
  return old && now ? `, ${Number((now / old).toPrecision(3))} times as much` : "";
}

function sorted(tags: readonly string[]): string[] {
  return [...tags].sort();
}
