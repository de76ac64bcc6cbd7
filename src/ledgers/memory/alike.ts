import type { AttemptEvent } from "../../attempt.ts";
import { TOKEN_CLASSES } from "../../cost/price-class.ts";
import type { Cost, Usage } from "../../usage.ts";

/** What was used, in the order in which it is kept. */
export const COUNTS = [...TOKEN_CLASSES, "totalInput", "totalOutput"] as const;

/** Whether two attempts differ in nothing but their names, times, counts and amounts. */
export function areAlike(one: AttemptEvent, other: AttemptEvent): boolean {
  // Field by field: a loop over names looks each up in tables, for every call that is made.
  return (
    one.target === other.target &&
    one.asked === other.asked &&
    one.route === other.route &&
    one.caller === other.caller &&
    one.kind === other.kind &&
    one.number === other.number &&
    one.reason === other.reason &&
    one.outcome === other.outcome &&
    one.isFinal === other.isFinal &&
    one.status === other.status &&
    one.code === other.code &&
    one.key === other.key &&
    one.strategy === other.strategy &&
    one.backend === other.backend &&
    one.provider === other.provider &&
    one.model === other.model &&
    one.modelServed === other.modelServed &&
    one.finishReason === other.finishReason &&
    one.error === other.error &&
    (one.firstContentMs === undefined) === (other.firstContentMs === undefined) &&
    haveSameItems(one.tags, other.tags) &&
    haveSameItems(one.overspent, other.overspent) &&
    areUsagesAlike(one.usage, other.usage) &&
    areCostsAlike(one.cost, other.cost)
  );
}

function areUsagesAlike(one: Usage | undefined, other: Usage | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return (
    one.estimated === other.estimated &&
    one.webSearches === other.webSearches &&
    (one.reportedCost === undefined) === (other.reportedCost === undefined) &&
    one.serviceTier === other.serviceTier &&
    one.inferenceGeo === other.inferenceGeo &&
    one.otherModels === other.otherModels &&
    one.suspect === other.suspect
  );
}

function areCostsAlike(one: Cost | undefined, other: Cost | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  if (one.usd === null || other.usd === null)
    return one.usd === null && other.usd === null && one.reason === other.reason;
  if (one.basis !== other.basis || one.parts.length !== other.parts.length) return false;
  let place = 0;
  for (const { rate, price, for: paidAs } of one.parts) {
    const like = other.parts[place];
    if (rate !== like?.rate || price !== like.price || paidAs !== like.for) return false;
    place += 1;
  }
  return true;
}

function haveSameItems(one: readonly string[] | undefined, other: readonly string[] | undefined): boolean {
  if (one === other) return true;
  return one?.length === other?.length && one?.every((item, place) => item === other?.[place]) === true;
}
