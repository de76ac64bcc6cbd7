import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  checkPricing,
  eachFromThousand,
  type Pricing,
  perMillionFromNumber,
  perMillionFromText,
  perMillionFromThousand,
  priceFromText,
  pricingAt,
} from "../src/pricing.ts";
import { problemsWith } from "../src/util/shape.ts";

describe("the decimal converters", () => {
  const decimal = fc.tuple(fc.bigInt(0n, 10n ** 15n), fc.integer({ min: 0, max: 12 }));

  /** `digits / 10^scale * 10^places` as the decimal text that whole-number arithmetic gives. */
  function scaled(digits: bigint, scale: number, places: number): string {
    const exponent = places - scale;
    if (exponent >= 0) return String(digits * 10n ** BigInt(exponent));
    const text = digits.toString().padStart(1 - exponent, "0");
    return `${text.slice(0, exponent)}.${text.slice(exponent)}`;
  }

  it("move the point in any decimal text exactly, as whole-number arithmetic does", () => {
    fc.assert(
      fc.property(decimal, ([digits, scale]) => {
        const text = scaled(digits, scale, 0);
        expect(perMillionFromText(text)).toBe(Number(scaled(digits, scale, 6)));
        expect(priceFromText(text)).toBe(Number(text));
      }),
    );
  });

  it("give back the price per million from which a price per token or per thousand was made, however the number is printed", () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 9n), fc.integer({ min: 0, max: 6 }), (digits, scale) => {
        expect(perMillionFromNumber(Number(scaled(digits, scale, -6)))).toBe(Number(scaled(digits, scale, 0)));
        expect(perMillionFromThousand(Number(scaled(digits, scale, -3)))).toBe(Number(scaled(digits, scale, 0)));
        expect(eachFromThousand(Number(scaled(digits, scale, 0)))).toBe(Number(scaled(digits, scale, -3)));
      }),
    );
  });

  it.each([
    ["0.0000001", 0.1],
    ["0.00000015", 0.15],
    ["2.5e-06", 2.5],
    ["1E-7", 0.1],
    ["+0.000003", 3],
    [" 0.000003 ", 3],
    ["0", 0],
  ])("reads %j per token as %d per million", (text, price) => {
    expect(perMillionFromText(text)).toBe(price);
  });

  it.each(["-1", "", "free", "NaN", "Infinity", "1e999", "0x10", "1,5", "1.2.3", "."])(
    "takes %j for no price at all",
    (text) => {
      expect(perMillionFromText(text)).toBeUndefined();
      expect(priceFromText(text)).toBeUndefined();
    },
  );

  it("takes a number that is no price for none", () => {
    expect([-1, Number.NaN, Number.POSITIVE_INFINITY].map(perMillionFromNumber)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe("pricingAt", () => {
  const pricing: Pricing = {
    input: 2,
    from: "2025-06-10",
    dated: [{ input: 10 }, { input: 3, from: "2027-01-01" }, { input: 2.5, from: "2026-05-01T00:00:00Z" }],
  };

  it.each([
    ["2024-01-01T00:00:00Z", 10],
    ["2025-06-09T23:59:59.999Z", 10],
    ["2025-06-10T00:00:00Z", 2],
    ["2026-04-30T23:59:59Z", 2],
    ["2026-05-01T00:00:00Z", 2.5],
    ["2026-12-31T23:59:59Z", 2.5],
    ["2027-01-01T00:00:00Z", 3],
    ["2099-01-01T00:00:00Z", 3],
  ])("at %s the input costs %d", (at, input) => {
    expect(pricingAt(pricing, new Date(at)).input).toBe(input);
  });

  it("knows no price before the first dated period", () => {
    expect(pricingAt({ input: 1, from: "2030-01-01" }, new Date("2026-01-01"))).toEqual({});
  });

  it("prefers the current prices where two periods begin on the same day", () => {
    const twice: Pricing = { input: 1, from: "2026-01-01", dated: [{ input: 2, from: "2026-01-01" }] };
    expect(pricingAt(twice, new Date("2026-02-01")).input).toBe(1);
    expect(pricingAt({ input: 1, dated: [{ input: 2 }] }, new Date("2026-02-01")).input).toBe(1);
  });

  it.each([
    ["00:29", 1],
    ["00:30", 2],
    ["16:29", 2],
    ["16:30", 1],
  ])("at %s the window from 00:30 until 16:30 decides", (time, input) => {
    const withWindow: Pricing = { input: 1, output: 9, windows: [{ fromUtc: "00:30", untilUtc: "16:30", input: 2 }] };
    expect(pricingAt(withWindow, new Date(`2026-01-01T${time}:00Z`))).toEqual({ input, output: 9 });
  });

  it.each([
    ["21:59", 1],
    ["22:00", 2],
    ["00:00", 2],
    ["05:59", 2],
    ["06:00", 1],
  ])("at %s the window that spans midnight decides", (time, input) => {
    const overnight: Pricing = { input: 1, windows: [{ fromUtc: "22:00", untilUtc: "06:00", input: 2 }] };
    expect(pricingAt(overnight, new Date(`2026-01-01T${time}:00Z`)).input).toBe(input);
  });

  it("always gives one of the periods that have begun, the one that began last", () => {
    const date = fc
      .integer({ min: 0, max: 3000 })
      .map((days) => new Date(Date.UTC(2020, 0, 1 + days)).toISOString().slice(0, 10));
    fc.assert(
      fc.property(fc.uniqueArray(date, { minLength: 1, maxLength: 8 }), date, (starts, today) => {
        const [first, ...others] = starts.map((from, input) => ({ from, input }));
        const begun = starts.filter((from) => from <= today).sort();
        const last = begun.at(-1);
        const chosen = pricingAt({ ...first, dated: others }, new Date(`${today}T12:00:00Z`));
        expect(chosen.input).toBe(last === undefined ? undefined : starts.indexOf(last));
      }),
    );
  });
});

const problemsOf = (pricing: unknown) => problemsWith(checkPricing, pricing);

describe("checking prices", () => {
  it.each([
    ["a negative price", { input: -1 }],
    ["a price as text", { input: "1" }],
    ["a time of day that does not exist", { windows: [{ fromUtc: "24:00", untilUtc: "01:00" }] }],
    ["a date in another order", { from: "01.02.2026" }],
    ["a tier without its bound", { tiers: [{ input: 1 }] }],
  ])("refuses %s", (_what, pricing) => {
    expect(problemsOf(pricing)).not.toEqual([]);
  });

  it("keeps free, not applicable and unknown apart", () => {
    expect(problemsOf({ input: 0, output: null, batch: { input: 0 }, unheardOf: "kept" })).toEqual([]);
  });
});
