import type { Config } from "../../config.ts";
import type { ExplainedParameter, RouteRequest } from "../../route.ts";
import { own } from "../../util/record.ts";
import { callLayer, type ParameterLayer } from "../resolve/parameters.ts";
import { at } from "./place.ts";

type Said = Omit<ExplainedParameter, "name" | "over">;

/** Who set each parameter of a target, and what that won over; a parameter that is taken away is told of with `null`. */
export function explainParameters(
  config: Config,
  layers: readonly ParameterLayer[],
  request: RouteRequest,
): ExplainedParameter[] {
  const call = callLayer(request);
  const all = call === undefined ? layers : [call, ...layers];
  return (["known", "extra"] as const).flatMap((part) =>
    [...namesIn(all, part)].flatMap((name) => {
      const [best, ...over] = saidOf(config, all, part, name);
      // Taking away what nobody gives changes nothing.
      if (best === undefined || (best.value === null && over.every(({ value }) => value === null))) return [];
      return [{ name: part === "extra" ? `extra.${name}` : name, ...best, over }];
    }),
  );
}

// From the defaults up, which is the order the merged parameters have too.
function namesIn(layers: readonly ParameterLayer[], part: "known" | "extra"): Set<string> {
  const names = layers.toReversed().flatMap(({ parameters }) => Object.keys(parameters[part]));
  return new Set(names.filter((name) => name !== "__proto__"));
}

function saidOf(config: Config, layers: readonly ParameterLayer[], part: "known" | "extra", name: string): Said[] {
  return layers.flatMap(({ from, parameters, path }) => {
    const value = own(parameters[part], name);
    if (value === undefined) return [];
    const place = path === undefined ? {} : at(config, [...path, ...(part === "extra" ? [part] : []), name]);
    return [{ from, value, ...place }];
  });
}
