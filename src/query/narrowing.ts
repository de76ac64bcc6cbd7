import type { Model } from "../model.ts";
import type { Field } from "./field.ts";
import type { Narrowing } from "./model-table.ts";
import type { Order } from "./value-tests.ts";

type Test = (model: Model) => boolean;

type Numbers = (column: Float64Array, rows: Uint32Array, count: number, limit: number) => number;

/** Asks the models of the rows one by one. */
export function byModel(test: Test): Narrowing {
  return ({ models }, rows, count) => {
    let kept = 0;
    for (let index = 0; index < count; index++) {
      const row = rows[index] as number;
      if (test(models[row] as Model)) rows[kept++] = row;
    }
    return kept;
  };
}

/** Asks a column of the field instead; `test` asks the models where there is none. */
export function byValue(field: Field, holds: (value: unknown) => boolean, test: Test): Narrowing {
  const ask = byModel(test);
  return (table, rows, count) => {
    const column = table.column(field, count);
    if (column === undefined) return ask(table, rows, count);
    const { codes, values } = column;
    return codes === undefined
      ? keepValues(values, rows, count, holds)
      : keepCodes(
          codes,
          rows,
          count,
          Uint8Array.from(values, (value) => (holds(value) ? 1 : 0)),
        );
  };
}

/** The same for the order of numbers, which may be many. */
export function byNumber(field: Field, operator: Order, limit: number, test: Test): Narrowing {
  const ask = byModel(test);
  const keep = KEEP[operator];
  return (table, rows, count) => {
    const column = table.numbers(field, count);
    return column === undefined ? ask(table, rows, count) : keep(column, rows, count, limit);
  };
}

/** Narrows by one condition after the other. */
export function inTurn(narrowings: readonly Narrowing[]): Narrowing {
  return (table, rows, count) => {
    let kept = count;
    for (const narrow of narrowings) if (kept > 0) kept = narrow(table, rows, kept);
    return kept;
  };
}

/** Keeps the rows one of the conditions holds for, in their order; each is asked only of what those before it left. */
export function either(narrowings: readonly Narrowing[]): Narrowing {
  return (table, rows, count) => {
    const taken = new Uint8Array(table.models.length);
    const candidates = rows.slice(0, count);
    let left = count;
    for (const narrow of narrowings) {
      const tried = candidates.slice(0, left);
      const found = narrow(table, tried, left);
      for (let index = 0; index < found; index++) taken[tried[index] as number] = 1;
      left = keepTaken(taken, candidates, left, 0);
    }
    return keepTaken(taken, rows, count, 1);
  };
}

function keepTaken(taken: Uint8Array, rows: Uint32Array, count: number, wanted: 0 | 1): number {
  let kept = 0;
  for (let index = 0; index < count; index++) {
    const row = rows[index] as number;
    if (taken[row] === wanted) rows[kept++] = row;
  }
  return kept;
}

function keepCodes(codes: Uint8Array, rows: Uint32Array, count: number, wanted: Uint8Array): number {
  let kept = 0;
  for (let index = 0; index < count; index++) {
    const row = rows[index] as number;
    if (wanted[codes[row] as number] === 1) rows[kept++] = row;
  }
  return kept;
}

function keepValues(
  values: readonly unknown[],
  rows: Uint32Array,
  count: number,
  holds: (value: unknown) => boolean,
): number {
  let kept = 0;
  for (let index = 0; index < count; index++) {
    const row = rows[index] as number;
    if (holds(values[row])) rows[kept++] = row;
  }
  return kept;
}

// One loop for each operator, for the comparison in it must be known when it is compiled; NaN passes none of them.
const KEEP: Readonly<Record<Order, Numbers>> = {
  $gt(column, rows, count, limit) {
    let kept = 0;
    for (let index = 0; index < count; index++) {
      const row = rows[index] as number;
      if ((column[row] as number) > limit) rows[kept++] = row;
    }
    return kept;
  },
  $gte(column, rows, count, limit) {
    let kept = 0;
    for (let index = 0; index < count; index++) {
      const row = rows[index] as number;
      if ((column[row] as number) >= limit) rows[kept++] = row;
    }
    return kept;
  },
  $lt(column, rows, count, limit) {
    let kept = 0;
    for (let index = 0; index < count; index++) {
      const row = rows[index] as number;
      if ((column[row] as number) < limit) rows[kept++] = row;
    }
    return kept;
  },
  $lte(column, rows, count, limit) {
    let kept = 0;
    for (let index = 0; index < count; index++) {
      const row = rows[index] as number;
      if ((column[row] as number) <= limit) rows[kept++] = row;
    }
    return kept;
  },
};
