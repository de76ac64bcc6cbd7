import { isRecord, own } from "../../util/record.ts";

/** The formats that can be migrated. */
export const MIGRATION_FORMATS = ["litellm", "portkey", "llm", "models-list", "modelmall"] as const;

/** A format that can be migrated. */
export type MigrationFormat = (typeof MIGRATION_FORMATS)[number];

/** What a file is, by its content: the formats it may be, or what else it looks like. */
export function recognise(value: unknown): { formats: readonly MigrationFormat[]; looksLike?: string } {
  const formats = MIGRATION_FORMATS.filter((format) => TESTS[format](value));
  if (formats.length > 0) return { formats };
  const looksLike = OTHERS.find(([, test]) => test(value))?.[0];
  return { formats: [], ...(looksLike === undefined ? {} : { looksLike }) };
}

const TESTS: Readonly<Record<MigrationFormat, (value: unknown) => boolean>> = {
  litellm: (value) => hasAny(value, ["model_list", "litellm_settings", "router_settings", "credential_list"]),
  portkey: (value) =>
    isRecord(own(value, "strategy")) ||
    Array.isArray(own(value, "targets")) ||
    hasAny(value, ["virtual_key", "override_params", "virtualKey", "overrideParams"]),
  llm: (value) =>
    Array.isArray(value) && value.length > 0 && value.every((item) => own(item, "model_id") !== undefined),
  "models-list": (value) =>
    isListOfModels(own(value, "data"), "id") ||
    isListOfModels(own(value, "models"), "name") ||
    isListOfModels(value, "id"),
  modelmall: isOurs,
};

const NOT_OURS = ["apiVersion", "server", "routers", "database_url", "helicone", "model_list", "gateway"];

const OUR_SECTIONS = ["models", "backends", "providers"];
const OUR_KEYS = [
  ...OUR_SECTIONS,
  ...["version", "include", "pricing_unit", "model_defaults", "fallback_providers", "groups", "strategies"],
];

// Other tools have `providers` and `models` too, so that beside these only keys of ours count.
function isOurs(value: unknown): boolean {
  if (!isRecord(value) || hasAny(value, NOT_OURS)) return false;
  const models = own(value, "models");
  if (isListOfModels(models, "name")) return false;
  const isPlainlyOurs = isRecord(own(value, "backends")) && models !== undefined;
  const areKeysOurs = Object.keys(value).every((key) => OUR_KEYS.includes(key) || key.startsWith("x-"));
  return isPlainlyOurs || (areKeysOurs && hasAny(value, OUR_SECTIONS));
}

function isListOfModels(value: unknown, key: "id" | "name"): boolean {
  if (!Array.isArray(value) || value.length === 0) return false;
  // Our own old form is a list of objects with a name too; Ollama's has more.
  const isRow = (item: unknown) => key === "id" || hasAny(item, ["digest", "modified_at", "details"]);
  return value.every((item) => typeof own(item, key) === "string" && isRow(item));
}

/** Other tools, told by what only their files hold. */
const OTHERS: readonly (readonly [string, (value: unknown) => boolean])[] = [
  [
    "Kubernetes resources, such as those of the Envoy AI Gateway",
    (value) => hasAny(value, ["apiVersion"]) && hasAny(value, ["kind"]),
  ],
  [
    "a configuration of the Helicone AI gateway",
    (value) =>
      hasAny(value, ["helicone", "routers"]) || everyEntry(value, (item) => own(item, "base-url") !== undefined),
  ],
  [
    "a model mapping of the Helicone AI gateway",
    (value) =>
      everyEntry(
        value,
        (item) => Array.isArray(item) && item.every((text) => typeof text === "string" && text.includes("/")),
      ),
  ],
  ["a configuration of GoModel", (value) => isRecord(own(value, "server")) && isRecord(own(value, "providers"))],
  [
    "a configuration of Otari",
    (value) => hasAny(value, ["database_url", "host", "port"]) && hasAny(value, ["providers", "master_key"]),
  ],
];

function hasAny(value: unknown, keys: readonly string[]): boolean {
  return keys.some((key) => own(value, key) !== undefined);
}

function everyEntry(value: unknown, test: (item: unknown) => boolean): boolean {
  return isRecord(value) && Object.keys(value).length > 0 && Object.values(value).every(test);
}
