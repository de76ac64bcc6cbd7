import { expect, it } from "vitest";
import { quality } from "../../src/strategies/quality.ts";
import { aContext, ids } from "./support/a-context.ts";

it("puts the best first, of equals the one that more is known of, and what was never measured last", () => {
  const { targets, context } = aContext([
    { id: "b/unknown" },
    { id: "b/worst", quality: 0 },
    { id: "b/best", quality: 0.9, coverage: 1 },
    { id: "b/sure", quality: 0.9, coverage: 7 },
  ]);
  const ranked = quality.order(targets, context);
  expect(ids(ranked)).toEqual(["b/sure", "b/best", "b/worst", "b/unknown"]);
  expect(ranked[0]).toMatchObject({ score: 0.9, parts: { quality: { value: 0.9, note: "by 7 of 10 benchmarks" } } });
  expect(ranked[3]).toMatchObject({ parts: { quality: { note: "no benchmark is known" } } });
});
