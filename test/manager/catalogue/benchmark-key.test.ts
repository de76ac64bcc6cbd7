import { describe, expect, it } from "vitest";
import { createFamilies, isMoreBetter, parseBenchmarkKey } from "../../../src/manager/catalogue/benchmark-key.ts";

it("takes the way a model was run from the key", () => {
  expect(parseBenchmarkKey("livebench/coding")).toEqual({ benchmark: "livebench/coding" });
  expect(parseBenchmarkKey("aider/polyglot:high")).toEqual({ benchmark: "aider/polyglot", setting: "high" });
});

describe("of a benchmark", () => {
  it.each(["aider/polyglot", "terminal-bench-hard", "livebench/if", "timeline-qa", "mmlu"])(
    "more is better: %s",
    (benchmark) => expect(isMoreBetter(benchmark)).toBe(true),
  );
  it.each([
    "lab/latency",
    "word-error-rate",
    "hallucination-rate",
    "lab/cost-per-task",
    "tokens/perplexity",
    "lab/speed",
  ])("more is not better, or says nothing of answers: %s", (benchmark) => expect(isMoreBetter(benchmark)).toBe(false));
});

it("knows the boards of one house, also where another list writes them with a dash", () => {
  const familyOf = createFamilies(["aider/polyglot", "artificial-analysis/coding", "swe-bench-pro/public", "mmlu"]);
  expect(familyOf("aider/edit")).toBe("aider");
  expect(familyOf("aider-polyglot")).toBe("aider");
  expect(familyOf("artificial-analysis-coding-index")).toBe("artificial-analysis");
  expect(familyOf("swe-bench-pro")).toBe("swe-bench-pro");
  expect(familyOf("swe-bench-verified")).toBe("swe-bench-verified");
  expect(familyOf("aiders")).toBe("aiders");
});
