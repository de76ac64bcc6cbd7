import { type Command, InvalidArgumentError } from "commander";
import { parseQuery, type Query, type Sort } from "../../query.ts";
import type { FilterOptions } from "../../registry.ts";
import { UsageError } from "../exit.ts";

/** What the commands that list models take. */
export interface QueryOptions {
  where?: string;
  sort?: string;
  limit?: number;
}

/** Adds the options that choose and order models. */
export function withQueryOptions(command: Command): Command {
  return command
    .option("--where <query>", "a query as JSON")
    .option("--sort <field>", "sort by a field; -field for descending")
    .option("--limit <n>", "at most so many", parseLimit);
}

/** The query of `--where`. @throws {UsageError} @throws {QueryError} */
export function readQuery(text: string | undefined): Query {
  if (text === undefined) return {};
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`--where is no JSON (${reason}); an example: --where '{"provider":"openai"}'`);
  }
  return parseQuery(data);
}

/** The order of `--sort`. */
export function sortOf({ sort }: QueryOptions): FilterOptions {
  // The cast is checked: compileSort refuses what is no field.
  return sort === undefined ? {} : { sort: sort as Sort };
}

function parseLimit(text: string): number {
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1) throw new InvalidArgumentError("Expected a whole number from 1.");
  return limit;
}
