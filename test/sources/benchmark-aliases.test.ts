import { describe, expect, it } from "vitest";
import { findProvider, providers } from "../../src/builtins/providers.ts";
import { parseId, splitId } from "../../src/model.ts";
import { canonicalId } from "../../src/providers/canonical-id.ts";
import { DECLARED_ALIASES } from "../../src/sources/benchmarks/aliases.ts";
import { findSubject } from "../../src/sources/benchmarks/find-subject.ts";

const none = new Map<string, string>();

describe("the declared aliases of benchmarks", () => {
  it.each([...DECLARED_ALIASES])("%s leads to %s, an id in canonical form", (name, id) => {
    const { provider = "", name: model } = splitId(parseId(id));
    expect(providers.has(provider)).toBe(true);
    expect(canonicalId(provider, model).id).toBe(id);
    expect(findSubject(name, undefined, none)).toEqual({ id });
  });
});

describe("findSubject", () => {
  it.each([
    ["gpt-4o-2024-08-06", undefined, { id: "openai/gpt-4o-2024-08-06" }],
    ["o3 (high)", undefined, { id: "openai/o3", setting: "high" }],
    ["o1-mini-2024-09-12", undefined, { id: "openai/o1-mini-2024-09-12" }],
    ["gpt-5.1-codex-max", undefined, { id: "openai/gpt-5.1-codex-max" }],
    ["gpt-5.1-codex-max-high", undefined, { id: "openai/gpt-5.1-codex-max", setting: "high" }],
    [
      "claude-opus-4-5-20251101-thinking-64k-high-effort",
      undefined,
      { id: "anthropic/claude-opus-4-5-20251101", setting: "thinking-64k-high-effort" },
    ],
    [
      "claude-4-1-opus-20250805-thinking-32k",
      undefined,
      { id: "anthropic/claude-opus-4-1-20250805", setting: "thinking-32k" },
    ],
    [
      "claude-sonnet-4-20250514 (32k thinking)",
      undefined,
      { id: "anthropic/claude-sonnet-4-20250514", setting: "32k thinking" },
    ],
    // Here the ending is part of the model's name.
    ["kimi-k2-thinking", "Moonshot", { id: "moonshotai/kimi-k2-thinking" }],
    ["qwen3-32b-thinking", undefined, { id: "qwen3-32b-thinking" }],
    [
      "gemini-3-flash (thinking-minimal)",
      "Google",
      { id: "google/gemini-3-flash-preview", setting: "thinking-minimal" },
    ],
    ["x-ai/grok-4", undefined, { id: "xai/grok-4" }],
    ["sonar-pro", "Perplexity", { id: "perplexity/sonar-pro" }],
    ["muse-spark", "Some Lab", { id: "muse-spark" }],
    ["Llama 4 Maverick", "Meta", undefined],
    ["", undefined, undefined],
    ["a\u0000b", undefined, undefined],
  ])("takes %j by %j for %j", (name, vendor, subject) => {
    expect(findSubject(name, vendor, none)).toEqual(subject);
  });

  it("knows no maker that is not a provider", () => {
    for (const name of [
      "claude-x",
      "gpt-x",
      "gemini-x",
      "deepseek-x",
      "grok-x",
      "mistral-x",
      "kimi-x",
      "glm-x",
      "command-x",
    ]) {
      const provider = splitId(findSubject(name, undefined, none)?.id ?? "").provider;
      expect(findProvider(String(provider))?.name).toBe(provider);
    }
  });
});
