import type { ConfigProblem } from "../problem.ts";
import { type CheckContext, problemAt } from "./context.ts";

/** Windows and answers promised to callers that no target is known to reach. */
export function checkLimits(context: CheckContext): readonly ConfigProblem[] {
  return [...context.targetsOf].flatMap(([model, targets]) =>
    (
      [
        ["context_window", "contextWindow"],
        ["max_output_tokens", "maxOutputTokens"],
      ] as const
    ).flatMap(([key, fact]) => {
      const promised = model.facts[fact];
      const known = targets.map(({ facts }) => facts[fact]).filter((limit) => typeof limit === "number");
      const most = Math.max(...known);
      if (typeof promised !== "number" || known.length === 0 || known.length < targets.length || promised <= most)
        return [];
      const where = targets.length === 1 ? targets[0]?.entry.target : "any of its targets";
      const message = `${promised} tokens is more than is known of ${where}: ${most}`;
      return [problemAt(context, "warning", "above_known_limit", [...model.path, key], message)];
    }),
  );
}
