import type { JsonValue } from "../../util/json.ts";
import { own } from "../../util/record.ts";
import type { ConfigProblem, YamlPath } from "../problem.ts";
import { lacks } from "./capabilities.ts";
import { type CheckContext, type CheckedTarget, problemAt } from "./context.ts";
import { listed } from "./wording.ts";

/** A parameter that some targets are known not to take. */
interface Fault {
  readonly path: YamlPath;
  /** What is wrong, for the targets named. */
  readonly tell: (targets: string) => string;
  readonly target: string;
}

/** What a parameter needs of a model, by the parameter's name. */
const NEEDS: readonly (readonly [string, (value: JsonValue) => string | undefined])[] = [
  ["response_format", formatNeeds],
  ["reasoning_effort", (effort) => (effort === "none" ? undefined : "reasoning")],
  ["parallel_tool_calls", (value) => (value === true ? "parallelTools" : undefined)],
];

/** Parameters that a target is known not to take, and answers longer than it gives. */
export function checkParameters(context: CheckContext): readonly ConfigProblem[] {
  const places = new Map<string, Fault & { readonly targets: Set<string> }>();
  for (const target of context.targets) {
    for (const fault of [...unsupported(context, target), ...tooLong(context, target)]) {
      const key = JSON.stringify([fault.path, fault.tell("")]);
      const place = places.get(key);
      if (place === undefined) places.set(key, { ...fault, targets: new Set([fault.target]) });
      else place.targets.add(fault.target);
    }
  }
  return [...places.values()].map(({ path, tell, targets }) =>
    problemAt(context, "warning", "unsupported_parameter", path, tell(listed([...targets]))),
  );
}

function unsupported(context: CheckContext, target: CheckedTarget): Fault[] {
  return NEEDS.flatMap(([name, need]) => {
    const set = parameterOf(context, target, name);
    const capability = set === undefined ? undefined : need(set.value);
    if (set === undefined || capability === undefined || !lacks(target, capability)) return [];
    const tell = (targets: string) => `needs ${capability}, which is known to be missing at ${targets}`;
    return [{ path: set.path, tell, target: target.entry.target }];
  });
}

function tooLong(context: CheckContext, target: CheckedTarget): Fault[] {
  const most = target.facts.maxOutputTokens;
  const set = parameterOf(context, target, "max_tokens");
  if (typeof most !== "number" || typeof set?.value !== "number" || set.value <= most) return [];
  const tell = (targets: string) => `above the ${most} tokens that are known to be the most at ${targets}`;
  return [{ path: set.path, tell, target: target.entry.target }];
}

/** The value a parameter has at a target unless a call says otherwise, and where it is set; absent also where it is taken away. */
function parameterOf(
  { config }: CheckContext,
  { backend, entry, id, model }: CheckedTarget,
  name: string,
): { readonly value: JsonValue; readonly path: YamlPath } | undefined {
  const backendModel = backend?.models.get(id);
  const levels = [
    { known: entry.parameters.known, path: [...entry.path, "parameters"] },
    { known: model.parameters.known, path: [...model.path, "parameters"] },
    { known: backendModel?.parameters.known, path: [...(backend?.path ?? []), "models", id, "parameters"] },
    { known: backend?.parameters.known, path: [...(backend?.path ?? []), "parameters"] },
    { known: config.modelDefaults.known, path: ["model_defaults"] },
  ];
  const level = levels.find(({ known }) => known !== undefined && Object.hasOwn(known, name));
  const value = level?.known?.[name];
  return level === undefined || value === undefined || value === null
    ? undefined
    : { value, path: [...level.path, name] };
}

function formatNeeds(format: JsonValue): string | undefined {
  const type = own(format, "type");
  if (type === "json_schema") return "jsonSchema";
  return type === "json_object" ? "jsonMode" : undefined;
}
