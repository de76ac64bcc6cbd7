const MOST = 8;

/** Names for a sentence: `a, b and c`; of many only the first, and how many more. */
export function listed(names: readonly string[]): string {
  if (names.length > MOST) return `${names.slice(0, MOST).join(", ")} and ${names.length - MOST} more`;
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** `; did you mean a or b?`, or nothing. */
export function didYouMean(names: readonly string[]): string {
  if (names.length === 0) return "";
  const last = names.at(-1);
  return `; did you mean ${names.length === 1 ? last : `${names.slice(0, -1).join(", ")} or ${last}`}?`;
}
