import { describe, expect, it } from "vitest";
import { QueryError } from "../../src/errors.ts";
import { compileQuery, compileSort, parseQuery, type Query, type Sort } from "../../src/query.ts";

const circle: Record<string, unknown> = {};
circle.$not = circle;

const nested = (levels: number) => JSON.parse(`${'{"$not":'.repeat(levels)}{}${"}".repeat(levels)}`);
const OPERATORS =
  "operators are $eq, $ne, $gt, $gte, $lt, $lte, $in, $nin, $exists, $contains, $startsWith, $endsWith, $all, $size, $not, $and, $or, $nor";
const EXAMPLE = 'expected an object such as { provider: "openai" }, got';

/** What is asked, where it is wrong, and what is said of it. */
const BAD_QUERIES: readonly [unknown, string, string][] = [
  [null, "", `${EXAMPLE} null`],
  [undefined, "", `${EXAMPLE} undefined`],
  [5, "", `${EXAMPLE} number 5`],
  ["openai", "", `${EXAMPLE} text "openai"`],
  [[{ provider: "a" }], "", `${EXAMPLE} a list`],
  [new Date(0), "", `${EXAMPLE} a Date; use its toISOString()`],
  [new Map([["provider", "a"]]), "", `${EXAMPLE} an object`],
  [() => true, "", `${EXAMPLE} a function`],
  [{ contextwindow: 1 }, "contextwindow", "unknown field contextwindow; did you mean contextWindow?"],
  [{ context_window: 1 }, "context_window", "unknown field context_window; did you mean contextWindow?"],
  [{ tools: true }, "tools", "unknown field tools; did you mean capabilities.tools?"],
  [{ min_context: 1 }, "min_context", "unknown field min_context; did you mean minContext?"],
  [{ pricing: { inptu: 1 } }, "pricing.inptu", "unknown field pricing.inptu; did you mean pricing.input?"],
  [{ "lifecycle.stauts": 1 }, "lifecycle.stauts", "unknown field lifecycle.stauts; did you mean lifecycle.status?"],
  [{ $or: [{}, { idd: 1 }] }, "$or.1.idd", "unknown field idd; did you mean id?"],
  [
    { zzzzzzzz: 1 },
    "zzzzzzzz",
    "unknown field zzzzzzzz; fields are id, name, provider, description, family, version, contextWindow, maxInputTokens, maxOutputTokens, isLocal, tags, aliases, targets, releaseDate, knowledgeCutoff, openWeights, missingSince, createdAt, updatedAt, modalities, lifecycle, pricing, capabilities, customMetadata, connectorMetadata, parameters, benchmarks, minContext, maxInputPrice, maxOutputPrice, text, group, local, unknown",
  ],
  [{ "customMetadata.": 1 }, "customMetadata.", "unknown field customMetadata.; did you mean customMetadata?"],
  [{ ["a".repeat(600)]: 1 }, `"${"a".repeat(60)}…"`, "expected a path of at most 512 characters"],
  [{ contextWindow: { gte: 5 } }, "contextWindow.gte", "contextWindow is a number and has no gte; did you mean $gte?"],
  [
    { isLocal: { reallyReally: 5 } },
    "isLocal.reallyReally",
    "isLocal is true or false and has no reallyReally; compare it by an operator such as $eq",
  ],
  [{ id: { $contain: "x" } }, "id.$contain", "unknown operator $contain; did you mean $contains?"],
  [{ id: { $zzzzzz: "x" } }, "id.$zzzzzz", `unknown operator $zzzzzz; ${OPERATORS}`],
  [
    { id: { $regex: "(a+)+$" } },
    "id.$regex",
    "unknown operator $regex; patterns can hang a program; use $contains, $startsWith or $endsWith",
  ],
  [{ $where: "1" }, "$where", "unknown operator $where; a query is data; pass a function instead of a query"],
  [{ id: /gpt/ }, "id", 'expected text, got a regular expression; use { $contains: "…" }'],
  [{ $gt: 5 }, "$gt", "$gt needs a field: { contextWindow: { $gt: … } }"],
  [{ contextWindow: "big" }, "contextWindow", 'expected a number, got text "big"'],
  [{ contextWindow: { $gte: "128000" } }, "contextWindow.$gte", 'expected a number, got text "128000"'],
  [{ contextWindow: { $gt: null } }, "contextWindow.$gt", "expected a number, got null"],
  [{ contextWindow: Number.NaN }, "contextWindow", "expected a number, got number NaN"],
  [{ contextWindow: { $lt: Infinity } }, "contextWindow.$lt", "expected a number, got number Infinity"],
  [{ contextWindow: 5n }, "contextWindow", "expected a number, got a bigint"],
  [{ contextWindow: {} }, "contextWindow", "an empty object asks nothing; give a value or an operator"],
  [{ contextWindow: { $in: [1, "2"] } }, "contextWindow.$in.1", 'expected a number, got text "2"'],
  [{ contextWindow: { $in: 5 } }, "contextWindow.$in", "expected a list, got number 5"],
  [{ contextWindow: { $all: [5] } }, "contextWindow.$all", "$all needs a list; contextWindow is a number"],
  [{ contextWindow: { $size: 1 } }, "contextWindow.$size", "$size needs a list; contextWindow is a number"],
  [{ contextWindow: { $contains: "1" } }, "contextWindow.$contains", "$contains needs text; contextWindow is a number"],
  [{ contextWindow: { $exists: 1 } }, "contextWindow.$exists", "expected true or false, got number 1"],
  [{ isLocal: { $gt: false } }, "isLocal.$gt", "$gt needs a number or text; isLocal is true or false"],
  [{ isLocal: "yes" }, "isLocal", 'expected true or false, got text "yes"'],
  [
    { provider: ["openai", "groq"] },
    "provider",
    "expected text, got a list; for any of several values use { $in: […] }",
  ],
  [{ provider: undefined }, "provider", "undefined; give a value or leave the key out"],
  [{ provider: { $ne: undefined } }, "provider.$ne", "expected text, got undefined"],
  [{ provider: { $contains: 5 } }, "provider.$contains", "expected text, got number 5"],
  [{ tags: { $size: 1.5 } }, "tags.$size", "expected a whole number from 0, got number 1.5"],
  [{ tags: ["a", 5] }, "tags.1", "expected text, got number 5"],
  // biome-ignore lint/suspicious/noSparseArray: what is tested
  [{ tags: [, "a"] }, "tags.0", "expected text, got undefined"],
  [{ createdAt: { $gt: "yesterday" } }, "createdAt.$gt", 'expected an ISO 8601 date, got text "yesterday"'],
  [
    { createdAt: { $gt: new Date(0) } },
    "createdAt.$gt",
    "expected an ISO 8601 date, got a Date; use its toISOString()",
  ],
  [
    { lifecycle: { status: "gone" } },
    "lifecycle.status",
    'expected one of preview, active, deprecated, retired, got text "gone"',
  ],
  [{ pricing: 5 }, "pricing", "pricing is an object; ask for something in it, or for { $exists: true }"],
  [
    { "pricing.tiers": [] },
    "pricing.tiers",
    "pricing.tiers is a list of objects; ask for something in it, or for { $exists: true }",
  ],
  [{ capabilities: ["tols"] }, "capabilities.0", "unknown capability tols; did you mean tools?"],
  [{ capabilities: { visoin: true } }, "capabilities.visoin", "unknown capability visoin; did you mean vision?"],
  [{ "capabilities.visoin": true }, "capabilities.visoin", "unknown capability visoin; did you mean vision?"],
  [{ capabilities: [5] }, "capabilities.0", "expected the name of a capability, got number 5"],
  [{ capabilities: { tools: "yes" } }, "capabilities.tools", 'expected true or false, got text "yes"'],
  [
    { capabilities: { $gt: "a" } },
    "capabilities.$gt",
    "$gt does not suit capabilities; use $all, $in or $nin with names, or { tools: true }",
  ],
  [{ $or: [] }, "$or", "expected a list of at least one condition, got an empty one"],
  [{ $or: {} }, "$or", "expected a list, got an object"],
  [{ $and: [5] }, "$and.0", `${EXAMPLE} number 5`],
  [{ $not: [] }, "$not", `${EXAMPLE} a list`],
  [{ minContext: "128k" }, "minContext", 'contextWindow: expected a number, got text "128k"'],
  [{ maxInputPrice: null }, "maxInputPrice", "pricing.input: expected a number, got null"],
  [{ text: 5 }, "text", "expected text, got number 5"],
  [{ text: "x".repeat(1_001) }, "text", "expected at most 1,000 characters, got 1001"],
  [{ group: ["prod"] }, "group", "expected text, got a list"],
  [{ local: 1 }, "local", "expected true or false, got number 1"],
  [{ unknown: "pricing.inputs" }, "unknown", "unknown field pricing.inputs; did you mean pricing.input?"],
  [{ unknown: [5] }, "unknown.0", "expected the path of a field, got number 5"],
  [{ customMetadata: { rating: { $gt: true } } }, "customMetadata.rating.$gt", "$gt needs a number or text, got true"],
  [
    { customMetadata: { rating: { $eq: {} } } },
    "customMetadata.rating.$eq",
    "expected text, a number, true or false, got an object",
  ],
  [nested(40), Array(32).fill("$not").join("."), "nested deeper than 32 levels (or in a circle)"],
  [circle, Array(32).fill("$not").join("."), "nested deeper than 32 levels (or in a circle)"],
  [
    { $or: Array.from({ length: 1_001 }, () => ({ id: "x" })) },
    "$or.1000.id",
    "more than 1000 conditions; ask for less at once",
  ],
  [{ $or: Array.from({ length: 1_001 }, () => ({})) }, "$or.1000", "more than 1000 conditions; ask for less at once"],
  [{ id: { $in: Array(10_001).fill("x") } }, "id.$in", "expected at most 10,000 values, got 10001"],
  [{ contextWindow: "sk-abcdefghijklmnop" }, "contextWindow", 'expected a number, got text "…"'],
  [{ "bell\u0007": 1 }, '"bell"', 'unknown field "bell"'],
];

const BAD_SORTS: readonly [unknown, string, string][] = [
  ["contextwindow", "sort", "unknown field contextwindow; did you mean contextWindow?"],
  ["-prcing.input", "sort", "unknown field prcing.input; did you mean pricing.input?"],
  ["tags", "sort", "tags is a list of text; sort by a field with one value"],
  ["pricing", "sort", "pricing is an object; sort by a field with one value"],
  ["capabilities", "sort", "capabilities is an object; sort by a field with one value"],
  [["id", 5], "sort.1", "expected the path of a field, got number 5"],
  [null, "sort", "expected the path of a field, got null"],
  [{ id: "asc" }, "sort.id", 'expected 1 (ascending) or -1, got text "asc"'],
  [{ idd: 1 }, "sort.idd", "unknown field idd; did you mean id?"],
];

const shown = (value: unknown) =>
  String(JSON.stringify(value, (_, part) => (typeof part === "bigint" ? `${part}n` : part)));

const title = (value: unknown): string => (value === circle ? "a circle" : shown(value).slice(0, 80));

function errorOf(read: () => unknown): QueryError {
  try {
    read();
  } catch (error) {
    if (error instanceof QueryError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("a query that cannot be understood", () => {
  it.each(BAD_QUERIES.map(([query, path, message]) => [title(query), message, query, path] as const))(
    "%s: %s",
    (_, message, query, path) => {
      const error = errorOf(() => compileQuery(query as Query));
      expect(error.path).toBe(path);
      const start = path === "" ? "query: " : `query at ${path}: `;
      if (path === '"bell"') expect(error.message.startsWith(start + message)).toBe(true);
      else expect(error.message).toBe(start + message);
      expect(error).toMatchObject({ name: "QueryError", code: "invalid_query", fault: "request", retryable: false });
    },
  );

  it("is refused when it is parsed, too", () => {
    for (const [query, , message] of BAD_QUERIES) {
      if (message.startsWith("unknown capability")) continue;
      expect(errorOf(() => parseQuery(query)).message).toContain(message);
    }
  });

  it("is fine at the limits", () => {
    expect(() => compileQuery(nested(31))).not.toThrow();
    expect(() => compileQuery({ $or: Array.from({ length: 1_000 }, () => ({ id: "x" })) })).not.toThrow();
    expect(() => compileQuery({ id: { $in: Array(10_000).fill("x") } })).not.toThrow();
  });
});

describe("a sort that cannot be understood", () => {
  it.each(BAD_SORTS.map(([sort, path, message]) => [title(sort), message, sort, path] as const))(
    "%s: %s",
    (_, message, sort, path) => {
      const error = errorOf(() => compileSort(sort as Sort));
      expect(error.path).toBe(path);
      expect(error.message).toBe(`query at ${path}: ${message}`);
    },
  );
});
