import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Candidate, cheapestOf, strongestOf } from "../../../src/cli/config/choose-models.ts";
import type { Facts } from "../../../src/model.ts";

const NOW = new Date("2026-06-01T00:00:00Z");

function aCandidate(name: string, [input, output]: [number, number], facts: Facts = {}): Candidate {
  const usual = { capabilities: { tools: true }, contextWindow: 128_000, pricing: { input, output } };
  return { target: `lab/${name}`, facts: { ...usual, ...facts } };
}

const SMALL = aCandidate("small-2", [0.1, 0.4]);
const LARGE = aCandidate("large-2", [5, 25]);

describe("the models a starter takes", () => {
  it("are the cheapest and the dearest", () => {
    const all = [LARGE, SMALL, aCandidate("medium-2", [1, 5])];
    expect(cheapestOf(all, NOW)).toBe(SMALL);
    expect(strongestOf(all, NOW)).toBe(LARGE);
  });

  it.each<[string, Candidate]>([
    ["without tools", aCandidate("a", [0.01, 0.01], { capabilities: { tools: false } })],
    ["of which nobody says that they use tools", aCandidate("a", [0.01, 0.01], { capabilities: {} })],
    ["of unknown price", aCandidate("a", [0.01, 0.01], { pricing: {} })],
    ["of unknown context", aCandidate("a", [0.01, 0.01], { contextWindow: undefined })],
    ["that take little", aCandidate("a", [0.01, 0.01], { contextWindow: 8_192 })],
    ["that are deprecated", aCandidate("a", [0.01, 0.01], { lifecycle: { status: "deprecated" } })],
    ["that are going to be retired", aCandidate("a", [0.01, 0.01], { lifecycle: { retiresAt: "2026-12-01" } })],
    ["that also give sound", aCandidate("a", [0.01, 0.01], { modalities: { output: ["text", "audio"] } })],
    ["that are previews", aCandidate("a-preview", [0.01, 0.01])],
    ["that are dated states of others", aCandidate("a-2026-01-01", [0.01, 0.01])],
  ])("are never ones %s", (_what, candidate) => {
    expect(cheapestOf([candidate], NOW)).toBeUndefined();
    expect(cheapestOf([SMALL, candidate], NOW)).toBe(SMALL);
  });

  it("are none that would surprise by their price", () => {
    expect(strongestOf([aCandidate("ultra", [15, 120]), LARGE], NOW)).toBe(LARGE);
    expect(strongestOf([aCandidate("ultra", [15, 120])], NOW)).toBeUndefined();
  });

  it("are no old ones that were dear in their time", () => {
    const old = aCandidate("old", [10, 30], { contextWindow: 128_000 });
    const wide = aCandidate("new", [5, 25], { contextWindow: 1_000_000 });
    expect(strongestOf([old, wide], NOW)).toBe(wide);
    const dated = [
      aCandidate("x", [10, 30], { releaseDate: "2023-11-01" }),
      aCandidate("y", [5, 25], { releaseDate: "2026-01" }),
      aCandidate("z", [10, 30]),
    ];
    expect(strongestOf(dated, NOW)?.target).toBe("lab/y");
  });

  it("are the newest of those that cost the same", () => {
    const versions = ["opus-4-9", "opus-4-10", "opus-4-2"].map((name) => aCandidate(name, [5, 25]));
    expect(strongestOf(versions, NOW)?.target).toBe("lab/opus-4-10");
  });

  it("do not depend on the order in which they are known", () => {
    const price = fc.tuple(fc.constantFrom(0.1, 1, 2), fc.constantFrom(0.5, 5));
    const some = fc.uniqueArray(fc.tuple(fc.constantFrom("a", "b", "c", "d", "e"), price), {
      selector: ([name]) => name,
    });
    fc.assert(
      fc.property(some, (rows) => {
        const all = rows.map(([name, rates]) => aCandidate(name, rates));
        const backwards = all.toReversed();
        expect(cheapestOf(backwards, NOW)).toBe(cheapestOf(all, NOW));
        expect(strongestOf(backwards, NOW)).toBe(strongestOf(all, NOW));
      }),
    );
  });
});
