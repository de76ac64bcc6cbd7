/** A list in the order of a value of each, what has none last; equal ones, and those without, stay in their order. */
export function knownFirst<Item, Value>(
  items: readonly Item[],
  keyOf: (item: Item) => Value | undefined,
  compare: (a: Value, b: Value) => number,
): Item[] {
  const ordered: Item[] = [];
  const values: Value[] = [];
  const unknown: Item[] = [];
  for (const item of items) {
    const value = keyOf(item);
    if (value === undefined) {
      unknown.push(item);
      continue;
    }
    // Put in its place at once: such lists are short, and each is made for one call.
    let place = values.length;
    while (place > 0 && compare(values[place - 1] as Value, value) > 0) place -= 1;
    if (place === values.length) {
      ordered.push(item);
      values.push(value);
    } else {
      ordered.splice(place, 0, item);
      values.splice(place, 0, value);
    }
  }
  return unknown.length === 0 ? ordered : [...ordered, ...unknown];
}
