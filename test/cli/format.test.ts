import { describe, expect, it } from "vitest";
import { formatDuration, formatPrice, formatTokens } from "../../src/cli/format.ts";

describe("numbers for people", () => {
  it.each([
    [undefined, "?"],
    [null, "–"],
    [0, "0"],
    [512, "512"],
    [4_096, "4.1k"],
    [8_000, "8k"],
    [128_000, "128k"],
    [200_000, "200k"],
    [999_999, "1M"],
    [1_000_000, "1M"],
    [1_048_576, "1.05M"],
    [10_000_000, "10M"],
  ])("shows %s tokens as %s", (tokens, shown) => expect(formatTokens(tokens)).toBe(shown));

  it.each([
    [undefined, "?"],
    [null, "–"],
    [0, "0"],
    [2.5, "2.50"],
    [10, "10.00"],
    [0.075, "0.075"],
    [0.0375, "0.0375"],
    [0.00005, "0.00005"],
    [1.23456789, "1.2346"],
  ])("shows %s USD as %s", (price, shown) => expect(formatPrice(price)).toBe(shown));

  it.each([
    [12.3, "12 ms"],
    [1_234, "1.2 s"],
  ])("shows %s milliseconds as %s", (ms, shown) => expect(formatDuration(ms)).toBe(shown));
});
