import type { Lifecycle } from "../../model.ts";
import type { ConfigProblem } from "../problem.ts";
import { type CheckContext, problemAt } from "./context.ts";

/** Targets that are deprecated or retired, with what to use instead. */
export function checkLifecycles(context: CheckContext): readonly ConfigProblem[] {
  const today = context.now.toISOString().slice(0, 10);
  return context.targets.flatMap(({ entry, facts }) => {
    const state = facts.lifecycle === undefined ? undefined : stateOf(facts.lifecycle, today);
    if (state === undefined) return [];
    const instead = facts.lifecycle?.replacement;
    const advice = instead === undefined ? "look for its successor" : `use ${instead}`;
    const message = `${entry.target} ${state.text}; ${advice}`;
    // A retired model cannot be called, but the catalogue may err.
    return [problemAt(context, "warning", state.code, entry.path, message)];
  });
}

function stateOf(
  { status, deprecatedAt, retiresAt }: Lifecycle,
  today: string,
): { readonly code: string; readonly text: string } | undefined {
  const [since, end] = [deprecatedAt?.slice(0, 10), retiresAt?.slice(0, 10)];
  const isOver = end !== undefined && end <= today;
  if (status === "retired" || isOver) {
    return { code: "retired_model", text: `was retired${isOver ? ` on ${end}` : ""}` };
  }
  const until = end === undefined ? "" : ` and retires on ${end}`;
  const isDeprecated = status === "deprecated" || (since !== undefined && since <= today);
  if (isDeprecated) {
    const from = since !== undefined && since <= today ? ` since ${since}` : "";
    return { code: "deprecated_model", text: `is deprecated${from}${until}` };
  }
  return end === undefined ? undefined : { code: "deprecated_model", text: `retires on ${end}` };
}
