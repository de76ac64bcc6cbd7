import type { Parameters } from "../../config.ts";
import type { ParameterOrigin, RouteRequest } from "../../route.ts";
import type { JsonValue } from "../../util/json.ts";
import type { YamlPath } from "../problem.ts";

/** Parameters of one origin, and where the config says them; a call's stand nowhere. */
export interface ParameterLayer {
  readonly from: ParameterOrigin;
  readonly parameters: Parameters;
  readonly path?: YamlPath;
}

type Values = Readonly<Record<string, JsonValue>>;

const NONE: Values = Object.freeze({});

/** No parameters at all. */
export const NO_PARAMETERS: Parameters = Object.freeze({ known: NONE, extra: NONE });

/** What several origins say together, the best first: the best one's value whole, and none where that is `null`. */
export function mergeParameters(layers: readonly ParameterLayer[]): Parameters {
  const known = mergeValues(layers.map(({ parameters }) => parameters.known));
  const extra = mergeValues(layers.map(({ parameters }) => parameters.extra));
  return known === NONE && extra === NONE ? NO_PARAMETERS : Object.freeze({ known, extra });
}

/** The parameters of one call as a layer; absent where it brings none. */
export function callLayer({ parameters = NONE, extra = NONE }: RouteRequest): ParameterLayer | undefined {
  if (isEmpty(parameters) && isEmpty(extra)) return undefined;
  return { from: "call", parameters: { known: parameters, extra } };
}

function mergeValues(best: readonly Values[]): Values {
  const speaking = best.filter((values) => !isEmpty(values));
  const [only, ...others] = speaking;
  if (only === undefined) return NONE;
  const merged = new Map<string, JsonValue>();
  for (const values of [only, ...others].reverse()) {
    for (const [name, value] of Object.entries(values)) {
      // Laid over another object carelessly, this key would change what the object is.
      if (value === undefined || name === "__proto__") continue;
      if (value === null) merged.delete(name);
      else merged.set(name, value);
    }
  }
  return Object.freeze(Object.fromEntries(merged));
}

function isEmpty(values: Values): boolean {
  for (const _ in values) return false;
  return true;
}
