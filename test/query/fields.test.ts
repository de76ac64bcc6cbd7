import { describe, expect, it } from "vitest";
import type { ModelInput } from "../../src/model.ts";
import { parseQuery, type Query } from "../../src/query.ts";
import { holds } from "./support/holds.ts";

/** What is asked, models it holds for, and models it does not hold for. */
const MEANINGS: readonly [string, Query, readonly ModelInput[], readonly ModelInput[]][] = [
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

describe("what conditions on lists, capabilities, notes and by shorthands mean", () => {
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
