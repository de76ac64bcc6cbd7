import type { Parameters } from "../../config.ts";
import type { JsonValue } from "../../util/json.ts";
import { jsonEqual } from "../../util/json-equal.ts";
import { own } from "../../util/record.ts";
import { type ConfigChange, type ConfigChangeKind, valueChange } from "./change.ts";
import { commonTargets, type Pair } from "./pair.ts";

/**
 * The parameters that requests are sent with: of the primary targets, and of every other target both routes have; what
 * is the same for several is told once.
 */
export function parameterChanges(pair: Pair): ConfigChange[] {
  const { name, old, now } = pair;
  const [was, is] = [old.route.targets[0], now.route.targets[0]];
  const primaries = was === undefined || is === undefined ? [] : [{ id: was.id, old: was, now: is }];
  const told = new Set<string>();
  return [...primaries, ...commonTargets(pair)].flatMap((target) => {
    const where = target.id === was?.id ? "" : ` at ${target.id}`;
    return differing(target.old.parameters, target.now.parameters).flatMap((row) => {
      const key = JSON.stringify(row);
      if (told.has(key)) return [];
      told.add(key);
      return valueChange("parameter_changed", name, `${row.parameter}${where}`, row.before, row.after);
    });
  });
}

/** The parameters that differ, each as a change of its own. */
export function parametersChanged(
  kind: ConfigChangeKind,
  subject: string,
  before: Parameters,
  after: Parameters,
): ConfigChange[] {
  return differing(before, after).flatMap((row) => valueChange(kind, subject, row.parameter, row.before, row.after));
}

interface DifferingParameter {
  readonly parameter: string;
  readonly before: JsonValue | undefined;
  readonly after: JsonValue | undefined;
}

function differing(before: Parameters, after: Parameters): DifferingParameter[] {
  return (["known", "extra"] as const).flatMap((part) => {
    const names = new Set([...Object.keys(before[part]), ...Object.keys(after[part])]);
    return [...names].flatMap((name) => {
      const [old, now] = [valueIn(before[part], name), valueIn(after[part], name)];
      const parameter = part === "extra" ? `extra.${name}` : name;
      return jsonEqual(old, now) ? [] : [{ parameter, before: old, after: now }];
    });
  });
}

function valueIn(values: Parameters["known"], name: string): JsonValue | undefined {
  return own(values, name) as JsonValue | undefined;
}
