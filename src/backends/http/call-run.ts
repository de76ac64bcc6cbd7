import type { CallOptions } from "../../backend.ts";
import { isSpellingOf, variantOf } from "../../cost/is-spelling-of.ts";
import { type Counted, costOf } from "../../cost.ts";
import type { CallContext } from "../../dialect.ts";
import type { Facts } from "../../model.ts";
import type { Attempt, Cost, Usage } from "../../usage.ts";
import { isoOfNow } from "../../util/iso-of-now.ts";
import type { Credential } from "./key-ring.ts";

/** One call under way: whom it asks, with which key, since when. */
export interface CallRun {
  /** `backend/model-id`. */
  readonly target: string;
  readonly model: string;
  readonly context: CallContext;
  /** Absent where nothing is known of the model's prices. */
  readonly facts: Facts | undefined;
  /** What is known of other models, which may have answered too. */
  readonly factsOf?: (model: string) => Facts | undefined;
  readonly credential: Credential;
  readonly options: CallOptions;
  readonly startedAt: Date;
  /** On the clock that only goes forward, in milliseconds. */
  readonly started: number;
}

/** What an answer says of who gave it, and what that took. */
export interface Served {
  readonly usage?: Usage | undefined;
  readonly modelServed?: string | undefined;
}

/** What a reply tells of its call. */
export interface CallEnd {
  readonly cost: Cost;
  readonly modelAsked: string;
  readonly target: string;
  readonly attempts: readonly Attempt[];
  readonly latencyMs: number;
}

/** What is known of a call that has ended well; what is priced one by one counts where nothing else was told. */
export function endOf(run: CallRun, { usage, modelServed }: Served, status: number, counted?: Counted): CallEnd {
  const { target, model } = run;
  const latencyMs = performance.now() - run.started;
  const cost = costFor(run, pricedBy(run, modelServed), usage, counted);
  const startedAt = isoOfNow(run.startedAt.getTime());
  const attempt: Attempt =
    usage === undefined
      ? { target, startedAt, durationMs: latencyMs, outcome: "ok", status, cost }
      : { target, startedAt, durationMs: latencyMs, outcome: "ok", status, usage, cost };
  return { cost, modelAsked: model, target, attempts: [attempt], latencyMs };
}

/** The prices that hold for a call, or why nobody knows them. */
type Priced = { readonly facts: Facts | undefined } | { readonly reason: string };

// A provider may let another model answer, and bills that one. Where it only spells the name otherwise, or answers on
// the caller's own machine or at an address he named himself, what is known of the name that was asked holds too.
function pricedBy({ model, facts, factsOf, context }: CallRun, modelServed: string | undefined): Priced {
  if (modelServed === undefined || modelServed === model) return { facts };
  // Of `…:free` the name alone comes back, which has another price.
  if (model.includes(":") && variantOf(model) !== undefined && isSpellingOf(modelServed, model)) return { facts };
  const served = factsOf?.(modelServed);
  if (served?.pricing !== undefined && Object.keys(served.pricing).length > 0) return { facts: served };
  const { isLocal, deploymentPath } = context.provider;
  const isOwnName = isLocal === true || deploymentPath !== undefined;
  if (facts === undefined || isOwnName || isSpellingOf(modelServed, model)) return { facts };
  return { reason: `${modelServed} answered in place of ${model}, and no price is known for it` };
}

function costFor(
  { factsOf, startedAt }: CallRun,
  priced: Priced,
  usage: Usage | undefined,
  counted: Counted | undefined,
): Cost {
  const facts = "facts" in priced ? priced.facts : undefined;
  if (usage?.reportedCost === undefined) {
    if ("reason" in priced) return { usd: null, reason: priced.reason };
    if (facts === undefined && usage !== undefined)
      return { usd: null, reason: "no prices are known here; pass { facts }" };
  }
  return costOf(usage, facts?.pricing, {
    at: startedAt,
    counted: usage === undefined ? counted : undefined,
    pricingOf: usage?.otherModels === undefined ? undefined : (model) => factsOf?.(model)?.pricing,
  });
}
