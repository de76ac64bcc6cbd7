import type { ConfigProblem } from "../problem.ts";
import { refusedByPolicy, refusedByPrice } from "../resolve/policy.ts";
import { type CheckContext, problemAt } from "./context.ts";

/** Policies that none of a model's targets fulfils. */
export function checkPolicies(context: CheckContext): readonly ConfigProblem[] {
  return [...context.targetsOf].flatMap(([{ path, policy }, targets]) => {
    if (Object.keys(policy).length === 0) return [];
    const refused = targets.flatMap(({ backend, entry, facts }) => {
      if (backend === undefined) return [];
      const drop = refusedByPolicy(policy, backend, facts) ?? refusedByPrice(policy, facts, { at: context.now });
      return drop === undefined ? [] : [`${entry.target}: ${drop.reason}`];
    });
    if (refused.length === 0 || refused.length < targets.length) return [];
    const message = `no target fulfils the policy, so it cannot be called; ${refused.join("; ")}`;
    return [problemAt(context, "error", "unmet_policy", [...path, "policy"], message)];
  });
}
