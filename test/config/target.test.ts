import { describe, expect, it } from "vitest";
import { hasPlaceholder, isPlaceholder } from "../../src/config/placeholder.ts";
import { splitTarget } from "../../src/config/target.ts";

describe("a target", () => {
  it.each([
    ["openai/gpt-4", "openai", "gpt-4"],
    ["openrouter/anthropic/claude-sonnet-4", "openrouter", "anthropic/claude-sonnet-4"],
    ["ollama/llama3.2:3b", "ollama", "llama3.2:3b"],
  ])("%s is split at its first slash", (target, backend, model) => {
    expect(splitTarget(target)).toEqual({ backend, model });
  });

  it.each(["", "gpt-4", "/gpt-4", "openai/"])("%j is none", (text) => expect(splitTarget(text)).toBeUndefined());
});

describe("a placeholder", () => {
  it.each(["[x]", "[provider type]"])("%s stands wholly in square brackets", (text) => {
    expect(isPlaceholder(text)).toBe(true);
  });

  it.each(["x", "[x", "x]", "[]", "[[x]]", "[a][b]", "a[b]"])("%s is none", (text) => {
    expect(isPlaceholder(text)).toBe(false);
  });

  it("may be a target's backend, its model or all of it", () => {
    expect(["[b]/x", "openai/[m]", "[b]/[m]", "[target]"].map(hasPlaceholder)).toEqual([true, true, true, true]);
    expect(["openai/x", "openai/x[1]"].map(hasPlaceholder)).toEqual([false, false]);
  });
});
