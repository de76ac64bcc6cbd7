/**
 * The keys of an object parsed from `text`, in the order they were written: JavaScript moves keys like `"7"` to the
 * front, and our own layout, one key at the start of a line, tells where they stood.
 */
export function keysInOrder(parsed: object, text: string): string[] {
  const keys = Object.keys(parsed);
  if (!/^(0|[1-9]\d*)$/.test(keys[0] ?? "")) return keys;
  const place = new Map<string, number>();
  for (const { 1: literal, index } of text.matchAll(/^("(?:[^"\\\n]|\\.){0,2000}"): /gm)) {
    if (literal !== undefined) place.set(keyOf(literal), index);
  }
  if (!keys.every((key) => place.has(key))) return keys;
  return keys.sort((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0));
}

function keyOf(literal: string): string {
  try {
    return String(JSON.parse(literal));
  } catch {
    return literal;
  }
}
