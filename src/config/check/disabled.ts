import type { ConfigProblem } from "../problem.ts";
import { type CheckContext, problemAt } from "./context.ts";
import { listed } from "./wording.ts";

/** Models none of whose backends is switched on. */
export function checkDisabled(context: CheckContext): readonly ConfigProblem[] {
  return [...context.targetsOf].flatMap(([model, targets]) => {
    const isOff = targets.length > 0 && targets.every(({ backend }) => backend?.enabled === false);
    if (!model.enabled || !isOff) return [];
    const names = [...new Set(targets.map(({ backendName }) => backendName))];
    const which = names.length === 1 ? `the backend ${names[0]} is` : `the backends ${listed(names)} are`;
    const hasOthers = Object.values(model.fallback).some((members) => members.length > 0);
    const then = hasOthers ? "only its fall-backs can answer" : "it cannot be called";
    const message = `${which} disabled, so ${then}; enable one, or write enabled: false here too`;
    // No error: switching an account off must not keep the rest from loading.
    return [problemAt(context, "warning", "all_disabled", model.path, message, "key")];
  });
}
