import type { Adaptation } from "../usage.ts";
import type { UnknownRecord } from "../util/record.ts";

/** Reports each field of a message or part that a dialect has no word for; what another reads is never lost in silence. */
export function reportPassing(
  value: object,
  known: ReadonlySet<string>,
  field: string,
  dialect: string,
  adaptations: Adaptation[],
): void {
  for (const key in value) {
    if (known.has(key)) continue;
    const item = (value as Record<string, unknown>)[key];
    if (item === undefined || item === null) continue;
    adaptations.push({ field: `${field}.${key}`, what: `${dialect} has no such field; it was left out` });
  }
}

/**
 * Fields as they travel with a message or part: those whose names are agreed on under these, what else a body held under
 * the name of its dialect, so that no other takes it for its own.
 */
export function passingFields(fields: UnknownRecord, agreed: readonly string[], dialect: string): UnknownRecord {
  const passing: UnknownRecord = {};
  let others: UnknownRecord | undefined;
  for (const key in fields) {
    if (agreed.includes(key)) passing[key] = fields[key];
    else {
      others ??= {};
      others[key] = fields[key];
    }
  }
  if (others !== undefined) passing[dialect] = others;
  return passing;
}
