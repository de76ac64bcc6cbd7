import fc from "fast-check";
import { expect, test } from "vitest";
import { estimateText, TextMeter } from "../../src/tokens/estimate.ts";

test("a text weighs the same however it is cut into pieces", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "grapheme", maxLength: 12 }), { maxLength: 12 }), (pieces) => {
      const meter = new TextMeter();
      for (const piece of pieces) meter.add(piece);
      expect(meter.tokens).toBe(estimateText(pieces.join("")));
    }),
  );
});

test("only no text at all is no token, in any family", () => {
  const meter = new TextMeter();
  meter.add("");
  expect([meter.tokens, meter.tokensOf("claude")]).toEqual([0, 0]);
  meter.add(" ");
  expect([meter.tokens, meter.tokensOf("claude")]).toEqual([1, 1]);
});

test("families that cut finer count more", () => {
  const meter = new TextMeter();
  meter.add("a text of several ordinary words, and then of some more of them".repeat(4));
  expect(meter.tokensOf("claude")).toBeGreaterThan(meter.tokensOf("openai"));
  expect(meter.tokensOf("openai")).toBe(meter.tokens);
});
