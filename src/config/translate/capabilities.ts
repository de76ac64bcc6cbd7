import { CAPABILITIES } from "../../model.ts";
import { toCamelCase } from "../../util/camel-case.ts";
import { nearest } from "../../util/nearest.ts";
import { toSnakeCase } from "../../util/snake-case.ts";
import type { YamlPath } from "../problem.ts";
import { type Translating, tell } from "./translating.ts";

/** Capabilities as YAML writes them: a list of what is on, or each switched on or off. */
export type CapabilitiesBlock = readonly string[] | Readonly<Record<string, boolean>>;

const CANONICAL: ReadonlyMap<string, string> = new Map([
  ...CAPABILITIES.map((name) => [name.toLowerCase(), name] as const),
  ["functioncalling", "tools"],
  ["toolcalling", "tools"],
  ["tooluse", "tools"],
  ["embeddings", "embedding"],
  ["structuredoutput", "jsonSchema"],
  ["structuredoutputs", "jsonSchema"],
]);

/** What is switched on or off, by the names of `CAPABILITIES`; a label that is none of them is kept, with a warning. */
export function toCapabilities(
  block: CapabilitiesBlock | undefined,
  path: YamlPath,
  translating: Translating,
): Readonly<Record<string, boolean>> {
  const switches = new Map<string, boolean>();
  for (const { written, isOn, place, part } of entriesOf(block ?? [], path)) {
    const name = canonical(written, place, part, translating);
    const before = switches.get(name);
    if (before !== undefined && before !== isOn) {
      const message = `${translating.show(place, written)} is another spelling of a capability that is switched ${before ? "on" : "off"} above`;
      tell(translating, "error", "capability_conflict", place, message, part);
    }
    switches.set(name, isOn);
  }
  return Object.freeze(Object.fromEntries(switches));
}

/** Capabilities a request needs, by the names of `CAPABILITIES`. */
export function toNeeds(names: readonly string[], path: YamlPath, translating: Translating): readonly string[] {
  return Object.freeze(names.map((name, index) => canonical(name, [...path, index], "value", translating)));
}

interface Entry {
  readonly written: string;
  readonly isOn: boolean;
  readonly place: YamlPath;
  readonly part: "key" | "value";
}

function entriesOf(block: CapabilitiesBlock, path: YamlPath): Entry[] {
  return isList(block)
    ? block.map((written, index) => ({ written, isOn: true, place: [...path, index], part: "value" }))
    : Object.entries(block).map(([written, isOn]) => ({ written, isOn, place: [...path, written], part: "key" }));
}

function isList(block: CapabilitiesBlock): block is readonly string[] {
  return Array.isArray(block);
}

function canonical(written: string, place: YamlPath, part: "key" | "value", translating: Translating): string {
  const known = CANONICAL.get(toCamelCase(written).toLowerCase());
  if (known !== undefined) return known;
  const near = nearest(written, CAPABILITIES.map(toSnakeCase));
  const hint = near.length === 0 ? "" : `; did you mean ${near.join(", ")}?`;
  const message = `${translating.show(place, written)} is no capability modelmall knows; kept as a label that nothing checks${hint}`;
  tell(translating, "warning", "unknown_capability", place, message, part);
  return written;
}
