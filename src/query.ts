import type { Model } from "./model.ts";
import type { Equality } from "./query/condition.ts";
import { FIELD_TABLE } from "./query/fields.ts";
import { ModelTable, type Narrowing } from "./query/model-table.ts";
import { OPERATOR_TABLE } from "./query/operator-table.ts";
import type { Query } from "./query/query-type.ts";
import { readQuery } from "./query/read-query.ts";
import { Reading } from "./query/reading.ts";
import { SHORTHANDS } from "./query/shorthands.ts";

export { ModelTable } from "./query/model-table.ts";
export type { FieldPath, Query } from "./query/query-type.ts";
export { compileSort, type Sort } from "./query/sort.ts";

/** A query ready to be asked; its functions need no `this`. */
export interface CompiledQuery {
  matches(model: Model): boolean;
  /** The models it holds for, in their order; the quickest way to ask many, above all of a table. */
  filter(models: readonly Model[] | ModelTable): Model[];
  /** What every model it holds for has; any one of them narrows a search before the rest is tested. */
  readonly equals: readonly Equality[];
}

/** What a query is read with. */
export interface QueryOptions {
  /** Names of capabilities besides the known ones. */
  capabilities?: Iterable<string>;
}

/** What a query can ask about. */
export const QUERY_FIELDS: readonly { name: string; type: string; description: string }[] = [
  ...FIELD_TABLE,
  ...SHORTHANDS.map(({ name, type, description }) => ({ name, type, description })),
];

/** What a query can compare with. */
export const QUERY_OPERATORS: readonly { name: string; type: string; description: string }[] = OPERATOR_TABLE;

const NAMES = SHORTHANDS.map(({ name }) => name);

/**
 * Compiles a query. It holds for models of which every condition is known to hold: what is unknown or does not apply
 * matches no comparison, nor the negation of one.
 * @throws {QueryError} saying where the query is wrong and what was meant
 */
export function compileQuery(query: Query, { capabilities = [] }: QueryOptions = {}): CompiledQuery {
  const condition = readQuery(query, new Reading(capabilities, NAMES));
  const matches = condition.test(false);
  let narrow: Narrowing | undefined;
  return {
    matches,
    equals: condition.equals,
    filter(models) {
      if (!(models instanceof ModelTable)) return filterEach(models, matches);
      narrow ??= condition.narrowing(false);
      return models.keep(narrow);
    },
  };
}

/**
 * Checks that data from outside is a query; which capabilities there are is left to whoever compiles it.
 * @throws {QueryError} saying where it is wrong and what was meant
 */
export function parseQuery(data: unknown): Query {
  readQuery(data, new Reading(undefined, NAMES));
  return data as Query;
}

function filterEach(models: readonly Model[], matches: (model: Model) => boolean): Model[] {
  const found: Model[] = [];
  for (let index = 0; index < models.length; index++) {
    const model = models[index] as Model;
    if (matches(model)) found.push(model);
  }
  return found;
}
