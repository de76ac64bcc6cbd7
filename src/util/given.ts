/** What of an object holds something: each entry absent or worth keeping. */
export type Given<Facts> = { [Name in keyof Facts]?: NonNullable<Facts[Name]> };

/** The entries that hold something: no `undefined`, `null`, empty text, list or object. */
export function given<Facts extends object>(facts: Facts): Given<Facts> {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => holds(value))) as Given<Facts>;
}

function holds(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return false;
  return typeof value !== "object" || Object.keys(value).length > 0;
}
