/** `__proto__` as JSON may write it, with any of its letters escaped; also where it is no name, which is looked into. */
const MAY_NAME_PROTO = /__proto__|\\u00(?:5f|6f|70|72|74)/i;

/**
 * Parses JSON so that nothing in it can become another object's prototype, whoever copies its fields: the name `__proto__`
 * is left out (https://cwe.mitre.org/data/definitions/1321.html).
 * @throws {SyntaxError}
 */
export function parseInert(json: string): unknown {
  const value: unknown = JSON.parse(json);
  if (mayNameProto(json)) dropProto(value);
  return value;
}

/** Whether a JSON text may hold the name `__proto__`; most do not hold the beginning of either spelling. */
export function mayNameProto(json: string): boolean {
  return (json.includes("__") || json.includes("\\u")) && MAY_NAME_PROTO.test(json);
}

function dropProto(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  if (Object.hasOwn(value, "__proto__")) Reflect.deleteProperty(value, "__proto__");
  for (const item of Object.values(value)) dropProto(item);
}
