/** Reads the value to compare from what is tested: a field of a model, or an element of a list. */
export type Get<Subject> = (subject: Subject) => unknown;

type TestOf<Subject> = (subject: Subject) => boolean;

/** A scalar a query compares with. */
export type Scalar = string | number | boolean | null;

/** How values are ordered against an operand. */
export type Order = "$gt" | "$gte" | "$lt" | "$lte";

/** What holds of a known value where the order does not. */
export const OPPOSITE: Readonly<Record<Order, Order>> = { $gt: "$lte", $gte: "$lt", $lt: "$gte", $lte: "$gt" };

/** Tests for equality; negated, for a value that is there and differs. */
export function equality<Subject>(get: Get<Subject>, operand: Scalar, negated: boolean): TestOf<Subject> {
  if (!negated) return (subject) => get(subject) === operand;
  return (subject) => {
    const value = get(subject);
    return value !== operand && value !== undefined && value !== null;
  };
}

/** Tests for one of several values; negated, for a value that is there and is none of them. */
export function membership<Subject>(get: Get<Subject>, operands: readonly Scalar[], negated: boolean): TestOf<Subject> {
  const wanted = new Set<unknown>(operands);
  if (!negated) return (subject) => wanted.has(get(subject));
  return (subject) => {
    const value = get(subject);
    return value !== undefined && value !== null && !wanted.has(value);
  };
}

/** Tests the order against a number or a text; a value of another type has none, so it never passes. */
export function order<Subject>(
  get: Get<Subject>,
  operator: Order,
  operand: number | string,
  negated: boolean,
): TestOf<Subject> {
  const direction = negated ? OPPOSITE[operator] : operator;
  return typeof operand === "number" ? numberOrder(get, direction, operand) : textOrder(get, direction, operand);
}

// One closure for each operator and type keeps the comparison in it monomorphic.
function numberOrder<Subject>(get: Get<Subject>, operator: Order, operand: number): TestOf<Subject> {
  switch (operator) {
    case "$gt":
      return (subject) => {
        const value = get(subject);
        return typeof value === "number" && value > operand;
      };
    case "$gte":
      return (subject) => {
        const value = get(subject);
        return typeof value === "number" && value >= operand;
      };
    case "$lt":
      return (subject) => {
        const value = get(subject);
        return typeof value === "number" && value < operand;
      };
    case "$lte":
      return (subject) => {
        const value = get(subject);
        return typeof value === "number" && value <= operand;
      };
  }
}

function textOrder<Subject>(get: Get<Subject>, operator: Order, operand: string): TestOf<Subject> {
  switch (operator) {
    case "$gt":
      return (subject) => {
        const value = get(subject);
        return typeof value === "string" && value > operand;
      };
    case "$gte":
      return (subject) => {
        const value = get(subject);
        return typeof value === "string" && value >= operand;
      };
    case "$lt":
      return (subject) => {
        const value = get(subject);
        return typeof value === "string" && value < operand;
      };
    case "$lte":
      return (subject) => {
        const value = get(subject);
        return typeof value === "string" && value <= operand;
      };
  }
}

/** How a text is searched in another, ignoring case. */
export type Search = "$contains" | "$startsWith" | "$endsWith";

const SEARCHES: Readonly<Record<Search, (text: string, part: string) => boolean>> = {
  $contains: (text, part) => text.includes(part),
  $startsWith: (text, part) => text.startsWith(part),
  $endsWith: (text, part) => text.endsWith(part),
};

/** Tests a text for a part of it, ignoring case; what is no text never passes. */
export function search<Subject>(get: Get<Subject>, operator: Search, part: string, negated: boolean): TestOf<Subject> {
  const found = SEARCHES[operator];
  const wanted = part.toLowerCase();
  return (subject) => {
    const value = get(subject);
    return typeof value === "string" && found(value.toLowerCase(), wanted) !== negated;
  };
}

/** Tests whether something is known of the field: its value is neither unknown nor "does not apply". */
export function existence<Subject>(get: Get<Subject>, wanted: boolean): TestOf<Subject> {
  return (subject) => {
    const value = get(subject);
    return (value !== undefined && value !== null) === wanted;
  };
}

/** Tests whether the value is unknown. */
export function absence<Subject>(get: Get<Subject>, negated: boolean): TestOf<Subject> {
  return (subject) => (get(subject) === undefined) !== negated;
}

/** Tests the length of a list; what is no list never passes. */
export function listSize<Subject>(get: Get<Subject>, size: number, negated: boolean): TestOf<Subject> {
  return (subject) => {
    const value = get(subject);
    return Array.isArray(value) && (value.length === size) !== negated;
  };
}

/**
 * Tests a value that may be a list: an element must pass, of a negated condition every element; what is no list is
 * tested itself.
 */
export function liftToLists<Subject>(
  get: Get<Subject>,
  whole: TestOf<unknown>,
  element: TestOf<unknown>,
  negated: boolean,
): TestOf<Subject> {
  return (subject) => {
    const value = get(subject);
    if (!Array.isArray(value)) return whole(value);
    for (let index = 0; index < value.length; index++) {
      if (element(value[index]) !== negated) return !negated;
    }
    return negated;
  };
}
