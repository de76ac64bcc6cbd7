import type { RouteModel } from "../../config.ts";
import type { ConfigProblem } from "../problem.ts";
import { type CheckContext, problemAt } from "./context.ts";

/** Aliases that mean something else already: another model's name or alias. */
export function checkAliases(context: CheckContext): readonly ConfigProblem[] {
  const owners = new Map<string, RouteModel>();
  return [...context.config.models.values()].flatMap((model) =>
    model.aliases.flatMap((alias, index) => {
      const path = [...model.path, "aliases", index];
      const owner = owners.get(alias);
      owners.set(alias, owner ?? model);
      const taken = (message: string) => [problemAt(context, "error", "alias_taken", path, message)];
      const idle = (message: string) => [problemAt(context, "warning", "alias_idle", path, message)];
      if (alias === model.name) return idle(`"${alias}" is the model's own name already; take the alias away`);
      if (context.config.models.has(alias)) {
        return taken(`"${alias}" is the name of another model; an alias must mean one model only: choose another`);
      }
      if (owner === model) return idle(`"${alias}" stands here twice`);
      if (owner !== undefined) {
        return taken(`"${alias}" is an alias of "${owner.name}" already; an alias must mean one model only`);
      }
      return [];
    }),
  );
}
