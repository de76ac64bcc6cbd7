import type { Model } from "../model.ts";
import { type Field, isList } from "./field.ts";
import { whatIs } from "./operand.ts";
import type { FieldPath } from "./query-type.ts";
import { Reading } from "./reading.ts";
import { below, describe, fail, isObject } from "./show.ts";
import type { Get } from "./value-tests.ts";

/** What to sort by: `"pricing.input"`, `"-contextWindow"` for the largest first, several of them, or `{ path: 1 | -1 }`. */
export type Sort = SortKey | readonly SortKey[] | { readonly [Path in FieldPath]?: 1 | -1 };

type SortKey = FieldPath | `-${FieldPath}`;

type Comparator = (a: Model, b: Model) => number;

/**
 * The comparator of a sort; what is unknown or does not apply comes last in either direction, and equals keep their order.
 * @throws {QueryError} for what is no field one can sort by
 */
export function compileSort(sort: Sort): Comparator {
  const comparators = readKeys(sort).map(({ name, descending, at }) => comparatorFor(name, descending, at));
  const [only] = comparators;
  if (only !== undefined && comparators.length === 1) return only;
  return (a, b) => {
    for (const compare of comparators) {
      const result = compare(a, b);
      if (result !== 0) return result;
    }
    return 0;
  };
}

interface Key {
  name: string;
  descending: boolean;
  at: string;
}

function readKeys(sort: unknown): Key[] {
  if (Array.isArray(sort)) return Array.from(sort as unknown[], (key, index) => readKey(key, below("sort", index)));
  if (!isObject(sort)) return [readKey(sort, "sort")];
  return Object.entries(sort).map(([name, direction]) => {
    const at = below("sort", name);
    if (direction !== 1 && direction !== -1) fail(at, `expected 1 (ascending) or -1, got ${describe(direction)}`);
    return { name, descending: direction === -1, at };
  });
}

function readKey(key: unknown, at: string): Key {
  if (typeof key !== "string") fail(at, `expected the path of a field, got ${describe(key)}`);
  return key.startsWith("-") ? { name: key.slice(1), descending: true, at } : { name: key, descending: false, at };
}

function comparatorFor(name: string, descending: boolean, at: string): Comparator {
  const field = new Reading(undefined).field(name, at);
  if (!isSortable(field)) fail(at, `${whatIs(field)}; sort by a field with one value`);
  return comparator(field.get, descending ? -1 : 1);
}

function isSortable({ type }: Field): boolean {
  return !isList(type) && type !== "object" && type !== "capabilities";
}

function comparator(get: Get<Model>, direction: 1 | -1): Comparator {
  return (a, b) => {
    const left = get(a);
    const right = get(b);
    const leftRank = rankOf(left);
    const rightRank = rankOf(right);
    if (leftRank !== rightRank) return leftRank - rightRank;
    if (left === right || leftRank === LAST) return 0;
    // Of one rank, so of one type.
    return (left as string) < (right as string) ? -direction : direction;
  };
}

const LAST = 3;

/** Numbers before texts before booleans, where the user's notes mix them; what cannot be compared comes last. */
function rankOf(value: unknown): number {
  if (typeof value === "number") return 0;
  if (typeof value === "string") return 1;
  return typeof value === "boolean" ? 2 : LAST;
}
