import type { BackendModel, Config } from "../../config.ts";
import type { Facts } from "../../model.ts";
import { findTarget } from "../resolve/find-backend.ts";
import { follow } from "../resolve/outcome.ts";
import { NO_PARAMETERS } from "../resolve/parameters.ts";
import { targetFacts } from "../resolve/target-facts.ts";
import { type Comparison, type ConfigChange, valueChange } from "./change.ts";
import { capabilityChanges, knownChanges } from "./fact-changes.ts";
import { parametersChanged } from "./parameter-changes.ts";

/**
 * What is said otherwise of single models at backends: under which name they are called there, their facts and
 * parameters. What changes in the same way for a name that leads to them first is told there.
 */
export function targetChanges(comparison: Comparison, told: readonly ConfigChange[]): ConfigChange[] {
  const { before, after } = comparison;
  const ids = new Set([...statedModels(before), ...statedModels(after)]);
  const known = new Set(told.flatMap((found) => primariesOf(comparison, found.subject).map((id) => keyOf(id, found))));
  return [...ids].flatMap((id) => changesOf(comparison, id)).filter((found) => !known.has(keyOf(found.subject, found)));
}

function primariesOf({ before, after, catalogue, at }: Comparison, name: string): string[] {
  return [before, after].flatMap((config) => {
    const { result } = follow(config, name, { catalogue, at });
    return "route" in result ? result.route.targets.slice(0, 1).map(({ id }) => id) : [];
  });
}

function changesOf({ before, after, catalogue, at }: Comparison, id: string): ConfigChange[] {
  const [old, now] = [findTarget(before, id), findTarget(after, id)];
  if (!("backend" in old) || !("backend" in now)) return [];
  const [was, is] = [old, now].map(({ backend, model }) => ({
    facts: targetFacts(backend, model, catalogue),
    said: backend.models.get(model),
    calledAs: backend.models.get(model)?.deployment ?? model,
  })) as [Stated, Stated];
  return [
    ...valueChange("deployment_changed", id, "the name it is called by", was.calledAs, is.calledAs),
    ...knownChanges(id, was.facts, is.facts, at),
    ...capabilityChanges(id, was.facts.capabilities ?? {}, is.facts.capabilities ?? {}),
    ...parametersChanged(
      "parameter_changed",
      id,
      was.said?.parameters ?? NO_PARAMETERS,
      is.said?.parameters ?? NO_PARAMETERS,
    ),
  ];
}

interface Stated {
  readonly facts: Facts;
  readonly said: BackendModel | undefined;
  readonly calledAs: string;
}

function statedModels({ backends }: Config): string[] {
  return [...backends.values()].flatMap(({ name, models }) => [...models.keys()].map((model) => `${name}/${model}`));
}

function keyOf(target: string, { kind, before, after }: ConfigChange): string {
  return JSON.stringify([target, kind, before ?? "absent", after ?? "absent"]);
}
