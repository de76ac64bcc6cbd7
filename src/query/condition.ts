import type { Model } from "../model.ts";
import type { Narrowing } from "./model-table.ts";
import { byModel, either, inTurn } from "./narrowing.ts";

/** A test of a model. */
export type Test = (model: Model) => boolean;

/** Something a model must have that an index can answer. */
export interface Equality {
  readonly index: "provider" | "capability" | "tag";
  readonly key: string;
}

/** A condition that holds, does not hold, or cannot be told because something about the model is unknown. */
export interface Condition {
  /** How dear it is to test, compared with others. */
  readonly cost: number;
  /** What every model it holds for has. */
  readonly equals: readonly Equality[];
  /** The test for "holds", or of the negated condition for "does not hold"; neither passes where it cannot be told. */
  test(negated: boolean): Test;
  /** The same for the rows of a table. */
  narrowing(negated: boolean): Narrowing;
}

/** A condition that is not made of others. */
export interface Leaf {
  readonly cost: number;
  readonly equals?: readonly Equality[];
  test(negated: boolean): Test;
  /** A quicker way for tables than asking model by model, where there is one. */
  narrowing?(negated: boolean, test: Test): Narrowing;
}

/** The condition a leaf is. */
export function leaf({ cost, equals = [], test, narrowing }: Leaf): Condition {
  return {
    cost,
    equals,
    test,
    narrowing: (negated) => narrowing?.(negated, test(negated)) ?? byModel(test(negated)),
  };
}

/** Holds where every one of the conditions does; of none, everywhere. */
export function allOf(conditions: readonly Condition[]): Condition {
  const [only] = conditions;
  if (only !== undefined && conditions.length === 1) return only;
  return {
    cost: costOf(conditions),
    equals: conditions.flatMap(({ equals }) => equals),
    test: (negated) => (negated ? some : every)(testsOf(conditions, negated)),
    narrowing: (negated) => (negated ? either : inTurn)(narrowingsOf(conditions, negated)),
  };
}

/** Holds where one of the conditions does; of none, nowhere. */
export function anyOf(conditions: readonly Condition[]): Condition {
  const [only] = conditions;
  if (only !== undefined && conditions.length === 1) return only;
  return {
    cost: costOf(conditions),
    equals: [],
    test: (negated) => (negated ? every : some)(testsOf(conditions, negated)),
    narrowing: (negated) => (negated ? inTurn : either)(narrowingsOf(conditions, negated)),
  };
}

/** Holds where the condition is known not to. */
export function not(condition: Condition): Condition {
  return {
    cost: condition.cost,
    equals: [],
    test: (negated) => condition.test(!negated),
    narrowing: (negated) => condition.narrowing(!negated),
  };
}

function costOf(conditions: readonly Condition[]): number {
  return conditions.reduce((sum, { cost }) => sum + cost, 0);
}

function testsOf(conditions: readonly Condition[], negated: boolean): Test[] {
  return cheapFirst(conditions).map((condition) => condition.test(negated));
}

function narrowingsOf(conditions: readonly Condition[], negated: boolean): Narrowing[] {
  return cheapFirst(conditions).map((condition) => condition.narrowing(negated));
}

function cheapFirst(conditions: readonly Condition[]): Condition[] {
  return conditions.toSorted((a, b) => a.cost - b.cost);
}

// Two and three tests are spelt out, for a loop over them takes twice as long; more are halved, not chained, so that a
// thousand nest ten deep.
function every(tests: readonly Test[]): Test {
  const [a, b, c] = tests;
  if (a === undefined) return () => true;
  if (b === undefined) return a;
  if (c === undefined) return (model) => a(model) && b(model);
  if (tests.length === 3) return (model) => a(model) && b(model) && c(model);
  const [first, second] = halves(tests).map(every) as [Test, Test];
  return (model) => first(model) && second(model);
}

function some(tests: readonly Test[]): Test {
  const [a, b, c] = tests;
  if (a === undefined) return () => false;
  if (b === undefined) return a;
  if (c === undefined) return (model) => a(model) || b(model);
  if (tests.length === 3) return (model) => a(model) || b(model) || c(model);
  const [first, second] = halves(tests).map(some) as [Test, Test];
  return (model) => first(model) || second(model);
}

function halves(tests: readonly Test[]): [readonly Test[], readonly Test[]] {
  const middle = tests.length >> 1;
  return [tests.slice(0, middle), tests.slice(middle)];
}
