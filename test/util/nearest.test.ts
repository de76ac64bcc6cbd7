import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nearest } from "../../src/util/nearest.ts";

const IDS = [
  "openai/gpt-4o",
  "openai/gpt-4o-mini",
  "anthropic/claude-sonnet-4",
  "ollama/llama3.2:3b",
  "mistral/mistral-large",
];

/** A word, what there is, and what is meant. */
const MEANT: readonly [string, readonly string[], readonly string[]][] = [
  ["gpt4o", IDS, ["openai/gpt-4o", "openai/gpt-4o-mini"]],
  ["openai/gpt4o", IDS, ["openai/gpt-4o", "openai/gpt-4o-mini"]],
  ["GPT-4o-minni", IDS, ["openai/gpt-4o-mini"]],
  ["llama3.2", IDS, ["ollama/llama3.2:3b"]],
  ["sonnet", IDS, ["anthropic/claude-sonnet-4"]],
  ["mistral-lagre", IDS, ["mistral/mistral-large"]],
  ["zzzzzzzz", IDS, []],
  ["x", ["contextWindow", "id"], []],
  ["", IDS, []],
  ["!!!", IDS, []],
  ["context_window", ["contextWindow", "maxOutputTokens"], ["contextWindow"]],
  ["tols", ["tools", "vision"], ["tools"]],
  ["input", ["id", "pricing.input"], ["pricing.input"]],
  ["gte", ["$gt", "$gte", "$lte"], ["$gte", "$gt", "$lte"]],
  ["provdier", ["provider"], ["provider"]],
  ["anything", [], []],
];

describe("the nearest names", () => {
  it.each(MEANT)("of %s", (word, candidates, expected) => {
    expect(nearest(word, candidates)).toEqual(expected);
  });

  it("are at most as many as asked for, and take any iterable", () => {
    expect(nearest("gpt4o", new Set(IDS), 1)).toEqual(["openai/gpt-4o"]);
    expect(nearest("gpt4o", IDS, 0)).toEqual([]);
  });

  it("are found after one slip of any kind in a word that is long enough", () => {
    const word = fc.stringMatching(/^[a-z]{6,12}$/);
    const place = fc.nat({ max: 4 });
    const slip = fc.constantFrom<(name: string, at: number) => string>(
      (name, at) => name.slice(0, at) + name.slice(at + 1),
      (name, at) => `${name.slice(0, at)}q${name.slice(at)}`,
      (name, at) => `${name.slice(0, at)}q${name.slice(at + 1)}`,
      (name, at) => name.slice(0, at) + name.charAt(at + 1) + name.charAt(at) + name.slice(at + 2),
    );
    fc.assert(
      fc.property(word, place, slip, (name, at, change) => {
        expect(nearest(change(name, at), ["0123456789", name])).toEqual([name]);
      }),
      { numRuns: 1_000 },
    );
  });

  it("are those within the cut-off by a plain calculation of the distance, the nearest first", () => {
    const word = fc.stringMatching(/^[abc]{3,9}$/);
    fc.assert(
      fc.property(word, fc.uniqueArray(word, { maxLength: 8 }), (wanted, candidates) => {
        const within = candidates
          .map((name) => ({ name, distance: plainDistance(wanted, name) }))
          .filter(({ name, distance }) => distance <= Math.min(3, Math.floor(Math.max(wanted.length, name.length) / 3)))
          .sort((a, b) => a.distance - b.distance);
        const found = nearest(wanted, candidates, 100).slice(0, within.length);
        expect(found).toEqual(within.map(({ name }) => name));
      }),
      { numRuns: 2_000 },
    );
  });

  it("are found among 10,000 at once, whatever the length of the word", () => {
    const many = Array.from({ length: 10_000 }, (_, index) => `provider-${index % 20}/some-model-name-v${index}`);
    const started = performance.now();
    expect(nearest("provider-7/some-modle-name-v7", many)[0]).toBe("provider-7/some-model-name-v7");
    nearest("x".repeat(1_000_000), many);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

/** The number of letters to add, drop, change or swap (each at most once), by the whole table. */
function plainDistance(a: string, b: string): number {
  const table = Array.from({ length: a.length + 1 }, (_, i) => Array.from({ length: b.length + 1 }, (_, j) => i + j));
  const cell = (i: number, j: number) => table[i]?.[j] ?? Infinity;
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const changed = cell(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? cell(i - 2, j - 2) + 1 : Infinity;
      (table[i] as number[])[j] = Math.min(changed, swapped, cell(i - 1, j) + 1, cell(i, j - 1) + 1);
    }
  }
  return cell(a.length, b.length);
}
