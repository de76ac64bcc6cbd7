import { nearest } from "../util/nearest.ts";

/** What to say after a name nobody has: the nearest, and all there are. */
export function suggestion(name: string, known: readonly string[]): string {
  const [near] = nearest(name, known);
  return near === undefined
    ? `; there are ${known.join(", ")}`
    : `; did you mean ${near}? (there are ${known.join(", ")})`;
}
