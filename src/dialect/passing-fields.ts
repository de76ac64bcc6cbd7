import type { Adaptation } from "../usage.ts";

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
