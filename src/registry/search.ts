import type { Model } from "../model.ts";
import { type CompiledQuery, compileQuery, compileSort, type Query, type Sort } from "../query.ts";
import type { Records } from "./records.ts";

/** Holds for the models wanted; an alternative to a query. */
export type ModelPredicate = (model: Model) => boolean;

/** In which order models are given, and how many. */
export interface FilterOptions {
  /** What to sort by, `-` before it for descending; what is unknown comes last either way. @default registry order */
  sort?: Sort;
  /** At most so many. */
  limit?: number;
}

/** All models a query or predicate holds for; what an index can answer narrows the search first. */
export function searchAll(records: Records, query: Query | ModelPredicate, options: FilterOptions = {}): Model[] {
  const { sort, limit } = options;
  const found = findAll(records, query);
  if (sort !== undefined) found.sort(compileSort(sort));
  return limit === undefined ? found : found.slice(0, limit);
}

function findAll(records: Records, query: Query | ModelPredicate): Model[] {
  if (typeof query === "function") return records.list().filter(query);
  if (Object.keys(query).length === 0) return records.list().slice();
  const compiled = compile(records, query);
  const postings = compiled.equals.map(({ index, key }) => records.postings()[index].get(key) ?? []);
  const [shortest] = postings.sort((a, b) => a.length - b.length);
  // A few models are asked one by one; of many, the table asks only for the fields in question.
  const isShort = shortest !== undefined && shortest.length * 4 <= records.stored.size;
  return compiled.filter(isShort ? shortest : records.table());
}

/** The same models one by one. */
export function searchEach(records: Records, query: Query | ModelPredicate): IterableIterator<Model> {
  // Compiled at the call, so that a wrong query throws here and not at the first step.
  const matches = typeof query === "function" ? query : compile(records, query).matches;
  return each(records, matches);
}

function* each(records: Records, matches: ModelPredicate): IterableIterator<Model> {
  for (const id of records.stored.keys()) {
    const model = records.get(id);
    if (model !== undefined && matches(model)) yield model;
  }
}

function compile(records: Records, query: Query): CompiledQuery {
  // Collected only if the query names a capability that is not one of the usual ones.
  const capabilities = { [Symbol.iterator]: () => records.postings().capabilityNames[Symbol.iterator]() };
  return compileQuery(query, { capabilities });
}
