/** A list in the order of a value of each, what has none last; equal ones, and those without, stay in their order. */
export function knownFirst<Item, Value>(
  items: readonly Item[],
  keyOf: (item: Item) => Value | undefined,
  compare: (a: Value, b: Value) => number,
): Item[] {
  const ordered = [...items];
  const values = items.map(keyOf);
  // Each is put in its place among those before it: such lists are short, and each is made for one call.
  for (let next = 1; next < ordered.length; next += 1) {
    const item = ordered[next] as Item;
    const value = values[next];
    let place = next;
    for (; place > 0 && isBehind(values[place - 1], value, compare); place -= 1) {
      ordered[place] = ordered[place - 1] as Item;
      values[place] = values[place - 1];
    }
    ordered[place] = item;
    values[place] = value;
  }
  return ordered;
}

function isBehind<Value>(
  before: Value | undefined,
  value: Value | undefined,
  compare: (a: Value, b: Value) => number,
): boolean {
  if (value === undefined) return false;
  return before === undefined || compare(before, value) > 0;
}
