import type { FallbackReason, RouteModel } from "../../config.ts";
import type { ConfigProblem } from "../problem.ts";
import { type CheckContext, problemAt } from "./context.ts";
import { fallbackPath } from "./written-path.ts";

/** Of a file full of circles, as many of one reason are told. */
const MOST_CYCLES = 20;
/** Of a long circle, as many names are shown at either end. */
const MOST_NAMES = 5;

/** One step from a model to the one it falls back on, and where that is said. */
interface Step {
  readonly from: RouteModel;
  readonly to: RouteModel;
  readonly index: number;
}

/** Fall-backs that lead back to where they began, for one and the same reason; each circle is told once. */
export function checkFallbackCycles(context: CheckContext): readonly ConfigProblem[] {
  const reasons: readonly FallbackReason[] = ["any", "contextWindow", "contentPolicy"];
  const told = new Set<string>();
  return reasons.flatMap((reason) =>
    findCycles(context, reason).flatMap((cycle) => {
      const names = cycle.map(({ from }) => from.name);
      const key = [...names].sort().join("\n");
      if (told.has(key)) return [];
      told.add(key);
      const last = cycle.at(-1) as Step;
      const message =
        cycle.length === 1
          ? `"${last.from.name}" falls back on itself; name another model`
          : `fall-backs go round in a circle: ${shown([...names, last.to.name])}; take one of them away`;
      return [
        problemAt(context, "error", "fallback_cycle", fallbackPath(context, last.from, reason, last.index), message),
      ];
    }),
  );
}

function shown(names: readonly string[]): string {
  const left = names.length - 2 * MOST_NAMES;
  const parts = left > 1 ? [...names.slice(0, MOST_NAMES), `(${left} more)`, ...names.slice(-MOST_NAMES)] : names;
  return parts.join(" → ");
}

/** The circles of one reason, each begun at its first model of the file. A walk without recursion: chains may be long. */
function findCycles({ config, names }: CheckContext, reason: FallbackReason): readonly Step[][] {
  const cycles: Step[][] = [];
  const done = new Set<RouteModel>();
  for (const start of config.models.values()) {
    if (done.has(start) || start.fallback[reason].length === 0) continue;
    const trail: Step[] = [];
    const pending = [{ model: start, steps: stepsFrom(start) }];
    const onTrail = new Set([start]);
    for (let top = pending.at(-1); top !== undefined; top = pending.at(-1)) {
      const step = top.steps.pop();
      if (step === undefined) {
        done.add(top.model);
        onTrail.delete(top.model);
        pending.pop();
        trail.pop();
      } else if (onTrail.has(step.to)) {
        if (cycles.length === MOST_CYCLES) return cycles;
        const begin = trail.findIndex(({ from }) => from === step.to);
        cycles.push([...(begin < 0 ? [] : trail.slice(begin)), step]);
      } else if (!done.has(step.to)) {
        trail.push(step);
        onTrail.add(step.to);
        pending.push({ model: step.to, steps: stepsFrom(step.to) });
      }
    }
  }
  return cycles;

  function stepsFrom(from: RouteModel): Step[] {
    return from.fallback[reason]
      .flatMap((name, index) => {
        const to = names.find(name)?.model;
        return to === undefined ? [] : [{ from, to, index }];
      })
      .reverse();
  }
}
