import { Secret } from "../../src/util/secret.ts";

/** A value with its secrets in the open. */
export function revealed(value: unknown): unknown {
  if (value instanceof Secret) return `secret ${value.reveal()}`;
  if (Array.isArray(value)) return value.map(revealed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, revealed(item)]));
}
