import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { calcPrice, type ModelInfo, type Usage as TheirUsage } from "@pydantic/genai-prices";
import { describe, expect, it } from "vitest";
import { costOf } from "../../src/cost.ts";
import { usageOf } from "../../src/dialect/usage.ts";
import { translatePrices } from "../../src/sources/catalog/translate-prices.ts";
import type { Usage } from "../../src/usage.ts";
import { sharedPath, withoutSharedData } from "../support/shared-data.ts";

type Counts = Record<string, number | undefined>;
interface Recorded {
  model?: string;
  extracted: { usage: Counts; extractors: { provider_id: string; input_price?: string; output_price?: string }[] }[];
}

const at = new Date("2026-09-30T12:00:00Z");

/** Their usage, whose classes hold one another, as ours, whose parts are disjoint. */
function disjoint(theirs: Counts): Usage {
  const of = (name: string): number => theirs[name] ?? 0;
  const audioCacheRead = of("cache_audio_read_tokens");
  const cacheWrite1h = of("cache_write_1h_tokens");
  return usageOf({
    totalInput: of("input_tokens"),
    cacheRead: of("cache_read_tokens") - audioCacheRead,
    audioCacheRead,
    cacheWrite: of("cache_write_tokens") - cacheWrite1h,
    cacheWrite1h,
    audioInput: of("input_audio_tokens") - audioCacheRead,
    imageInput: of("input_image_tokens") - of("cache_image_read_tokens"),
    totalOutput: of("output_tokens"),
    reasoning: of("output_reasoning_tokens"),
    audioOutput: of("output_audio_tokens"),
    imageOutput: of("output_image_tokens"),
    webSearches: of("web_searches"),
  });
}

/** What we make of the same usage with the same prices; only classes ours has too. */
function ours(model: ModelInfo, usage: Usage): number | undefined {
  const { usd } = costOf(usage, translatePrices(model.prices, at.toISOString().slice(0, 10)), { at });
  return usd === null ? undefined : Number(usd);
}

/** Equal but for the last digits of their floats. */
function expectEqual(mine: number | undefined, theirs: number, what: string): void {
  expect(mine, what).toBeDefined();
  expect(Math.abs((mine ?? 0) - theirs), `${what}: ${mine} and not ${theirs}`).toBeLessThanOrEqual(
    1e-9 * theirs + 1e-12,
  );
}

describe("the same as genai-prices", () => {
  it.each([
    [
      "anthropic",
      "claude-sonnet-4-5",
      { input_tokens: 12_857, cache_write_tokens: 12_304, cache_read_tokens: 550, output_tokens: 7 },
    ],
    [
      "anthropic",
      "claude-sonnet-4-0",
      { input_tokens: 1_000, cache_write_tokens: 900, cache_write_1h_tokens: 500, output_tokens: 1 },
    ],
    ["google", "gemini-2.5-pro", { input_tokens: 200_000, output_tokens: 1_000 }],
    ["google", "gemini-2.5-pro", { input_tokens: 200_001, output_tokens: 1_000, output_reasoning_tokens: 400 }],
    ["google", "gemini-2.5-flash", { input_tokens: 5_000, input_audio_tokens: 800, output_tokens: 10 }],
    [
      "openai",
      "gpt-4o-audio-preview",
      { input_tokens: 900, input_audio_tokens: 300, output_tokens: 90, output_audio_tokens: 50 },
    ],
    ["openai", "gpt-4o", { input_tokens: 1_000, cache_read_tokens: 768, output_tokens: 33 }],
  ] satisfies [string, string, TheirUsage][])("%s %s with %j", (providerId, model, usage) => {
    const theirs = calcPrice(usage, model, { providerId, timestamp: at });
    if (theirs === null) throw new Error(`${model} is not known`);
    expectEqual(ours(theirs.model, disjoint(usage)), theirs.total_price, model);
  });
});

describe.skipIf(withoutSharedData !== undefined)(
  `the recorded usages of genai-prices${withoutSharedData ? `: ${withoutSharedData}` : ""}`,
  () => {
    const path = "catalogs/genai-prices.usages.json.gz";
    const recorded: Recorded[] = withoutSharedData
      ? []
      : JSON.parse(gunzipSync(readFileSync(sharedPath(path))).toString());
    const cases = recorded.flatMap(({ model, extracted }) =>
      extracted.flatMap(({ usage, extractors }) =>
        extractors.flatMap(({ provider_id: providerId, input_price: input, output_price: output }) =>
          model === undefined || input === undefined || output === undefined
            ? []
            : [{ model, usage, providerId, expected: Number(input) + Number(output) }],
        ),
      ),
    );

    it("cost what they say", () => {
      let same = 0;
      let changed = 0;
      let unpriced = 0;
      for (const { model, usage, providerId, expected } of cases) {
        // Searches are no part of their two sums.
        const { web_searches: _, ...tokens } = usage;
        const theirs = calcPrice(tokens as TheirUsage, model, { providerId, timestamp: at });
        if (theirs === null) continue;
        const mine = ours(theirs.model, disjoint(tokens));
        if (mine === undefined && theirs.total_price === 0 && expected === 0) {
          // A model without prices costs nothing there; here nobody knows what it costs.
          expect(translatePrices(theirs.model.prices, "2026-09-30")).toEqual({});
          unpriced += 1;
          continue;
        }
        expectEqual(mine, theirs.total_price, `${providerId} ${model} ${JSON.stringify(tokens)}`);
        // The data set is older than the package: where a price has changed since, only the package can be the measure.
        if (Math.abs(theirs.total_price - expected) > 1e-9 * expected + 1e-12) changed += 1;
        else same += 1;
      }
      expect(cases.length).toBeGreaterThan(1_500);
      expect(same).toBeGreaterThan(0.9 * cases.length);
      console.info(
        `genai-prices: ${same} of ${cases.length} usages cost what they say; ${changed} changed since, ${unpriced} without a price`,
      );
    });
  },
);
