/** A list in the order of a value of each, what has none last; equal ones, and those without, stay in their order. */
export function knownFirst<Item, Value>(
  items: readonly Item[],
  keyOf: (item: Item) => Value | undefined,
  compare: (a: Value, b: Value) => number,
): Item[] {
  const known: { item: Item; value: Value }[] = [];
  const unknown: Item[] = [];
  for (const item of items) {
    const value = keyOf(item);
    if (value === undefined) unknown.push(item);
    else known.push({ item, value });
  }
  // Sorting is stable.
  known.sort((a, b) => compare(a.value, b.value));
  const ordered = known.map(({ item }) => item);
  return unknown.length === 0 ? ordered : [...ordered, ...unknown];
}
