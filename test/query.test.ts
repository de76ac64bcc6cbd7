import { describe, expect, it } from "vitest";
import type { ModelInput } from "../src/model.ts";
import { findShorthand, SHORTHANDS } from "../src/query/shorthands.ts";
import { compileQuery, parseQuery, QUERY_FIELDS, QUERY_OPERATORS, type Query } from "../src/query.ts";
import { modelWith } from "./query/support/model-with.ts";

const holds = (query: Query, input: ModelInput) => compileQuery(query).matches(modelWith(input));

/** What is asked, models it holds for, and models it does not hold for. */
const MEANINGS: readonly [string, Query, readonly ModelInput[], readonly ModelInput[]][] = [
  ["an empty query holds for all", {}, [{}, { contextWindow: 5 }], []],
  [
    "a value is equality",
    { provider: "openai" },
    [{ provider: "openai" }],
    [{ provider: "OpenAI" }, { provider: "azure" }],
  ],
  [
    "siblings must all hold",
    { provider: "openai", contextWindow: { $gte: 100 } },
    [{ contextWindow: 100 }],
    [{ contextWindow: 99 }, { contextWindow: 100, provider: "x" }],
  ],
  [
    "several operators must all hold",
    { contextWindow: { $gt: 1, $lt: 3 } },
    [{ contextWindow: 2 }],
    [{ contextWindow: 1 }, { contextWindow: 3 }, {}],
  ],
  [
    "siblings of $or must hold too",
    { $or: [{ isLocal: true }, { version: "2" }], provider: "a" },
    [{ provider: "a", version: "2" }],
    [{ provider: "b", version: "2" }, { provider: "a" }],
  ],
  [
    "siblings of $nor must hold too",
    { $nor: [{ isLocal: true }], provider: "a" },
    [{ provider: "a" }],
    [{ provider: "a", isLocal: true }, { provider: "b" }],
  ],
  [
    "siblings of $not must hold too",
    { $not: { isLocal: true }, provider: "a" },
    [{ provider: "a" }],
    [{ provider: "a", isLocal: true }, { provider: "b" }],
  ],
  [
    "operators beside a field's $not must hold too",
    { contextWindow: { $not: { $gt: 5 }, $gt: 1 } },
    [{ contextWindow: 3 }],
    [{ contextWindow: 6 }, { contextWindow: 1 }, {}],
  ],
  [
    "a field takes $or of values and operators",
    { contextWindow: { $or: [1, { $gt: 5 }] } },
    [{ contextWindow: 1 }, { contextWindow: 6 }],
    [{ contextWindow: 2 }, {}],
  ],
  [
    "nested objects are nested paths",
    { pricing: { input: { $lt: 1 } } },
    [{ pricing: { input: 0.5 } }],
    [{ pricing: { input: 1 } }, {}],
  ],
  [
    "dotted paths are nested paths",
    { "pricing.input": { $lt: 1 } },
    [{ pricing: { input: 0 } }],
    [{ pricing: { input: 1 } }, {}],
  ],
  [
    "a nested object takes $or of its fields",
    { pricing: { $or: [{ input: 0 }, { output: 0 }] } },
    [{ pricing: { input: 0 } }, { pricing: { output: 0 } }],
    [{ pricing: { input: 1 } }],
  ],
  [
    "zero is a value",
    { "pricing.input": 0, contextWindow: { $gte: 0 } },
    [{ pricing: { input: 0 }, contextWindow: 0 }],
    [{ contextWindow: 0 }, { pricing: { input: 0 } }],
  ],
  [
    "not applicable matches no order",
    { contextWindow: { $gte: 0 } },
    [{ contextWindow: 0 }],
    [{ contextWindow: null }, {}],
  ],
  [
    "unknown matches no $ne",
    { contextWindow: { $ne: 5 } },
    [{ contextWindow: 6 }],
    [{ contextWindow: 5 }, {}, { contextWindow: null }],
  ],
  [
    "unknown matches no $nin",
    { contextWindow: { $nin: [5] } },
    [{ contextWindow: 6 }],
    [{ contextWindow: 5 }, {}, { contextWindow: null }],
  ],
  [
    "unknown matches no $not",
    { contextWindow: { $not: { $gt: 5 } } },
    [{ contextWindow: 5 }],
    [{ contextWindow: 6 }, {}, { contextWindow: null }],
  ],
  [
    "unknown matches no $nor",
    { $nor: [{ contextWindow: { $gt: 5 } }] },
    [{ contextWindow: 5 }],
    [{ contextWindow: 6 }, {}],
  ],
  [
    "a double negation is none",
    { $not: { $not: { contextWindow: 5 } } },
    [{ contextWindow: 5 }],
    [{ contextWindow: 6 }, {}],
  ],
  [
    "one false part decides a negated conjunction",
    { $not: { contextWindow: 5, provider: "x" } },
    [{ provider: "y" }],
    [{ provider: "x" }],
  ],
  [
    "$or holds beside an unknown part",
    { $or: [{ contextWindow: 5 }, { provider: "x" }] },
    [{ provider: "x" }],
    [{ provider: "y" }],
  ],
  ["null is known not to apply", { contextWindow: null }, [{ contextWindow: null }], [{}, { contextWindow: 1 }]],
  [
    "$ne null is known to apply",
    { contextWindow: { $ne: null } },
    [{ contextWindow: 0 }],
    [{}, { contextWindow: null }],
  ],
  [
    "$in takes null",
    { contextWindow: { $in: [null, 5] } },
    [{ contextWindow: null }, { contextWindow: 5 }],
    [{}, { contextWindow: 6 }],
  ],
  ["$in of nothing holds nowhere", { provider: { $in: [] } }, [], [{}]],
  ["$nin of nothing holds where something is known", { contextWindow: { $nin: [] } }, [{ contextWindow: 1 }], [{}]],
  ["$exists is known", { contextWindow: { $exists: true } }, [{ contextWindow: 0 }], [{}, { contextWindow: null }]],
  [
    "$exists false is unknown or not applicable",
    { contextWindow: { $exists: false } },
    [{}, { contextWindow: null }],
    [{ contextWindow: 0 }],
  ],
  [
    "$not of $exists is its opposite",
    { contextWindow: { $not: { $exists: true } } },
    [{}, { contextWindow: null }],
    [{ contextWindow: 0 }],
  ],
  [
    "an object exists when something in it is known",
    { pricing: { $exists: true } },
    [{ pricing: { input: 1 } }],
    [{ pricing: {} }],
  ],
  [
    "unknown asks for what is not known",
    { unknown: "pricing.input" },
    [{}, { pricing: { output: 1 } }],
    [{ pricing: { input: 1 } }, { pricing: { input: null } }],
  ],
  [
    "unknown takes several",
    { unknown: ["contextWindow", "capabilities.tools"] },
    [{}],
    [{ contextWindow: 1 }, { capabilities: { tools: false } }],
  ],
  ["unknown can be negated", { $not: { unknown: "contextWindow" } }, [{ contextWindow: null }], [{}]],
  [
    "text compares with text",
    { createdAt: { $gte: "2025", $lt: "2026" } },
    [{}],
    [{ createdAt: "2024-12-31T23:59:59Z" }],
  ],
  ["$contains ignores case", { name: { $contains: "GPT" } }, [{ name: "my gpt" }], [{ name: "claude" }]],
  ["$startsWith ignores case", { name: { $startsWith: "gpt" } }, [{ name: "GPT-4" }], [{ name: "my GPT" }]],
  ["$endsWith ignores case", { name: { $endsWith: "MINI" } }, [{ name: "gpt-mini" }], [{ name: "mini-gpt" }]],
  [
    "a negated search needs a text",
    { $not: { description: { $contains: "x" } } },
    [{ description: "y" }],
    [{ description: "x" }, {}],
  ],
  ["a list holds a value it has", { tags: "a" }, [{ tags: ["b", "a"] }], [{ tags: ["b"] }, {}]],
  ["a list in place of a value asks for all", { tags: ["a", "b"] }, [{ tags: ["b", "c", "a"] }], [{ tags: ["a"] }]],
  ["$ne on a list: it does not have it", { tags: { $ne: "a" } }, [{ tags: ["b"] }, {}], [{ tags: ["a", "b"] }]],
  ["$in on a list: it has one of them", { tags: { $in: ["a", "b"] } }, [{ tags: ["b"] }], [{ tags: ["c"] }, {}]],
  [
    "$nin on a list: it has none of them",
    { tags: { $nin: ["a", "b"] } },
    [{ tags: ["c"] }, {}],
    [{ tags: ["b", "c"] }],
  ],
  ["$all: it has each", { aliases: { $all: ["a", "b"] } }, [{ aliases: ["a", "b"] }], [{ aliases: ["a"] }]],
  ["$size is the length", { tags: { $size: 1 } }, [{ tags: ["a"] }], [{ tags: [] }, { tags: ["a", "b"] }]],
  [
    "$contains on a list: it has it exactly",
    { tags: { $contains: "a" } },
    [{ tags: ["a"] }],
    [{ tags: ["A"] }, { tags: ["ab"] }],
  ],
  [
    "$startsWith on a list: one element does",
    { tags: { $startsWith: "family:" } },
    [{ tags: ["x", "Family:llama"] }],
    [{ tags: ["x"] }],
  ],
  [
    "an unknown list matches no negation",
    { "modalities.input": { $ne: "image" } },
    [{ modalities: { input: ["text"] } }],
    [{}, { modalities: { input: ["image"] } }],
  ],
  [
    "modalities take a list too",
    { modalities: { input: ["text", "image"] } },
    [{ modalities: { input: ["image", "text"] } }],
    [{ modalities: { input: ["text"] } }],
  ],
  [
    "a list on the way holds where an element does",
    { "pricing.tiers.aboveTokens": { $gte: 5 } },
    [{ pricing: { tiers: [{ aboveTokens: 1 }, { aboveTokens: 5 }] } }],
    [{ pricing: { tiers: [{ aboveTokens: 1 }] } }, { pricing: { tiers: [] } }, {}],
  ],
  [
    "a negated list on the way needs all elements",
    { "pricing.tiers.input": { $ne: 1 } },
    [{ pricing: { tiers: [{ aboveTokens: 1, input: 2 }] } }],
    [{ pricing: { tiers: [{ aboveTokens: 1, input: 2 }, { aboveTokens: 2 }] } }, {}],
  ],
  [
    "lists in lists are looked through",
    { pricing: { dated: { tiers: { input: 3 } } } },
    [{ pricing: { dated: [{ tiers: [{ aboveTokens: 1, input: 3 }] }] } }],
    [{ pricing: { dated: [{ input: 3 }] } }],
  ],
  [
    "capabilities by name",
    { capabilities: "tools" },
    [{ capabilities: { tools: true } }],
    [{ capabilities: { tools: false } }, { capabilities: { tools: null } }, {}],
  ],
  [
    "capabilities by list",
    { capabilities: ["tools", "vision"] },
    [{ capabilities: { tools: true, vision: true } }],
    [{ capabilities: { tools: true } }],
  ],
  ["no capabilities asked for is nothing asked", { capabilities: [] }, [{}], []],
  [
    "capabilities by what each is",
    { capabilities: { tools: true, audio: false } },
    [{ capabilities: { tools: true, audio: false } }],
    [{ capabilities: { tools: true } }],
  ],
  [
    "capabilities by path",
    { "capabilities.tools": { $ne: true } },
    [{ capabilities: { tools: false } }],
    [{ capabilities: { tools: true } }, {}],
  ],
  [
    "one of several capabilities",
    { capabilities: { $in: ["vision", "pdf"] } },
    [{ capabilities: { pdf: true } }],
    [{ capabilities: { tools: true } }],
  ],
  [
    "none of several capabilities, known",
    { capabilities: { $nin: ["vision", "pdf"] } },
    [{ capabilities: { vision: false, pdf: false } }],
    [{ capabilities: { vision: false } }],
  ],
  ["a group is a tag", { group: "prod" }, [{ tags: ["group:prod"] }], [{ tags: ["prod"] }]],
  ["minContext", { minContext: 100 }, [{ contextWindow: 100 }], [{ contextWindow: 99 }, {}, { contextWindow: null }]],
  ["minContext 0 still needs a known window", { minContext: 0 }, [{ contextWindow: 0 }], [{}]],
  [
    "maxInputPrice",
    { maxInputPrice: 1 },
    [{ pricing: { input: 1 } }, { pricing: { input: 0 } }],
    [{ pricing: { input: 1.01 } }, {}],
  ],
  [
    "maxOutputPrice",
    { maxOutputPrice: 1 },
    [{ pricing: { output: 1 } }],
    [{ pricing: { output: 2 } }, { pricing: { input: 0 } }],
  ],
  ["local", { local: true }, [{ isLocal: true }], [{ isLocal: false }]],
  ["not local", { local: false }, [{ isLocal: false }], [{ isLocal: true }]],
  [
    "every word of a text, anywhere",
    { text: "FAST  coder" },
    [{ name: "Fast", description: "a coder" }, { aliases: ["fast-coder"] }],
    [{ name: "Fast" }],
  ],
  ["no words are no condition", { text: "  " }, [{}], []],
  ["a negated text needs no description", { $not: { text: "coder" } }, [{}], [{ aliases: ["coder"] }]],
  [
    "notes by path",
    { "customMetadata.team.lead": "ann" },
    [{ customMetadata: { team: { lead: "ann" } } }],
    [{ customMetadata: { team: "ann" } }, {}],
  ],
  [
    "notes nested",
    { customMetadata: { rating: { $gte: 3 } } },
    [{ customMetadata: { rating: 3 } }],
    [{ customMetadata: { rating: "high" } }, {}],
  ],
  [
    "notes of another type match no order, nor its negation",
    { $not: { "customMetadata.rating": { $gte: 3 } } },
    [{ customMetadata: { rating: 2 } }],
    [{ customMetadata: { rating: "high" } }],
  ],
  [
    "notes of another type differ",
    { "customMetadata.rating": { $ne: 3 } },
    [{ customMetadata: { rating: "high" } }],
    [{ customMetadata: { rating: 3 } }, {}],
  ],
  [
    "notes that are lists hold what they have",
    { "customMetadata.teams": "a" },
    [{ customMetadata: { teams: ["a", "b"] } }, { customMetadata: { teams: "a" } }],
    [{ customMetadata: { teams: ["b"] } }],
  ],
  [
    "$contains on notes searches text and looks into lists",
    { "customMetadata.teams": { $contains: "a" } },
    [{ customMetadata: { teams: ["a"] } }, { customMetadata: { teams: "BAR" } }],
    [{ customMetadata: { teams: ["bar"] } }],
  ],
  [
    "lists of objects in notes are looked through",
    { "customMetadata.runs.score": { $gt: 5 } },
    [{ customMetadata: { runs: [{ score: 1 }, { score: 6 }] } }],
    [{ customMetadata: { runs: [{ score: 1 }] } }],
  ],
  [
    "keys with dots are found",
    { "benchmarks.gpqa v2.1.score": { $gt: 50 } },
    [{ benchmarks: { "gpqa v2.1": { score: 60 } } }],
    [{ benchmarks: { gpqa: { score: 60 } } }],
  ],
  [
    "other systems' ids",
    { connectorMetadata: { openrouter: { id: "x/y" } } },
    [{ connectorMetadata: { openrouter: { id: "x/y" } } }],
    [{}],
  ],
  [
    "prices under their origin's names",
    { pricing: { other: { perImage: { $lt: 1 } } } },
    [{ pricing: { other: { perImage: 0.5 } } }],
    [{ pricing: { perImage: 0.5 } }],
  ],
  [
    "lifecycle",
    { lifecycle: { status: { $in: ["active", "preview"] }, retiresAt: { $exists: false } } },
    [{ lifecycle: { status: "active" } }],
    [{ lifecycle: { status: "retired" } }, {}],
  ],
];

describe("what a query means", () => {
  it.each(MEANINGS)("%s", (_, query, yes, no) => {
    for (const input of yes) expect(holds(query, input), JSON.stringify(input)).toBe(true);
    for (const input of no) expect(holds(query, input), JSON.stringify(input)).toBe(false);
  });

  it("holds for keys everything inherits only where a note has them", () => {
    const query = parseQuery(JSON.parse('{"customMetadata":{"constructor":{"__proto__":"x"}}}'));
    const note = JSON.parse('{"constructor":{"__proto__":"x"}}');
    expect(holds(query, { customMetadata: note })).toBe(true);
    expect(holds(query, {})).toBe(false);
    expect(holds({ unknown: "customMetadata.toString" }, {})).toBe(true);
  });
});

describe("a compiled query", () => {
  it("filters a list in its order, as its matches says", () => {
    const models = [3, 1, 2, undefined].map((window, index) =>
      modelWith({ id: `a/${index}`, ...(window !== undefined && { contextWindow: window }) }),
    );
    const { filter, matches } = compileQuery({ contextWindow: { $gte: 2 } });
    expect(filter(models).map(({ id }) => id)).toEqual(["a/0", "a/2"]);
    expect(filter(models)).toEqual(models.filter(matches));
  });

  it("names what an index can answer, of parts that must hold only", () => {
    const equalsOf = (query: Query) => compileQuery(query).equals;
    expect(equalsOf({ provider: "a", capabilities: ["tools"], tags: ["x"], group: "g" })).toEqual([
      { index: "provider", key: "a" },
      { index: "capability", key: "tools" },
      { index: "tag", key: "x" },
      { index: "tag", key: "group:g" },
    ]);
    expect(equalsOf({ $and: [{ provider: { $eq: "a" } }, { $or: [{ provider: { $in: ["b"] } }] }] })).toEqual([
      { index: "provider", key: "a" },
      { index: "provider", key: "b" },
    ]);
    expect(equalsOf({ $or: [{ provider: "a" }, { isLocal: true }] })).toEqual([]);
    expect(equalsOf({ $not: { provider: "a" }, capabilities: { tools: false }, tags: { $ne: "x" } })).toEqual([]);
    expect(equalsOf({ "customMetadata.provider": "a" })).toEqual([]);
  });

  it("knows the capabilities it is told of besides the usual ones", () => {
    const model = modelWith({ capabilities: { telepathy: true } });
    expect(compileQuery({ capabilities: ["telepathy"] }, { capabilities: ["telepathy"] }).matches(model)).toBe(true);
    expect(() => compileQuery({ capabilities: ["telepathy"] })).toThrow("unknown capability telepathy");
    expect(parseQuery({ capabilities: ["telepathy"] })).toEqual({ capabilities: ["telepathy"] });
  });
});

describe("the tables of fields and operators", () => {
  it("list fields that can be asked for, each with a type and a sentence", () => {
    for (const { name, type, description } of QUERY_FIELDS) {
      expect(type.length * description.length, name).toBeGreaterThan(0);
      if (findShorthand(name) !== undefined) continue;
      const path = name.replace("capabilities.*", "capabilities.tools").replace("*", "input");
      expect(compileQuery(parseQuery({ [path]: { $exists: false }, unknown: path })).equals, name).toEqual([]);
    }
  });

  it("list every shorthand", () => {
    const names = QUERY_FIELDS.map(({ name }) => name);
    for (const { name } of SHORTHANDS) expect(names).toContain(name);
  });

  it("list every operator that is understood", () => {
    const operands: Record<string, unknown> = { $size: 1, $exists: true, $all: ["x"], $in: ["x"], $nin: ["x"] };
    for (const { name } of QUERY_OPERATORS) {
      const operand = ["$and", "$or", "$nor"].includes(name) ? ["x"] : (operands[name] ?? "x");
      expect(() => parseQuery({ tags: { [name]: operand } }), name).not.toThrow();
    }
  });
});
