import type { ModelInput } from "../../../src/model.ts";
import { compileQuery, type Query } from "../../../src/query.ts";
import { modelWith } from "./model-with.ts";

/** Whether a query holds for a model of which nothing is known but what is given. */
export function holds(query: Query, input: ModelInput): boolean {
  return compileQuery(query).matches(modelWith(input));
}
