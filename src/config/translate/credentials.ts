import { Secret } from "../../util/secret.ts";
import { isPlaceholder } from "../placeholder.ts";
import type { YamlPath } from "../problem.ts";
import { type Translating, tell } from "./translating.ts";

type Written = Secret | string;

/** The keys of a backend in order, without those that are still placeholders. */
export function toApiKeys(
  block: {
    readonly api_key?: Written | readonly Written[] | undefined;
    readonly api_keys?: Written | readonly Written[] | undefined;
  },
  path: YamlPath,
  translating: Translating,
): readonly Secret[] {
  const name = block.api_key === undefined ? "api_keys" : "api_key";
  const written = block[name];
  if (written === undefined) return Object.freeze([]);
  const place = [...path, name];
  const keys = isList(written)
    ? written.flatMap((key, index) => toApiKey(key, [...place, index], translating))
    : toApiKey(written, place, translating);
  return Object.freeze(keys);
}

/** Headers under their lower-case names. */
export function toHeaders(
  headers: Readonly<Record<string, Written>> | undefined,
  path: YamlPath,
  translating: Translating,
): Readonly<Record<string, Secret>> {
  const found = new Map<string, Secret>();
  for (const [written, value] of Object.entries(headers ?? {})) {
    const name = written.toLowerCase();
    const place = [...path, written];
    const secret = toSecret(value);
    if (found.has(name)) {
      const message = "another spelling of a header above; case does not count in their names, so remove one";
      tell(translating, "error", "duplicate_name", place, message, "key");
    } else if (!isSendable(secret)) {
      tell(translating, "error", "invalid_header", place, "holds line breaks or signs that no header can carry");
    } else found.set(name, secret);
  }
  return Object.freeze(Object.fromEntries(found));
}

function toApiKey(written: Written, path: YamlPath, translating: Translating): Secret[] {
  const secret = toSecret(written);
  if (isPlaceholder(secret.reveal())) {
    tell(
      translating,
      "warning",
      "placeholder",
      path,
      "stands in square brackets like a placeholder of a template; fill it in",
    );
    return [];
  }
  if (isSendable(secret)) return [secret];
  tell(translating, "error", "invalid_api_key", path, "holds line breaks or signs that no header can carry");
  return [];
}

function toSecret(written: Written): Secret {
  const value = typeof written === "string" ? written : written.reveal();
  const trimmed = value.trim();
  return typeof written !== "string" && trimmed === value ? written : new Secret(trimmed);
}

// https://www.rfc-editor.org/rfc/rfc9110#name-field-values
function isSendable(secret: Secret): boolean {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(secret.reveal());
}

function isList(written: Written | readonly Written[]): written is readonly Written[] {
  return Array.isArray(written);
}
