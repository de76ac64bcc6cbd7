import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { compatibilityOf } from "../../../src/dialects/openai/compatibility.ts";
import { readUsage } from "../../../src/dialects/openai/usage.ts";
import type { UnknownRecord } from "../../../src/util/record.ts";
import { sharedPath, withoutSharedData } from "../../support/shared-data.ts";

function usageAt(provider: string, body: UnknownRecord) {
  return readUsage(body, compatibilityOf(provider));
}

test("cached, audio and thought tokens are taken out of the totals that hold them", () => {
  const usage = {
    prompt_tokens: 100,
    completion_tokens: 50,
    total_tokens: 150,
    prompt_tokens_details: { cached_tokens: 40, audio_tokens: 10 },
    completion_tokens_details: { reasoning_tokens: 20, audio_tokens: 5 },
  };
  expect(usageAt("openai", { usage })).toMatchObject({
    input: 50,
    cacheRead: 40,
    audioInput: 10,
    output: 25,
    reasoning: 20,
    audioOutput: 5,
    totalInput: 100,
    totalOutput: 50,
  });
});

test.each([
  ["DeepSeek's hits", { prompt_cache_hit_tokens: 30, prompt_cache_miss_tokens: 70 }],
  ["a count beside the totals", { cached_tokens: 30 }],
  ["Mistral's count", { num_cached_tokens: 30 }],
  ["Anthropic's word", { cache_read_input_tokens: 30 }],
  ["Writer's spelling of the details", { prompt_token_details: { cached_tokens: 30 } }],
])("cached tokens are found as %s", (_, told) => {
  const usage = { prompt_tokens: 100, completion_tokens: 1, total_tokens: 101, ...told };
  expect(usageAt("custom", { usage })).toMatchObject({ input: 70, cacheRead: 30, totalInput: 100 });
});

test("what was written to a cache is told apart by how long it is kept", () => {
  const usage = {
    prompt_tokens: 100,
    completion_tokens: 1,
    prompt_tokens_details: { cache_write_tokens: 60 },
    cache_creation: { ephemeral_1h_input_tokens: 20 },
  };
  expect(usageAt("openrouter", { usage })).toMatchObject({ input: 40, cacheWrite: 40, cacheWrite1h: 20 });
});

test("thought tokens that the total counts beside the completion are added to the output, whoever serves the model", () => {
  const usage = {
    prompt_tokens: 12,
    completion_tokens: 1,
    total_tokens: 303,
    completion_tokens_details: { reasoning_tokens: 290 },
  };
  for (const provider of ["xai", "azure", "custom"]) {
    expect(usageAt(provider, { usage })).toMatchObject({ output: 1, reasoning: 290, totalOutput: 291 });
  }
});

test("thought tokens that the total counts within the completion are not counted twice at xAI either", () => {
  const usage = {
    prompt_tokens: 12,
    completion_tokens: 300,
    total_tokens: 312,
    completion_tokens_details: { reasoning_tokens: 290 },
  };
  expect(usageAt("xai", { usage })).toMatchObject({ output: 10, reasoning: 290, totalOutput: 300 });
});

test("where nothing tells, xAI's thought tokens stand outside the completion and OpenAI's inside", () => {
  const usage = { prompt_tokens: 1, completion_tokens: 300, completion_tokens_details: { reasoning_tokens: 290 } };
  expect(usageAt("xai", { usage })?.totalOutput).toBe(590);
  expect(usageAt("openai", { usage })?.totalOutput).toBe(300);
});

test("images that were cached too are counted as cached, and nothing is suspect", () => {
  const details = { cached_tokens: 370, text_tokens: 248, image_tokens: 256 };
  const usage = { prompt_tokens: 504, completion_tokens: 91, prompt_tokens_details: details };
  const read = usageAt("xai", { usage });
  expect(read).toMatchObject({ cacheRead: 370, imageInput: 134, input: 0, totalInput: 504 });
  expect(read).not.toHaveProperty("suspect");
});

test("more cached tokens than there were at all are suspect", () => {
  const usage = { prompt_tokens: 29, completion_tokens: 6, prompt_tokens_details: { cached_tokens: 157 } };
  expect(usageAt("azure", { usage })).toMatchObject({ totalInput: 29, suspect: expect.stringContaining("157") });
});

test.each([
  ["openrouter", { usage: { prompt_tokens: 1, cost: 0.0000123 } }, "0.0000123"],
  ["openrouter", { usage: { prompt_tokens: 1, cost: 0.0001, is_byok: true } }, undefined],
  ["perplexity", { usage: { prompt_tokens: 1, cost: { total_cost: 0.00502 } } }, "0.00502"],
  ["xai", { usage: { prompt_tokens: 1, cost_in_usd_ticks: 1_466_250 } }, "0.0001466250"],
  ["xai", { usage: { prompt_tokens: 1, cost_in_usd_ticks: 25_000_000_000 } }, "2.5000000000"],
  ["azure", { usage: { prompt_tokens: 1, cost_in_usd_ticks: 0 } }, undefined],
  ["venice", { usage: { prompt_tokens: 1 }, cost: { usd: 0.0005813 } }, "0.0005813"],
  ["openai", { usage: { prompt_tokens: 1, cost: 1 } }, undefined],
])("what %s says it charged is read where it says so: %j", (provider, body, cost) => {
  expect(usageAt(provider, body)?.reportedCost).toBe(cost);
});

test("Groq's usage is found in its own field too", () => {
  const usage = { prompt_tokens: 3, completion_tokens: 4 };
  expect(usageAt("groq", { x_groq: { usage } })).toMatchObject({ totalInput: 3, totalOutput: 4 });
});

test("only a service tier with a price of its own is told", () => {
  const usage = { prompt_tokens: 1 };
  expect(usageAt("openai", { usage, service_tier: "flex" })?.serviceTier).toBe("flex");
  expect(usageAt("openai", { usage, service_tier: "default" })).not.toHaveProperty("serviceTier");
  expect(usageAt("groq", { usage, service_tier: "on_demand" })).not.toHaveProperty("serviceTier");
});

test("searches the provider made are counted", () => {
  const details = { web_search_requests: 2 };
  expect(usageAt("openrouter", { usage: { prompt_tokens: 1, server_tool_use_details: details } })?.webSearches).toBe(2);
  expect(usageAt("perplexity", { usage: { prompt_tokens: 1, num_search_queries: 3 } })?.webSearches).toBe(3);
});

test("an answer that says nothing of usage has none", () => {
  for (const usage of [undefined, null, {}, "many", { prompt_tokens: "12" }]) {
    expect(usageAt("openai", { usage })).toBeUndefined();
  }
});

interface OracleRow {
  body: UnknownRecord & { usage?: UnknownRecord };
  extracted: { extractors: { api_flavor: string; provider_id: string }[]; usage: Record<string, number> }[];
}

describe.skipIf(withoutSharedData !== undefined)("recorded usages and what the price catalogue reads in them", () => {
  test("agree in every part both tell, wherever the numbers are the provider's own", () => {
    const packed = readFileSync(sharedPath("catalogs/genai-prices.usages.json.gz"));
    const rows: OracleRow[] = JSON.parse(gunzipSync(packed).toString());
    let compared = 0;
    for (const { body, extracted } of rows) {
      if (typeof body.usage?.prompt_tokens !== "number") continue;
      for (const { extractors, usage } of extracted) {
        // The catalogue tries every extractor on every body; xAI's adds thought tokens to totals that hold them already.
        const provider = extractors.find(
          ({ api_flavor: flavor, provider_id: id }) => /chat|default/.test(flavor) && id !== "x-ai",
        )?.provider_id;
        const ours = provider === undefined ? undefined : usageAt(provider, body);
        if (ours === undefined) continue;
        const told = {
          input_tokens: ours.totalInput,
          output_tokens: ours.totalOutput,
          cache_read_tokens: ours.cacheRead,
          cache_write_tokens: ours.cacheWrite + ours.cacheWrite1h,
          output_reasoning_tokens: ours.reasoning,
          input_audio_tokens: ours.audioInput,
          output_audio_tokens: ours.audioOutput,
        };
        for (const [part, count] of Object.entries(told)) {
          if (usage[part] !== undefined) expect([part, count, body]).toEqual([part, usage[part], body]);
        }
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(300);
  });
});
