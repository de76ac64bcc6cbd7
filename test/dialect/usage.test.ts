import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { usageOf } from "../../src/dialect/usage.ts";

const nothing = usageOf({});

describe("usageOf", () => {
  it("makes disjoint parts that sum to the totals out of OpenAI's totals", () => {
    const usage = usageOf({ totalInput: 1_000, cacheRead: 600, audioInput: 50, totalOutput: 300, reasoning: 200 });
    expect(usage).toMatchObject({ input: 350, cacheRead: 600, audioInput: 50, output: 100, reasoning: 200 });
    expect(usage).toMatchObject({ totalInput: 1_000, totalOutput: 300 });
    expect(usage.suspect).toBeUndefined();
  });

  it("sums up the parts where a provider tells these and no total, as Anthropic does", () => {
    const usage = usageOf({ input: 3, cacheWrite: 12_304, cacheWrite1h: 10, cacheRead: 7, output: 550 });
    expect(usage).toMatchObject({ totalInput: 12_324, totalOutput: 550, input: 3 });
  });

  it("limits more cached tokens than prompt, and says so", () => {
    const usage = usageOf({ totalInput: 100, cacheRead: 150, totalOutput: 0 });
    expect(usage).toMatchObject({ input: 0, cacheRead: 100, totalInput: 100 });
    expect(usage.suspect).toMatch(/150.*100/);
  });

  it("limits more reasoning than answer, and says so", () => {
    const usage = usageOf({ totalInput: 1, totalOutput: 10, reasoning: 40 });
    expect(usage).toMatchObject({ output: 0, reasoning: 10, totalOutput: 10 });
    expect(usage.suspect).toMatch(/output/);
  });

  it("keeps the parts where they and a total contradict each other, and says so", () => {
    const usage = usageOf({ input: 10, cacheRead: 5, totalInput: 99 });
    expect(usage).toMatchObject({ input: 10, cacheRead: 5, totalInput: 15 });
    expect(usage.suspect).toMatch(/15.*99/);
  });

  it.each([null, undefined, "12", Number.NaN, {}, [], true])("reads %j as nothing said", (value) => {
    expect(usageOf({ input: value, cacheRead: value, totalInput: value, totalOutput: value })).toEqual(nothing);
  });

  it("never counts below zero, in parts of a token or beyond what can be counted", () => {
    expect(usageOf({ input: -5 })).toMatchObject({ input: 0, totalInput: 0, suspect: "input is -5" });
    expect(usageOf({ input: 1.5 })).toMatchObject({ input: 1, suspect: expect.stringContaining("1.5") });
    expect(usageOf({ output: Number.POSITIVE_INFINITY }).output).toBe(1e12);
    expect(usageOf({ output: 1e300 }).suspect).toMatch(/output/);
  });

  it("holds for any numbers: parts are whole, never negative, and sum to the totals", () => {
    const count = fc.oneof(fc.nat(), fc.integer(), fc.double(), fc.constantFrom(undefined, null, "12"));
    const names = [
      "input",
      "totalInput",
      "cacheRead",
      "cacheWrite",
      "audioInput",
      "output",
      "totalOutput",
      "reasoning",
      "audioOutput",
    ];
    const given = fc.record(Object.fromEntries(names.map((name) => [name, count])), { requiredKeys: [] });
    fc.assert(
      fc.property(given, (parts) => {
        const usage = usageOf(parts);
        const { input, cacheRead, cacheWrite, cacheWrite1h, audioInput, audioCacheRead, imageInput } = usage;
        const asked = [input, cacheRead, cacheWrite, cacheWrite1h, audioInput, audioCacheRead, imageInput];
        const answered = [usage.output, usage.reasoning, usage.audioOutput, usage.imageOutput];
        expect(asked.reduce((sum, part) => sum + part, 0)).toBe(usage.totalInput);
        expect(answered.reduce((sum, part) => sum + part, 0)).toBe(usage.totalOutput);
        expect([...asked, ...answered].every((part) => Number.isInteger(part) && part >= 0)).toBe(true);
      }),
    );
  });

  it("keeps what a provider says it charged as it wrote it, and nothing that is no amount", () => {
    expect(usageOf({ reportedCost: "0.00014775" }).reportedCost).toBe("0.00014775");
    expect(usageOf({ reportedCost: 1.5e-7 }).reportedCost).toBe("1.5e-7");
    expect(usageOf({ reportedCost: 0 }).reportedCost).toBe("0");
    for (const wrong of [-1, Number.NaN, "free", "", null, {}])
      expect(usageOf({ reportedCost: wrong }).reportedCost).toBeUndefined();
  });
});
