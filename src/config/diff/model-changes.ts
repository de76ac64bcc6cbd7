import type { Config, RouteModel } from "../../config.ts";
import type { Route } from "../../route.ts";
import { follow } from "../resolve/outcome.ts";
import { type Comparison, type ConfigChange, change } from "./change.ts";
import { factChanges } from "./fact-changes.ts";
import { limitChanges } from "./limit-changes.ts";
import { parameterChanges } from "./parameter-changes.ts";
import { routeChanges } from "./route-changes.ts";

/** What changes about the names of a config: whether they can be asked for, and all that stands behind them. */
export function modelChanges(comparison: Comparison): ConfigChange[] {
  const { before, after } = comparison;
  const names = new Set([...before.models.keys(), ...after.models.keys()]);
  return [...names].flatMap((name) => {
    const [old, now] = [before.models.get(name), after.models.get(name)];
    if (old?.enabled === true && now?.enabled === true) return behindName(comparison, name);
    if (now?.enabled === true) return [appeared(comparison, now, old !== undefined)];
    if (old?.enabled === true) return [vanished(comparison, old, now !== undefined)];
    return [];
  });
}

function behindName({ before, after, catalogue, at }: Comparison, name: string): ConfigChange[] {
  const [old, now] = [before, after].map((config) => follow(config, name, { catalogue, at }).result) as [
    Result,
    Result,
  ];
  if ("error" in old && "error" in now) return [];
  if ("error" in old) return [change("model_usable", name, "can be called again", { after: targetsOf(now) })];
  if ("error" in now) {
    const text = `can no longer be called: ${now.error.dropped.map(({ id, reason }) => `${id} (${reason})`).join("; ")}`;
    return [change("model_unusable", name, text, { before: targetsOf(old) })];
  }
  const pair = { name, old: sideOf(before, old.route), now: sideOf(after, now.route) };
  return [...routeChanges(pair), ...factChanges(pair, at), ...parameterChanges(pair), ...limitChanges(pair)];
}

type Result = ReturnType<typeof follow>["result"];

function sideOf(config: Config, route: Route) {
  return { config, route };
}

function targetsOf(result: Result): readonly string[] | undefined {
  return "route" in result ? result.route.targets.map(({ id }) => id) : undefined;
}

function appeared({ after, catalogue, at }: Comparison, model: RouteModel, wasThere: boolean): ConfigChange {
  const targets = targetsOf(follow(after, model.name, { catalogue, at }).result) ?? [];
  const leads = targets.length === 0 ? "that leads nowhere" : `that leads to ${targets.join(", ")}`;
  return wasThere
    ? change("model_enabled", model.name, `can be asked for again${alsoAs(model)}`, { after: targets })
    : change("model_added", model.name, `a new name ${leads}${alsoAs(model)}`, { after: targets });
}

function vanished({ before, catalogue, at }: Comparison, model: RouteModel, isThere: boolean): ConfigChange {
  const targets = targetsOf(follow(before, model.name, { catalogue, at }).result) ?? [];
  return isThere
    ? change("model_disabled", model.name, `is switched off${alsoAs(model)}`, { before: targets })
    : change("model_removed", model.name, `can no longer be asked for${alsoAs(model)}`, { before: targets });
}

function alsoAs({ aliases }: RouteModel): string {
  return aliases.length === 0 ? "" : `, also as ${aliases.join(", ")}`;
}
