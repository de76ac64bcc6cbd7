import { CAPABILITIES } from "../../model.ts";
import type { ConfigProblem } from "../problem.ts";
import { type CheckContext, type CheckedTarget, problemAt } from "./context.ts";
import { listed } from "./wording.ts";
import { capabilityPath } from "./written-path.ts";

const known: ReadonlySet<string> = new Set(CAPABILITIES);

/** Capabilities a model promises and its targets are known to lack: all of them an error, some of them a warning. */
export function checkCapabilities(context: CheckContext): readonly ConfigProblem[] {
  return [...context.targetsOf].flatMap(([model, targets]) =>
    Object.entries(model.capabilities).flatMap(([capability, isOn]) => {
      if (!isOn || !known.has(capability)) return [];
      const without = targets.filter((target) => lacks(target, capability));
      if (without.length === 0) return [];
      const path = capabilityPath(context, model, capability);
      const [first] = without;
      if (without.length < targets.length) {
        const message = `${named(without)} known to lack ${capability}; requests that need it go to the other targets`;
        return [problemAt(context, "warning", "capability_partly_missing", path, message)];
      }
      const message = `no target has ${capability}: ${named(without)} known to lack it; take it away, choose another target, or correct backends.${first?.backendName}.models.${first?.id}.capabilities`;
      return [problemAt(context, "error", "capability_missing", path, message)];
    }),
  );
}

/** Whether a target is known to lack a capability; what is unknown is not lacking. */
export function lacks({ facts }: CheckedTarget, capability: string): boolean {
  const value = facts.capabilities?.[capability];
  return value === false || value === null;
}

function named(targets: readonly CheckedTarget[]): string {
  const names = [...new Set(targets.map(({ entry }) => entry.target))];
  return `${listed(names)} ${names.length === 1 ? "is" : "are"}`;
}
