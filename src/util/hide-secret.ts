const REDACTED = "[redacted]";
const inspect = Symbol.for("nodejs.util.inspect.custom");

/**
 * Makes options that hold a secret safe to print: reading and passing them on works as before, while `console.log`,
 * `util.inspect` and `JSON.stringify` show `[redacted]` in its place. Copies made by spreading are not covered.
 */
export function hideSecret<Value extends object>(value: Value, secret: string): Value {
  for (const inner of Object.values(value)) {
    if (typeof inner === "object" && inner !== null && !Array.isArray(inner)) hideSecret(inner, secret);
  }
  const shown = () => redacted(value, secret);
  Object.defineProperty(value, inspect, { value: shown, enumerable: false, configurable: true });
  Object.defineProperty(value, "toJSON", { value: shown, enumerable: false, configurable: true });
  return value;
}

function redacted(value: object, secret: string): Record<string, unknown> {
  const entries = Object.entries(value).map(([key, item]) => [
    key,
    typeof item === "string" ? redactText(item, secret) : item,
  ]);
  return Object.fromEntries(entries);
}

// A short word that stands for a key would be found inside ordinary text as well.
function redactText(text: string, secret: string): string {
  if (text === secret) return REDACTED;
  return secret.length < 8 ? text : text.replaceAll(secret, REDACTED);
}
