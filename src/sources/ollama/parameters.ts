import type { JsonValue } from "../../util/json.ts";

/** The `parameters` text of `/api/show` (a name and a value on each line, as in a Modelfile); a name that comes twice gives a list. */
export function parseParameters(text: string): Map<string, JsonValue> {
  const parameters = new Map<string, JsonValue>();
  for (const line of text.split("\n")) {
    const [, name, written] = /^\s*(\w+)\s+(.*?)\s*$/.exec(line) ?? [];
    if (name === undefined || written === undefined) continue;
    const value = parseValue(written);
    const before = parameters.get(name);
    if (before === undefined) parameters.set(name, value);
    else parameters.set(name, [...(Array.isArray(before) ? before : [before]), value]);
  }
  return parameters;
}

function parseValue(written: string): JsonValue {
  if (/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(written) && Number.isFinite(Number(written))) return Number(written);
  if (written === "true" || written === "false") return written === "true";
  if (!/^".*"$/s.test(written)) return written;
  try {
    return String(JSON.parse(written));
  } catch {
    return written.slice(1, -1);
  }
}
