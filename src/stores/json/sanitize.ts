/** Deeper nesting than any honest record has; recursive code is safe up to here. */
const DEEPEST = 64;

/**
 * Takes the own `__proto__` keys out of parsed JSON, in place, so that no later assignment can meet one.
 * Returns false when the value is nested too deeply to be handled.
 */
export function sanitize(value: unknown, depth = 0): boolean {
  if (typeof value !== "object" || value === null) return true;
  if (depth >= DEEPEST) return false;
  if (Array.isArray(value)) {
    for (const item of value) {
      if (typeof item === "object" && !sanitize(item, depth + 1)) return false;
    }
    return true;
  }
  const record = value as Record<string, unknown>;
  for (const key in record) {
    if (key === "__proto__") {
      delete record[key];
      continue;
    }
    const item = record[key];
    if (typeof item === "object" && !sanitize(item, depth + 1)) return false;
  }
  return true;
}
