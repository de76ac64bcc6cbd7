import { isUtf8 } from "node:buffer";
import type { OriginRecord, StoredModel } from "../../store.ts";
import { jsonEqual } from "../../util/json-equal.ts";
import { isRecord, type UnknownRecord } from "../../util/record.ts";
import { FORMAT, type RegistryDocument, VERSION } from "./document.ts";
import { keysInOrder } from "./keys-in-order.ts";
import { sanitize } from "./sanitize.ts";

export type Parsed = { document: RegistryDocument } | { broken: string };

const OURS = new Set(["format", "version", "origins", "models"]);

/** Reads a registry file's bytes; models and origins that equal those in `previous` are the same objects again. */
export function parseDocument(bytes: Buffer, previous: RegistryDocument): Parsed {
  const root = parseBytes(bytes);
  if (typeof root === "string") return { broken: root };
  const { format, version, origins = {}, models = {} } = root.value;
  if (format !== FORMAT) return { broken: `it is not a registry of modelmall (its "format" is not "${FORMAT}")` };
  if (typeof version !== "number" || !Number.isInteger(version) || version < 1) {
    return { broken: `its "version" is not a whole number from 1` };
  }
  const newer = version > VERSION;
  if (!newer && !isRecord(origins)) return { broken: `its "origins" is not an object` };
  if (!newer && !isRecord(models)) return { broken: `its "models" is not an object` };
  const foundOrigins = sort<OriginRecord>(origins, isRecord, root.text, previous.state.origins);
  const foundModels = sort<StoredModel>(models, isStoredModel, root.text, previous.state.models);
  const document: RegistryDocument = {
    state: { origins: foundOrigins.good, models: foundModels.good },
    extras: new Map(Object.entries(root.value).filter(([key]) => !OURS.has(key) && key !== "__proto__")),
    strays: { origins: foundOrigins.bad, models: foundModels.bad },
    notices: newer ? [] : [...notice("models", foundModels.bad), ...notice("origins", foundOrigins.bad)],
  };
  if (!newer) return { document };
  const readOnly = `the file has format version ${version}, this modelmall writes ${VERSION}; install a newer modelmall to change it`;
  return { document: { ...document, readOnly } };
}

function parseBytes(bytes: Buffer): { text: string; value: UnknownRecord } | string {
  if (bytes.length === 0) return "it is empty";
  if (!isUtf8(bytes)) return "it is not UTF-8 text";
  const decoded = bytes.toString("utf8");
  const text = decoded.startsWith("\uFEFF") ? decoded.slice(1) : decoded;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return `it is not JSON (${error instanceof Error ? error.message : String(error)})`;
  }
  return isRecord(value) ? { text, value } : `it holds ${shapeOf(value)}, not an object`;
}

function shapeOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "a list" : `a ${typeof value}`;
}

function sort<Value>(
  entries: unknown,
  isGood: (value: unknown) => boolean,
  text: string,
  previous: ReadonlyMap<string, Value>,
): { good: Map<string, Value>; bad: Map<string, unknown> } {
  const good = new Map<string, Value>();
  const bad = new Map<string, unknown>();
  if (!isRecord(entries)) return { good, bad };
  for (const key of keysInOrder(entries, text)) {
    const value = entries[key];
    if (key === "__proto__" || !isGood(value) || !sanitize(value)) {
      bad.set(key, value);
      continue;
    }
    const before = previous.get(key);
    good.set(key, before !== undefined && jsonEqual(before, value) ? before : (value as Value));
  }
  return { good, bad };
}

// Only the envelope: whether the facts are sound is for the registry to say, field by field.
function isStoredModel(value: unknown): boolean {
  if (!isRecord(value) || !isRecord(value.layers) || typeof value.createdAt !== "string") return false;
  for (const origin in value.layers) {
    if (origin === "__proto__") continue;
    const layer = value.layers[origin];
    if (!isRecord(layer) || !isRecord(layer.facts) || typeof layer.at !== "string") return false;
  }
  return true;
}

function notice(what: string, bad: ReadonlyMap<string, unknown>): string[] {
  if (bad.size === 0) return [];
  const named = Array.from(bad.keys())
    .slice(0, 5)
    .map((key) => JSON.stringify(key.slice(0, 80)));
  const more = bad.size > named.length ? ` and ${bad.size - named.length} more` : "";
  return [`${what} left out because their records are malformed (they stay in the file): ${named.join(", ")}${more}`];
}
