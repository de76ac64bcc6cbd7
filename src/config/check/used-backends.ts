import { splitTarget } from "../target.ts";
import type { CheckContext } from "./context.ts";

/** The names of the backends that a call can lead to: switched on, and a target or a fall-back of a model that is. */
export function usedBackends({ config, names }: CheckContext): ReadonlySet<string> {
  const enabled = [...config.models.values()].filter((model) => model.enabled);
  const direct = enabled.flatMap(({ fallback, targets }) => [
    ...targets.map(({ target }) => target),
    // A fall-back on an exposed model leads to targets that are counted with it.
    ...Object.values(fallback)
      .flat()
      .filter((member) => names.find(member) === undefined),
  ]);
  const used = [
    ...direct.flatMap((target) => splitTarget(target)?.backend ?? []),
    ...(enabled.length === 0 ? [] : config.fallbackProviders),
  ];
  return new Set(used.filter((name) => config.backends.get(name)?.enabled === true));
}
