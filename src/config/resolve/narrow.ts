import type { RouteRequest, Target } from "../../route.ts";
import { own } from "../../util/record.ts";
import type { Candidate } from "./candidate.ts";
import { conditionHolds, showCondition } from "./condition.ts";
import { callLayer, mergeParameters } from "./parameters.ts";
import { type Drop, refusedByPrice } from "./policy.ts";

/** What became of a candidate once the request is known. */
export interface Verdict {
  readonly candidate: Candidate;
  readonly outcome: { readonly target: Target } | { readonly drop: Drop };
  /** Capabilities the request needs of which it is not known whether the target has them. */
  readonly unsure: readonly string[];
}

/** Whether a candidate fits a request, and what it is then called with. */
export function narrow(candidate: Candidate, request: RouteRequest, at: Date): Verdict {
  if ("drop" in candidate.found) return { candidate, outcome: { drop: candidate.found.drop }, unsure: [] };
  const target = withCall(candidate.found.target, request);
  const drop =
    refusedByCondition(target, request) ??
    refusedByCapability(candidate, target, request) ??
    refusedBySize(candidate, target, request) ??
    refusedByPolicies(candidate, target, request, at);
  if (drop !== undefined) return { candidate, outcome: { drop }, unsure: [] };
  return { candidate, outcome: { target }, unsure: unsureOf(candidate, target, request) };
}

function withCall(target: Target, request: RouteRequest): Target {
  const call = callLayer(request);
  if (call === undefined) return target;
  // Where the rest came from does not matter any more: it is merged already.
  const parameters = mergeParameters([call, { from: "defaults", parameters: target.parameters }]);
  return Object.freeze({ ...target, parameters });
}

function refusedByCondition({ when }: Target, request: RouteRequest): Drop | undefined {
  if (when === undefined || conditionHolds(when, request) !== false) return undefined;
  return { code: "condition", reason: `it is only for ${showCondition(when)}` };
}

function refusedByCapability({ model }: Candidate, { facts }: Target, { needs = [] }: RouteRequest): Drop | undefined {
  const off = needs.find((need) => own(model?.capabilities, need) === false);
  if (off !== undefined) {
    return { code: "lacks_capability", reason: `${off} is switched off in ${model?.name}, and the request needs it` };
  }
  const lacking = needs.filter((need) => isKnownToLack(own(facts.capabilities, need)));
  if (lacking.length === 0) return undefined;
  return { code: "lacks_capability", reason: `it lacks ${lacking.join(" and ")}, which the request needs` };
}

// `null` says that the capability does not apply to the model.
function isKnownToLack(value: unknown): boolean {
  return value === false || value === null;
}

function unsureOf({ model }: Candidate, { facts }: Target, { needs = [] }: RouteRequest): readonly string[] {
  return needs.filter(
    (need) => own(facts.capabilities, need) === undefined && own(model?.capabilities, need) === undefined,
  );
}

function refusedBySize({ contextWindow }: Candidate, target: Target, request: RouteRequest): Drop | undefined {
  const { inputTokens } = request;
  if (inputTokens === undefined) return undefined;
  const { facts } = target;
  const windows = [contextWindow, facts.contextWindow].filter((window) => typeof window === "number");
  const window = Math.min(...windows);
  const answer = request.maxTokens ?? maxTokensOf(target);
  if (window < inputTokens + answer) {
    const asked = answer === 0 ? `${inputTokens} tokens` : `${inputTokens} tokens and an answer of up to ${answer}`;
    return { code: "context_too_small", reason: `its context window of ${window} tokens does not hold ${asked}` };
  }
  if (typeof facts.maxInputTokens === "number" && facts.maxInputTokens < inputTokens) {
    const reason = `it takes at most ${facts.maxInputTokens} tokens of input, and the request has ${inputTokens}`;
    return { code: "context_too_small", reason };
  }
  return undefined;
}

function maxTokensOf({ parameters }: Target): number {
  const value = own(parameters.known, "max_tokens");
  return typeof value === "number" ? value : 0;
}

function refusedByPolicies(
  { policies }: Candidate,
  { facts }: Target,
  { inputTokens }: RouteRequest,
  at: Date,
): Drop | undefined {
  for (const policy of policies) {
    const drop = refusedByPrice(policy, facts, { at, inputTokens });
    if (drop !== undefined) return drop;
  }
  return undefined;
}
