import { describe, expect, it } from "vitest";
import { translated } from "../../support/translated.ts";

async function priced(pricing: string, top = "") {
  const { config, said } = await translated(`${top}\nmodels: { a: { backend: openai/x, pricing: ${pricing} } }`);
  return { pricing: config.models.get("a")?.facts.pricing, said };
}

describe("prices", () => {
  it.each([
    ["per_token", 0.0000025, 2.5],
    ["per_token", 7e-8, 0.07],
    ["per_1k_tokens", 0.03, 30],
    ["per_1k_tokens", 0.00015, 0.15],
    ["per_1k_tokens", 0.0011, 1.1],
    ["per_1m_tokens", 0.1, 0.1],
    ["per_1m_tokens", 0, 0],
  ])("%s: %d become %d USD per million tokens, exactly", async (unit, price, perMillion) => {
    const { pricing, said } = await priced(`{ unit: ${unit}, input: ${price} }`);
    expect(pricing).toEqual({ input: perMillion });
    expect(said).toEqual([]);
  });

  it("of counted things stay what they are, in any unit, and null stays null", async () => {
    const { pricing } = await priced(
      "{ unit: per_1k_tokens, cache_write_1h: 0.001, web_search: 0.01, audio_hour: 0.2, image: null, output: null }",
    );
    expect(pricing).toEqual({ cacheWrite1h: 1, webSearch: 0.01, audioHour: 0.2, image: null, output: null });
  });

  it("of tiers are in the unit of the block, their limits in tokens", async () => {
    const { pricing } = await priced(
      "{ unit: per_1k_tokens, input: 0.001, tiers: [{ above_tokens: 1000, input: 0.002, request: 1 }] }",
    );
    expect(pricing).toEqual({ input: 1, tiers: [{ aboveTokens: 1_000, input: 2, request: 1 }] });
  });

  it("without a unit are per thousand tokens, with a warning", async () => {
    const { pricing, said } = await priced("{ input: 0.03 }");
    expect(pricing).toEqual({ input: 30 });
    expect(said).toEqual([
      "warning modelmall.yaml:2:44 models.a.pricing: no unit given; read as USD per 1,000 tokens; write unit: per_1k_tokens (or per_1m_tokens), or pricing_unit for the whole file",
    ]);
  });

  it("without a unit warn too where only a tier has one", async () => {
    expect((await priced("{ tiers: [{ above_tokens: 1, input: 0.03 }] }")).said).toHaveLength(1);
  });

  it("are in the unit of the whole file where the block names none", async () => {
    expect(await priced("{ input: 3 }", "pricing_unit: per_1m_tokens")).toEqual({ pricing: { input: 3 }, said: [] });
    expect((await priced("{ unit: per_1k_tokens, input: 3 }", "pricing_unit: per_1m_tokens")).pricing).toEqual({
      input: 3_000,
    });
  });

  it.each(["{ input: 0, output: 0 }", "{ request: 0.1 }", "{ input: null }"])(
    "need no unit where it makes no difference: %s",
    async (block) => expect((await priced(block)).said).toEqual([]),
  );
});

it("the highest price of a policy is read like any other", async () => {
  const { config, said } = await translated(
    "models: { a: { backend: openai/x, policy: { max_price: { output: 0.01 } } } }",
  );
  expect(config.models.get("a")?.policy.maxPrice).toEqual({ output: 10 });
  expect(said).toEqual([expect.stringContaining("models.a.policy.max_price: no unit given")]);
});
