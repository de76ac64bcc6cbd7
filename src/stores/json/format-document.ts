import type { StoredModel } from "../../store.ts";
import { FORMAT, type RegistryDocument, VERSION } from "./document.ts";
import { stringifyDeep } from "./stringify-deep.ts";

// Models are immutable, so an update writes anew only the text of those it changed.
const entries = new WeakMap<StoredModel, { id: string; text: string }>();

/** The text of a registry file: a line for each layer, so that a small change is a small diff. */
export function formatDocument({ state, extras, strays }: RegistryDocument): string {
  const origins = Array.from(state.origins, ([name, record]) => field(name, JSON.stringify(record)));
  const models = Array.from(state.models, ([id, model]) => modelEntry(id, model));
  const fields = [
    field("format", JSON.stringify(FORMAT)),
    field("version", JSON.stringify(VERSION)),
    field("origins", block([...origins, ...strayFields(strays.origins)])),
    field("models", block([...models, ...strayFields(strays.models)])),
    ...strayFields(extras),
  ];
  return `${block(fields)}\n`;
}

function field(key: string, text: string): string {
  return `${JSON.stringify(key)}: ${text}`;
}

function strayFields(values: ReadonlyMap<string, unknown>): string[] {
  return Array.from(values, ([key, value]) => field(key, stringifyDeep(value)));
}

function block(lines: readonly string[]): string {
  return lines.length === 0 ? "{}" : `{\n${lines.join(",\n")}\n}`;
}

function modelEntry(id: string, model: StoredModel): string {
  const known = entries.get(model);
  if (known?.id === id) return known.text;
  const { layers, ...rest } = model;
  const head = JSON.stringify(rest).slice(1, -1);
  // The user's layer comes first: it is the one a person looks for.
  const lines = Object.entries(layers)
    .sort(([a], [b]) => Number(b === "user") - Number(a === "user"))
    .map(([origin, layer]) => `  ${field(origin, JSON.stringify(layer))}`);
  // Joined, not concatenated: V8 would walk the pieces of a concatenation again at each save.
  const text = [field(id, "{"), head, head === "" ? "" : ",", '"layers":', block(lines), "}"].join("");
  entries.set(model, { id, text });
  return text;
}
