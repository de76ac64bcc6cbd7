import { describe, expect, it } from "vitest";
import type { ModelInput } from "../../src/model.ts";
import type { Query } from "../../src/query.ts";
import { holds } from "./support/holds.ts";

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
];

describe("what conditions on values mean, and what follows from what is unknown", () => {
  it.each(MEANINGS)("%s", (_, query, yes, no) => {
    for (const input of yes) expect(holds(query, input), JSON.stringify(input)).toBe(true);
    for (const input of no) expect(holds(query, input), JSON.stringify(input)).toBe(false);
  });
});
