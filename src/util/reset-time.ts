const LONGEST_MS = 24 * 60 * 60 * 1_000;
const UNIT_MS = new Map([
  ["ms", 1],
  ["s", 1_000],
  ["m", 60_000],
  ["h", 3_600_000],
  ["d", 86_400_000],
]);

/**
 * Milliseconds until a limit is reset, at most a day, as providers write it: `12` or `1.5` seconds, `6m0s`, `120ms`,
 * `2026-05-18T11:42:16Z`, or seconds or milliseconds since 1970; `undefined` for what makes no sense.
 */
export function resetMs(value: string, now: number): number | undefined {
  const text = value.trim();
  // Most of all answers say it like this; no other way need be tried.
  const short = /^(\d{1,9}(?:\.\d{1,9})?)(m?s)$/.exec(text);
  if (short !== null) return limited(Number(short[1]) * (short[2] === "s" ? 1_000 : 1));
  if (/^\d+(\.\d+)?$/.test(text)) {
    const number = Number(text);
    // Seconds to wait, or since 1970, or milliseconds since 1970: their ranges do not meet.
    if (number < 1e9) return limited(number * 1_000);
    return limited((number < 1e11 ? number * 1_000 : number) - now);
  }
  if (/^\d{4}-\d\d-\d\dT/.test(text)) {
    const at = Date.parse(text);
    return Number.isNaN(at) ? undefined : limited(at - now);
  }
  return durationMs(text);
}

/** Milliseconds of `17s`, `6m0s`, `1h2m3.5s`, `20ms`, `5 minutes`, at most a day. */
export function durationMs(text: string): number | undefined {
  const compact = text.trim().toLowerCase().replaceAll(" ", "");
  if (!/^(\d{1,9}(\.\d{1,9})?[a-z]{1,7}){1,5}$/.test(compact)) return undefined;
  let total = 0;
  for (const [, number, word = ""] of compact.matchAll(/(\d+(?:\.\d+)?)([a-z]+)/g)) {
    const unit = UNIT_MS.get(word) ?? UNIT_MS.get(word.charAt(0));
    if (unit === undefined) return undefined;
    total += Number(number) * unit;
  }
  return limited(total);
}

function limited(milliseconds: number): number {
  return Math.ceil(Math.min(Math.max(milliseconds, 0), LONGEST_MS));
}
