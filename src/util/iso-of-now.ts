let last = Number.NaN;
let text = "";

/** A time in milliseconds since 1970 as ISO 8601 text; the last one is kept, for many calls begin in the same millisecond. */
export function isoOfNow(ms: number): string {
  const whole = Math.floor(ms);
  if (whole !== last) {
    text = new Date(whole).toISOString();
    last = whole;
  }
  return text;
}
