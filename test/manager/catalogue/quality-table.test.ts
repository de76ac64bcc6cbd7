import { describe, expect, it } from "vitest";
import { buildQualityTable, type MeasuredModel } from "../../../src/manager/catalogue/quality-table.ts";

/** Five models of one house, with the scores 10 to 50 on one board each, and more. */
function fiveWith(more: readonly MeasuredModel[] = [], board = "lab/board"): MeasuredModel[] {
  const five = ["a", "b", "c", "d", "e"].map((name, place) => ({
    id: `maker/${name}`,
    benchmarks: { [board]: { score: 10 * (place + 1) } },
  }));
  return [...five, ...more];
}

describe("how good a model is", () => {
  it("is its place among all models measured alike, with what it rests on", () => {
    const table = buildQualityTable(fiveWith());
    expect(table.of("maker/a")).toMatchObject({ percentile: 0 });
    expect(table.of("maker/d")).toEqual({
      percentile: 0.75,
      coverage: { known: 1, of: 1 },
      parts: [{ benchmark: "lab/board", score: 40, percentile: 0.75, models: 5 }],
    });
    expect(table.of("maker/unknown")).toBeUndefined();
  });

  it("keeps who measured it and when", () => {
    const scored = {
      id: "maker/f",
      benchmarks: { "lab/board": { score: 60, source: "https://lab.example", date: "2026-01-01" } },
    };
    expect(buildQualityTable(fiveWith([scored])).of("maker/f")?.parts[0]).toMatchObject({
      source: "https://lab.example",
      date: "2026-01-01",
    });
  });

  it("does not rest on a benchmark of fewer than five models", () => {
    const table = buildQualityTable(fiveWith().slice(1));
    expect(table.of("maker/e")).toBeUndefined();
  });

  it("counts a house with many boards as one", () => {
    const boards = ["x", "y", "z"].flatMap((board) => fiveWith([], `arena/${board}`));
    const best = { ...fiveWith()[0], benchmarks: { "lab/board": { score: 99 } } } as MeasuredModel;
    const merged = new Map<string, MeasuredModel>();
    for (const { id, benchmarks } of [...boards, ...fiveWith().slice(1), best]) {
      merged.set(id, { id, benchmarks: { ...merged.get(id)?.benchmarks, ...benchmarks } });
    }
    // The worst of three boards of one house, and the best of one board of another.
    expect(buildQualityTable(merged.values()).of("maker/a")).toMatchObject({
      percentile: 0.5,
      coverage: { known: 4, of: 4 },
    });
  });

  it("goes by the usual way of running a model, else by the middle of the other ways", () => {
    const usual = { id: "maker/f", benchmarks: { "lab/board": { score: 25 }, "lab/board:high": { score: 99 } } };
    const table = buildQualityTable(fiveWith([usual]));
    expect(table.of("maker/f")?.parts).toMatchObject([{ score: 25 }]);
    const ways = { low: { score: 15 }, medium: { score: 35 }, high: { score: 99 } };
    const other = {
      id: "maker/f",
      benchmarks: Object.fromEntries(Object.entries(ways).map(([way, score]) => [`lab/board:${way}`, score])),
    };
    expect(buildQualityTable(fiveWith([other])).of("maker/f")?.parts).toMatchObject([{ score: 35 }]);
  });

  it("counts a model once, however many providers list it and however it is sold", () => {
    const again = ["reseller/a", "maker/a:free", "maker/a:batch"].map((id) => ({
      id,
      benchmarks: { "lab/board": { score: 10 } },
    }));
    expect(buildQualityTable(fiveWith(again)).of("maker/e")?.parts[0]?.models).toBe(5);
  });

  it("is not lessened by a benchmark of which less is better", () => {
    const slow = fiveWith().map(({ id, benchmarks }, place) => ({
      id,
      benchmarks: { ...benchmarks, "lab/latency": { score: 100 - place } },
    }));
    expect(buildQualityTable(slow).of("maker/e")).toMatchObject({ percentile: 1, coverage: { known: 1, of: 1 } });
  });

  it("does not take the user's own word for a measurement", () => {
    const own = fiveWith().map(({ id }) => ({ id, benchmarks: { own: { score: 50 } } }));
    expect(buildQualityTable(own).of("maker/a")).toBeUndefined();
  });
});

describe("a model under another name", () => {
  const measured = (id: string, score: number): MeasuredModel => ({ id, benchmarks: { "lab/board": { score } } });
  const table = buildQualityTable(
    fiveWith([
      measured("openai/gpt-4o-2024-08-06", 60),
      measured("openai/gpt-4o-2024-11-20", 70),
      measured("anthropic/claude-sonnet-4-5", 80),
      measured("openai/gpt-4", 5),
    ]),
  );
  const score = (id: string) => table.of(id)?.parts[0]?.score;

  it.each([
    ["azure/gpt-4o-2024-08-06", 60],
    ["openai/gpt-4o", 70],
    ["azure/gpt-4o", 70],
    ["openai/gpt-4o-2024-11-20:batch", 70],
    ["anthropic/claude-sonnet-4-5-20250929", 80],
    ["openrouter/anthropic/claude-sonnet-4.5", 80],
    ["bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0", 80],
  ])("is as good as the one it is: %s", (id, expected) => {
    expect(score(id)).toBe(expected);
  });

  it.each(["openai/gpt-4o-2024-05-13", "openai/gpt-4o-mini", "anthropic/claude-opus-4-5", "openrouter/meta/gpt-4o"])(
    "is not taken for another: %s",
    (id) => {
      expect(score(id)).toBeUndefined();
    },
  );
});
