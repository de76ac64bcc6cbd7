/** Whether two pieces of JSON data are the same; the order of an object's keys does not count, `undefined` is absence. */
export function jsonEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a === b;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((item, index) => jsonEqual(item, b[index]));
  }
  return sameFields(a as Record<string, unknown>, b as Record<string, unknown>);
}

// The values are compared once: comparing them again from b's side would double the work at each level.
function sameFields(a: Record<string, unknown>, b: Record<string, unknown>): boolean {
  for (const key of Object.keys(a)) {
    if (a[key] !== undefined && !(Object.hasOwn(b, key) && jsonEqual(a[key], b[key]))) return false;
  }
  for (const key of Object.keys(b)) {
    if (b[key] !== undefined && !(Object.hasOwn(a, key) && a[key] !== undefined)) return false;
  }
  return true;
}
