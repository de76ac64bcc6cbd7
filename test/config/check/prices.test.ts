import { describe, expect, it } from "vitest";
import { messageOf, said } from "../support/checking.ts";

describe("prices", () => {
  const priced = (pricing: string) =>
    `models: { m: openai/gpt-4 }\nbackends: { openai: { models: { gpt-4: { pricing: ${pricing} } } } }`;

  it.each([
    [
      "{ unit: per_1k_tokens, input: 30, output: 60 }",
      "30000 USD per million tokens is 1,000 times the known price, 30; is the unit per_1m_tokens?",
    ],
    [
      "{ unit: per_1m_tokens, input: 0.03 }",
      "0.03 USD per million tokens is 1/1,000 of the known price, 30; is the unit per_1k_tokens?",
    ],
    [
      "{ unit: per_1m_tokens, input: 30, output: 6000 }",
      "6000 USD per million tokens is 100 times the known price, 60; check the price and its unit",
    ],
  ])("of %s are far off", async (pricing, message) => {
    expect(await messageOf(priced(pricing))).toBe(message);
  });

  it.each(["{ unit: per_1k_tokens, input: 0.03, output: 0.06 }", "{ unit: per_1m_tokens, input: 3, output: 0 }"])(
    "of %s may be another agreement",
    async (pricing) => {
      expect(await said(priced(pricing))).toEqual([]);
    },
  );
});
