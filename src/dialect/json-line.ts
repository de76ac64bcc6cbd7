/** Some clients end a line at these too (Python's `splitlines`), and JSON leaves them as they are. */
const LINE_ENDS = /[\u0085\u2028\u2029]/;
const EVERY_LINE_END = /[\u0085\u2028\u2029]/g;

/** JSON that is one line to whoever reads it: the data of an event, or a line of NDJSON. */
export function jsonLine(value: unknown): string {
  const json = JSON.stringify(value);
  return LINE_ENDS.test(json) ? json.replace(EVERY_LINE_END, escapeUnit) : json;
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
