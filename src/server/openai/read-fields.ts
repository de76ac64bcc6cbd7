import { invalidRequest } from "../../dialect/invalid-request.ts";
import type { JsonValue } from "../../util/json.ts";
import { isRecord, type UnknownRecord } from "../../util/record.ts";
import { refuseDestination } from "../foreign-destination.ts";

/** What a field must be. */
type Kind = "string" | "number";

/** A body's fields: the model, those of ours that are there, and what has no word of ours. */
export interface ReadFields {
  readonly model: string;
  readonly fields: UnknownRecord;
  readonly extra: { readonly extra?: Readonly<Record<string, JsonValue>> };
}

/**
 * Reads the fields of a body by their names; a `null` is as if absent, and those in `apart` are read by the caller.
 * @throws {CallError} `invalid_request` @throws {Refusal} for one that says where the request is to go
 */
export function readFields(
  body: unknown,
  kinds: Readonly<Record<string, Kind>>,
  apart: readonly string[] = [],
): ReadFields {
  if (!isRecord(body)) throw invalidRequest("body", "expected an object");
  const { model } = body;
  if (typeof model !== "string" || model === "") throw invalidRequest("model", "expected the name of a model");
  const fields: UnknownRecord = {};
  const extra: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(body)) {
    if (value === null || name === "model" || name === "__proto__" || apart.includes(name)) continue;
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    if (kind === undefined) {
      extra[name] = value as JsonValue; // parsed JSON
      continue;
    }
    if (typeof value !== kind) throw invalidRequest(name, `expected a ${kind}`);
    fields[name] = value;
  }
  refuseDestination(extra);
  return { model, fields, extra: Object.keys(extra).length === 0 ? {} : { extra } };
}

/** A field that must be there. @throws {CallError} `invalid_request` */
export function requireText(fields: UnknownRecord, name: string): string {
  const value = fields[name];
  if (typeof value === "string" && value !== "") return value;
  throw invalidRequest(name, "expected a text");
}
