import { describe, expect, test } from "vitest";
import { needsResponses } from "../../src/dialect/needs-responses.ts";
import { readShared, withoutSharedData } from "../support/shared-data.ts";

const ONLY = ["o1-pro", "o3-pro-2025-06-10", "gpt-5-pro", "gpt-5.2-pro", "gpt-5-codex", "gpt-5.1-codex-max"];
const ALSO = ["codex-mini-latest", "o3-deep-research", "o4-mini-deep-research-2025-06-26", "computer-use-preview"];
const BOTH = [
  "gpt-4o",
  "o3",
  "o4-mini",
  "gpt-5",
  "gpt-5-mini",
  "gpt-5.1",
  "gpt-4o-search-preview",
  "o1-preview",
  "protest",
];

test.each([...ONLY, ...ALSO])("%s of OpenAI answers through Responses only", (model) => {
  expect(needsResponses(model, "openai")).toBe(true);
});

test.each(BOTH)("%s of OpenAI answers through Chat Completions too", (model) => {
  expect(needsResponses(model, "openai")).toBe(false);
});

test("a provider that is not OpenAI or Azure is asked in its own dialect, whatever the model is called", () => {
  expect(needsResponses("gpt-5-pro", "azure")).toBe(true);
  expect(needsResponses("openai/gpt-5-pro", "openrouter")).toBe(false);
  expect(needsResponses("gpt-5-pro", "copilot")).toBe(false);
});

describe.skipIf(withoutSharedData !== undefined)("LiteLLM's table", () => {
  test("agrees on every model of OpenAI's that it calls through Responses or chat", async () => {
    const table = await readShared("catalogs/litellm/model_prices_and_context_window.2026-08-22.json");
    const rows = Object.entries(table as Record<string, { mode?: string; litellm_provider?: string }>);
    const wrong = rows.flatMap(([name, { mode, litellm_provider: provider }]) => {
      if (provider !== "openai" || name.includes("/") || (mode !== "responses" && mode !== "chat")) return [];
      return needsResponses(name, provider) === (mode === "responses") ? [] : [`${name}: ${mode}`];
    });
    expect(wrong).toEqual([]);
  });
});
