/** A row's id as a report may show it: on one line, without control characters, cut to 120. */
export function rowLabel(id: unknown): string {
  if (typeof id !== "string" || id === "") return "a row without an id";
  return id.slice(0, 120).replace(/\p{C}+/gu, " ");
}
