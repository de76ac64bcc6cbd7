import { describe, expect, it } from "vitest";
import { QueryError } from "../../src/errors.ts";
import { compileQuery, compileSort, type FieldPath, type Query } from "../../src/query.ts";

const FINE: readonly Query[] = [
  {},
  { provider: "openai", contextWindow: { $gte: 128_000 }, capabilities: ["tools"] },
  { pricing: { input: { $lt: 1 }, batch: { input: 1 }, "tiers.aboveTokens": { $gt: 5 } } },
  { "pricing.input": { $lt: 1, $exists: true }, description: null },
  { capabilities: { tools: true, audio: false } },
  { capabilities: { $in: ["tools", "vision"] }, "capabilities.pdf": { $ne: true } },
  { tags: { $contains: "x", $size: 2 }, aliases: ["a"], modalities: { input: "image" } },
  { $or: [{ isLocal: true }, { $and: [{ text: "x" }, { $not: { group: "prod" } }] }] },
  { contextWindow: { $not: { $gt: 5 }, $or: [5, { $gt: 6 }] } },
  { customMetadata: { rating: { $gte: 3 }, team: { lead: "ann" } }, "customMetadata.rating": 3 },
  { benchmarks: { mmlu: { score: { $gt: 3 } } }, "benchmarks.mmlu.score": { $lt: 9 } },
  { lifecycle: { status: { $in: ["active", "preview"] } }, createdAt: { $gte: "2025" } },
  { unknown: ["pricing.input", "contextWindow"] },
];

const WRONG: readonly Query[] = [
  // @ts-expect-error: no such field
  { contextwindow: 1 },
  // @ts-expect-error: no such field
  { "pricing.inptu": 1 },
  // @ts-expect-error: no such field
  { pricing: { inptu: 1 } },
  // @ts-expect-error: a number
  { contextWindow: "big" },
  // @ts-expect-error: a number
  { contextWindow: { $gt: "big" } },
  // @ts-expect-error: no such operator
  { contextWindow: { $regex: "big" } },
  // @ts-expect-error: not for numbers
  { contextWindow: { $contains: "1" } },
  // @ts-expect-error: no order
  { isLocal: { $gt: false } },
  // @ts-expect-error: no such status
  { lifecycle: { status: "gone" } },
  // @ts-expect-error: no such field
  { unknown: "pricing.inptu" },
  // @ts-expect-error: one text
  { provider: ["openai"] },
];

describe("the type of queries", () => {
  it("takes what compiles", () => {
    for (const query of FINE) expect(compileQuery(query).filter([])).toEqual([]);
  });

  it("refuses what is refused", () => {
    for (const query of WRONG) expect(() => compileQuery(query), JSON.stringify(query)).toThrow(QueryError);
  });

  it("knows what can be sorted by", () => {
    const paths: FieldPath[] = ["id", "pricing.input", "lifecycle.retiresAt", "customMetadata.rating"];
    for (const path of paths) expect(compileSort([path, `-${path}`])).toBeTypeOf("function");
    // @ts-expect-error: no such field
    expect(() => compileSort("pricing.inptu")).toThrow(QueryError);
  });
});
