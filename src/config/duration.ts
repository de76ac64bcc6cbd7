/** A stretch of time as people write it: a number and a unit, or a number of seconds. */
export const DURATION = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h)?$/;

const UNIT_MS = new Map([
  ["ms", 1],
  ["s", 1_000],
  ["m", 60_000],
  ["h", 3_600_000],
]);

/** Timers fire at once when they are set for longer than this. */
const LONGEST_MS = 2 ** 31 - 1;

/** Milliseconds in `500ms`, `30s`, `2m`, `1h` or a number of seconds; `undefined` for what is none, or over 24 days. */
export function parseDuration(value: unknown): number | undefined {
  const match = typeof value === "number" || typeof value === "string" ? DURATION.exec(String(value)) : null;
  if (match === null) return undefined;
  const milliseconds = Math.round(Number(match[1]) * (UNIT_MS.get(match[2] ?? "s") ?? Number.NaN));
  return milliseconds <= LONGEST_MS ? milliseconds : undefined;
}
