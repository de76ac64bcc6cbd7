import { isRecord, own, type UnknownRecord } from "../../util/record.ts";
import { describe } from "../../util/shape.ts";
import type { RawConfig } from "../raw-config.ts";
import type { MovedSection } from "./moves.ts";
import { tell, type UpgradeStep, type Upgrading } from "./upgrading.ts";

const MODEL_LIST = "old_model_list";
const SECTIONS = ["models", "backends", "providers"] as const satisfies readonly MovedSection[];
const RESERVED = ["__proto__", "constructor", "prototype"];

/** Lists of names, or of objects with a `name`, become maps by name. */
export const keyByName: UpgradeStep = (document, upgrading) =>
  SECTIONS.reduce((known, section) => withMap(known, section, upgrading), document);

/** Whether the models of a config stood in the old list form, which promised nothing about where they run. */
export function hadModelList(raw: RawConfig): boolean {
  return raw.problems.some(({ code }) => code === MODEL_LIST);
}

function withMap(document: UnknownRecord, section: MovedSection, upgrading: Upgrading): UnknownRecord {
  const list = own(document, section);
  if (!Array.isArray(list)) return document;
  const entries = new Map<string, unknown>();
  for (const [index, item] of list.entries()) {
    const name = isRecord(item) ? own(item, "name") : item;
    const place = [section, index];
    const key = isRecord(item) && Object.hasOwn(item, "name") ? [...place, "name"] : place;
    const problem = problemWith(name, item, entries);
    if (typeof name !== "string" || problem !== undefined) {
      tell(upgrading, "error", "invalid_list_item", key, problem ?? "expected a name");
      continue;
    }
    entries.set(name, isRecord(item) ? withoutName(item) : {});
    upgrading.moves.entry(section, name, { path: place, key });
  }
  const code = section === "models" ? MODEL_LIST : "old_backend_list";
  tell(upgrading, "note", code, [section], `old form: a list, read as ${shown([...entries.keys()])}`);
  return { ...document, [section]: Object.fromEntries(entries) };
}

function problemWith(name: unknown, item: unknown, before: ReadonlyMap<string, unknown>): string | undefined {
  if (typeof name === "number" || typeof name === "boolean") return "expected a name; write it in quotes";
  if (typeof name !== "string" || name.trim() === "") {
    return isRecord(item) && !Object.hasOwn(item, "name")
      ? "expected a name; write the entry as NAME: { … } in a map, or add name: NAME"
      : `expected a name, got ${describe(name)}`;
  }
  if (name.includes("${")) return "a name cannot hold a variable; write it out";
  if (RESERVED.includes(name)) return `${JSON.stringify(name)} cannot be a name; choose another`;
  if (before.has(name)) return `${JSON.stringify(name)} stands twice in this list; remove one`;
  return undefined;
}

function withoutName({ name: _, ...rest }: UnknownRecord): UnknownRecord {
  return rest;
}

function shown(names: readonly string[]): string {
  if (names.length === 0) return "a map of none";
  const first = names.slice(0, 5).join(", ");
  return `a map of names: ${first}${names.length > 5 ? ` and ${names.length - 5} more` : ""}`;
}
