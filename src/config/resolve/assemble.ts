import type { FallbackReason } from "../../config.ts";
import type { DroppedTarget, Route, RouteRequest, Target } from "../../route.ts";
import { jsonEqual } from "../../util/json-equal.ts";
import { conditionHolds } from "./condition.ts";
import type { Verdict } from "./narrow.ts";

/** The targets of a route in their order, and what became of each candidate. */
export interface Assembled extends Pick<Route, "targets" | "fallback" | "dropped"> {
  readonly verdicts: readonly Verdict[];
  /** The fall-backs that took the place of the targets, because none of those is left. */
  readonly promoted?: FallbackReason;
}

/** Puts targets and fall-backs in their order, each once. */
export function assemble(judged: readonly Verdict[], request: RouteRequest): Assembled {
  const ofUse = (use: Verdict["candidate"]["use"]) => judged.filter(({ candidate }) => candidate.use === use);
  const own = withoutDuplicates(ofUse("target"), [], request);
  const promoted = own.some(isKept) ? undefined : promotedReason(judged);
  const first = promoted === undefined ? own : withoutDuplicates(ofUse(promoted), [], request);
  const targets = targetsOf(first);
  const rest = (use: FallbackReason, before: readonly Target[]) =>
    use === promoted ? [] : withoutDuplicates(ofUse(use), before, request);
  // One of the targets may well be the one for what is too long, or refused: then it is gone to before its turn.
  const [any, contextWindow, contentPolicy] = [
    rest("any", targets),
    rest("contextWindow", []),
    rest("contentPolicy", []),
  ];
  const taken = promoted === undefined ? [] : first;
  const verdicts = [...own, ...taken, ...any, ...contextWindow, ...contentPolicy];
  return {
    targets,
    fallback: Object.freeze({
      any: targetsOf(any),
      contextWindow: targetsOf(contextWindow),
      contentPolicy: targetsOf(contentPolicy),
    }),
    dropped: droppedOf(verdicts),
    verdicts,
    ...(promoted !== undefined && { promoted }),
  };
}

/** The fall-backs that stand in when no target is left: those for what is too long, where that was the reason, else those for any. */
function promotedReason(judged: readonly Verdict[]): FallbackReason | undefined {
  const isTooLong = judged.some(
    ({ candidate, outcome }) =>
      candidate.use === "target" && "drop" in outcome && outcome.drop.code === "context_too_small",
  );
  const reasons: FallbackReason[] = isTooLong ? ["contextWindow", "any"] : ["any"];
  return reasons.find((reason) => judged.some((verdict) => verdict.candidate.use === reason && isKept(verdict)));
}

function withoutDuplicates(
  verdicts: readonly Verdict[],
  before: readonly Target[],
  request: RouteRequest,
): readonly Verdict[] {
  if (verdicts.length === 0) return verdicts;
  const seen = [...before];
  return verdicts.map((verdict) => {
    if (!("target" in verdict.outcome)) return verdict;
    const { target } = verdict.outcome;
    if (!seen.some((earlier) => covers(earlier, target, request))) {
      seen.push(target);
      return verdict;
    }
    const reason = "it is among the targets already";
    return { ...verdict, outcome: { drop: { code: "duplicate", reason } }, unsure: [] };
  });
}

// The same target under a condition that may not hold leaves room for one under another.
function covers({ id, when }: Target, later: Target, request: RouteRequest): boolean {
  if (id !== later.id) return false;
  return when === undefined || conditionHolds(when, request) === true || jsonEqual(when, later.when);
}

function isKept({ outcome }: Verdict): boolean {
  return "target" in outcome;
}

const NO_TARGETS: readonly Target[] = Object.freeze([]);

function targetsOf(verdicts: readonly Verdict[]): readonly Target[] {
  if (verdicts.length === 0) return NO_TARGETS;
  return Object.freeze(verdicts.flatMap(({ outcome }) => ("target" in outcome ? [outcome.target] : [])));
}

function droppedOf(verdicts: readonly Verdict[]): readonly DroppedTarget[] {
  const dropped: DroppedTarget[] = [];
  for (const { candidate, outcome } of verdicts) {
    if (!("drop" in outcome)) continue;
    const { id } = candidate;
    const isKnown = dropped.some((one) => one.id === id && one.code === outcome.drop.code);
    if (!isKnown) dropped.push(Object.freeze({ id, ...outcome.drop }));
  }
  return Object.freeze(dropped);
}
