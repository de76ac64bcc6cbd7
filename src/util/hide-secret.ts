const REDACTED = "[redacted]";
const inspect = Symbol.for("nodejs.util.inspect.custom");

/**
 * Makes options that hold secrets safe to print: reading and passing them on works as before, while `console.log`,
 * `util.inspect` and `JSON.stringify` show `[redacted]` in its place. Copies made by spreading are not covered.
 */
export function hideSecret<Value extends object>(value: Value, ...secrets: readonly string[]): Value {
  // What cannot be extended is shown by what holds it; the outermost has nobody and is copied.
  if (!Object.isExtensible(value)) return hideSecret({ ...value }, ...secrets);
  for (const inner of Object.values(value))
    if (isRecord(inner) && Object.isExtensible(inner)) hideSecret(inner, ...secrets);
  const shown = () => redacted(value, secrets);
  Object.defineProperty(value, inspect, { value: shown, enumerable: false, configurable: true });
  Object.defineProperty(value, "toJSON", { value: shown, enumerable: false, configurable: true });
  return value;
}

function redacted(value: object, secrets: readonly string[]): Record<string, unknown> {
  const entries = Object.entries(value).map(([key, item]) => [
    key,
    typeof item === "string" ? secrets.reduce(redactText, item) : isFixed(item) ? redacted(item, secrets) : item,
  ]);
  return Object.fromEntries(entries);
}

function isRecord(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isFixed(value: unknown): value is object {
  return isRecord(value) && !Object.isExtensible(value);
}

// A short word that stands for a key would be found inside ordinary text as well.
function redactText(text: string, secret: string): string {
  if (text === secret) return REDACTED;
  return secret.length < 8 ? text : text.replaceAll(secret, REDACTED);
}
