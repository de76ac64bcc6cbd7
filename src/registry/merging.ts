/** How a field of several layers becomes one: the best origin's value, key by key, or all of them together. */
export type Merging = "whole" | "by-key" | "by-system" | "union" | "price";

const MERGING = new Map<string, Merging>([
  ["modalities", "by-key"],
  ["capabilities", "by-key"],
  ["customMetadata", "by-key"],
  ["parameters", "by-key"],
  ["lifecycle", "by-key"],
  ["benchmarks", "by-key"],
  ["connectorMetadata", "by-system"],
  ["tags", "union"],
  ["aliases", "union"],
  // One origin's prices belong together; only corrections by the user are laid over them key by key.
  ["pricing", "price"],
]);

export function mergingOf(field: string): Merging {
  return MERGING.get(field) ?? "whole";
}

/** Path steps as a JSON Pointer (RFC 6901), so that keys with dots or slashes stay apart. */
export function pointer(...steps: readonly string[]): string {
  return steps.map((step) => `/${step.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
