import { describe, expect, it } from "vitest";
import { isSpellingOf, variantOf } from "../../src/cost/is-spelling-of.ts";
import { own } from "../../src/util/record.ts";
import { type RecordedCall, recordedCalls } from "../support/recorded-calls.ts";
import { withoutSharedData } from "../support/shared-data.ts";

/** Every pair of the model asked for and the model that answered which real services gave; the second differs from the first. */
const SPELLINGS = [
  ["claude-haiku-4-5", "claude-haiku-4-5-20251001"],
  ["claude-sonnet-4-0", "claude-sonnet-4-20250514"],
  ["claude-sonnet-4-5", "claude-sonnet-4-5-20250929"],
  ["gpt-5-nano", "gpt-5-nano-2025-08-07"],
  ["anthropic.claude-3-5-haiku-20241022-v1:0", "claude-3-5-haiku-20241022"],
  ["anthropic.claude-3-5-haiku-20241022-v1%3A0", "claude-3-5-haiku-20241022"],
  ["us.anthropic.claude-3-5-sonnet-20240620-v1:0", "claude-3-5-sonnet-20240620"],
  ["us.anthropic.claude-3-5-sonnet-20240620-v1%3A0", "claude-3-5-sonnet-20240620"],
  ["gpt-4o", "gpt-4o-2024-08-06"],
  ["gpt-4o", "gpt-4o-2024-11-20"],
  ["Qwen3-1.7B-Q4_K_M", "/srv/models/Qwen3-1.7B-Q4_K_M.gguf"],
  ["Qwen3-VL-2B-Instruct-Q8_0", "/srv/models/Qwen3-VL-2B-Instruct-Q8_0.gguf"],
  ["gpt-3.5-turbo", "gpt-3.5-turbo-0125"],
  ["gpt-3.5-turbo-instruct", "gpt-3.5-turbo-instruct:20230824-v2"],
  ["gpt-4.1-mini", "gpt-4.1-mini-2025-04-14"],
  ["gpt-4.1-nano", "gpt-4.1-nano-2025-04-14"],
  ["gpt-4o-mini", "gpt-4o-mini-2024-07-18"],
  ["gpt-4o-mini-search-preview", "gpt-4o-mini-search-preview-2025-03-11"],
  ["gpt-5", "gpt-5-2025-08-07"],
  ["gpt-5-mini", "gpt-5-mini-2025-08-07"],
  ["gpt-5.5", "gpt-5.5-2026-04-23"],
  ["gpt-audio-mini", "gpt-audio-mini-2025-12-15"],
  ["o3", "o3-2025-04-16"],
  ["o3-mini", "o3-mini-2025-01-31"],
  ["o4-mini", "o4-mini-2025-04-16"],
  ["anthropic/claude-haiku-4.5", "anthropic/claude-4.5-haiku-20251001"],
  ["anthropic/claude-sonnet-4.6", "anthropic/claude-4.6-sonnet-20260217"],
  ["google/gemini-3-flash-preview", "google/gemini-3-flash-preview-20251217"],
] as const;

const OTHER_MODELS = [
  ["claude-sonnet-5", "claude-opus-4-8"],
  ["openllmetry-testing", "gpt-4.1-mini-2025-04-14"],
  ["deepseek-chat", "deepseek-v4-flash"],
  ["deepseek-reasoner", "deepseek-v4-flash"],
  ["gemini-flash-latest", "gemini-3.6-flash"],
  ["Qwen3-1.7B-Q4_K_M", "/srv/models/Qwen3-8B-Q4_K_M.gguf"],
  ["gpt-5.6", "gpt-5.6-sol"],
  ["google/gemini-2.0-flash-exp:free", "x-ai/grok-4"],
  // The names of completion models that OpenAI gives back do not say that they are these.
  ["babbage-002", "babbage:2023-07-21-v2"],
  ["davinci-002", "davinci:2023-07-21-v2"],
] as const;

describe("isSpellingOf", () => {
  it.each(SPELLINGS)("%s may answer as %s", (asked, served) => expect(isSpellingOf(served, asked)).toBe(true));

  it.each(OTHER_MODELS)("%s is not what answered as %s", (asked, served) =>
    expect(isSpellingOf(served, asked)).toBe(false),
  );

  it.each([
    ["gemini-2.5-flash", "models/gemini-2.5-flash"],
    ["gemini-2.0-flash", "gemini-2.0-flash-001"],
    ["gemini-2.5-flash-preview", "gemini-2.5-flash-preview-05-20"],
    ["publishers/google/models/gemini-2.5-pro", "gemini-2.5-pro"],
    ["claude-sonnet-4@20250514", "claude-sonnet-4-20250514"],
    ["claude-3-5-sonnet-latest", "claude-3-5-sonnet-20241022"],
    ["accounts/fireworks/models/llama-v3p1-8b-instruct", "llama-v3.1-8b-instruct"],
    ["meta-llama/llama-3.3-70b-instruct:free", "meta-llama/llama-3.3-70b-instruct"],
    ["openai/gpt-oss-120b:groq", "gpt-oss-120b"],
    ["llama3.2", "llama3.2:latest"],
    ["text-embedding-ada-002", "text-embedding-ada-002-v2"],
    ["x-ai/grok-4", "xai/grok-4-0709"],
    ["amazon.nova-lite-v1:0", "us.amazon.nova-lite-v1:0"],
    ["GPT-4o", "gpt-4o"],
    ["m", "m"],
  ])("%s and %s are one model", (asked, served) => expect(isSpellingOf(served, asked)).toBe(true));

  it.each([
    ["gpt-4o", "gpt-4o-mini"],
    ["gpt-4o", "gpt-4o-mini-2024-07-18"],
    ["gpt-4", "gpt-4-1106-preview"],
    ["gpt-4.5", "gpt-5.4"],
    ["gpt-4o-2024-05-13", "gpt-4o-2024-08-06"],
    ["gemini-1.5-pro-001", "gemini-1.5-pro-002"],
    ["gemini-2.5-flash", "gemini-2.5-flash-preview-05-20"],
    ["gemini-2.5-flash", "gemini-2.5-flash-lite"],
    ["mistralai/mistral-7b", "somebody/mistral-7b"],
    ["meta-llama/llama-3.3-70b-instruct", "meta-llama/llama-3.3-70b-instruct:free"],
    ["llama3.2", "llama3.2:1b"],
    ["amazon.titan-embed-text-v2:0", "amazon.titan-embed-text-v1:0"],
    ["amazon.titan-embed-text-v2:0", "amazon.titan-embed-text-v1"],
    ["jina-embeddings-v2", "jina-embeddings-v3"],
    ["claude-3-opus", "claude-3-haiku"],
    ["claude-opus-4-1", "claude-opus-4-20250514"],
    ["", "gpt-4o"],
  ])("%s and %s are two", (asked, served) => expect(isSpellingOf(served, asked)).toBe(false));

  it("takes a name of any length in no time", () => {
    const start = performance.now();
    for (const piece of ["-1", "a/", "/", ".", ":v1", "claude-", "-2024-01-01"]) {
      isSpellingOf(piece.repeat(50_000), "gpt-4o");
      isSpellingOf(piece.repeat(50_000), piece.repeat(49_999));
    }
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});

describe.skipIf(withoutSharedData !== undefined)(
  `the names in recorded calls${withoutSharedData ? `: ${withoutSharedData}` : ""}`,
  () => {
    it("are all in the tables above", () => {
      const known = new Set([...SPELLINGS, ...OTHER_MODELS].map((pair) => pair.join(" ")));
      const seen = new Set<string>();
      for (const { request, response } of recordedCalls("chat")) {
        const asked = askedFor(request);
        if (asked === undefined || response.status >= 300) continue;
        for (const [, served = ""] of response.body.toString().matchAll(/"(?:model|modelVersion)"\s*:\s*"([^"]+)"/g))
          if (served !== asked) seen.add(`${asked} ${served.replace(/^\/.*\//, "/srv/models/")}`);
      }
      expect(seen.size).toBeGreaterThan(30);
      expect([...seen].filter((pair) => !known.has(pair))).toEqual([]);
    });
  },
);

/** The model a recorded request asks for: in its body, or in its address. */
function askedFor({ url, json }: RecordedCall["request"]): string | undefined {
  const named = own(json, "model");
  if (typeof named === "string" && named !== "") return named;
  return /\/models?\/([^/?]+?)(?::\w+|\/(?:converse|invoke)[\w-]*)?(?:\?|$)/.exec(url)?.[1];
}

describe("variantOf", () => {
  it.each([
    ["a/b:free", "free"],
    ["openai/gpt-oss-120b:groq", "groq"],
    ["llama3.2:1b", undefined],
    ["llama3.2:latest", undefined],
    ["amazon.nova-lite-v1:0", undefined],
    ["gpt-3.5-turbo-instruct:20230824-v2", undefined],
    ["gpt-4o", undefined],
  ])("of %s is %s", (name, variant) => expect(variantOf(name)).toBe(variant));
});
