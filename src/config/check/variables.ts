import type { VariableUse } from "../expand.ts";
import { type ConfigPosition, type ConfigProblem, showPath, type YamlPath } from "../problem.ts";
import { type CheckContext, problemAt } from "./context.ts";
import { usedBackends } from "./used-backends.ts";
import { listed } from "./wording.ts";

/** Variables and files that are not there: one problem for each, with every place that needs it. */
export function checkVariables(context: CheckContext): readonly ConfigProblem[] {
  const unset = new Map<string, VariableUse[]>();
  for (const use of context.variables) {
    if (use.isSet) continue;
    const others = unset.get(use.variable);
    if (others === undefined) unset.set(use.variable, [use]);
    else others.push(use);
  }
  if (unset.size === 0) return [];
  const isNeeded = neededIn(context);
  return [...unset.values()].map((uses) => {
    const needed = uses.find(isNeeded);
    const { path, at = context.config.locate(path), ...told } = needed ?? (uses[0] as VariableUse);
    const code = isFile(told) ? "unreadable_secret" : "unset_variable";
    const idle = needed === undefined ? "; a warning only, since nothing that can be called needs it" : "";
    const message = `${whatIsWrong(told)}${placesOf(uses, at)}; ${whatToDo(told, path)}${idle}`;
    return {
      ...problemAt(context, needed === undefined ? "warning" : "error", code, path, message),
      ...(at && { at }),
    };
  });
}

/** Whether a call can lead to what a variable is for; what stands neither in a model nor in a backend holds for all. */
function neededIn(context: CheckContext): (use: VariableUse) => boolean {
  const used = usedBackends(context);
  return ({ path: [section, name] }) => {
    if (typeof name !== "string") return true;
    if (section === "backends") return used.has(name);
    return section !== "models" || context.config.models.get(name)?.enabled !== false;
  };
}

function whatIsWrong({ variable, reason }: Pick<VariableUse, "variable" | "reason">): string {
  return reason === undefined ? `${variable} is not set` : `${variable} ${reason}`;
}

function whatToDo(use: Pick<VariableUse, "variable">, path: YamlPath): string {
  if (isFile(use)) return "put it there, or correct the path";
  // A key has no default that would be of use.
  const isSecret = path[0] === "backends" && ["api_key", "api_keys", "headers"].includes(String(path[2]));
  const other = isSecret ? "name a file that holds it as file:/path" : `write \${${use.variable}:-…} with a default`;
  return `set it, or ${other}`;
}

function isFile({ variable }: Pick<VariableUse, "variable">): boolean {
  return variable.startsWith("file:");
}

/** `; backends.openai.api_key (line 12) and backends.azure.api_key (line 30) need it`; nothing where there is one place only. */
function placesOf(uses: readonly VariableUse[], told: ConfigPosition | undefined): string {
  const places = new Set(uses.map(({ path, at }) => `${showPath(path)}${lineOf(at, told)}`));
  return places.size === 1 ? "" : `; ${listed([...places])} need it`;
}

function lineOf(at: ConfigPosition | undefined, told: ConfigPosition | undefined): string {
  if (at === undefined) return "";
  return at.file === told?.file ? ` (line ${at.line})` : ` (${at.file}:${at.line})`;
}
