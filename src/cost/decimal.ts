import { remembered } from "../util/remembered.ts";

/** 1e-12 USD, in which costs are counted. */
const PICO_DIGITS = 12;
/** How many of them a price per million tokens has left for one token. */
const PER_TOKEN_DIGITS = 6;

/** A decimal number as an integer and how many of its digits stand behind the point. */
export interface Decimal {
  readonly digits: bigint;
  readonly places: number;
}

// Numbers are prices, and the same few come back with every call.
const decimalOfNumber = remembered(10_000, (value: number) => read(String(value)));

/** The decimal that a number's shortest text shows, or a text is; `undefined` for what is no number of zero or more. */
export function decimalOf(value: number | string): Decimal | undefined {
  return typeof value === "number" ? decimalOfNumber(value) : read(value);
}

function read(text: string): Decimal | undefined {
  const match = /^\+?(\d{1,40})(?:\.(\d{1,60}))?(?:e([+-]?\d{1,3}))?$/i.exec(text.trim());
  if (match === null) return undefined;
  const [, whole = "", fraction = "", exponent = "0"] = match;
  const places = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction);
  return places >= 0 ? { digits, places } : { digits: digits * 10n ** BigInt(-places), places: 0 };
}

/** A count times a price in 1e-12 USD, rounded half up to whole ones once, which only a price of more than six digits behind the point can need. */
export function picoUsd(price: Decimal, count: bigint, per: bigint): bigint {
  return divided(price.digits * count * PICO, per * powerOfTen(price.places));
}

/**
 * What one token costs in 1e-12 USD at a price per million of them, where that is a whole number; nearly all prices have
 * no more digits than that.
 */
export const picoUsdPerToken = remembered(10_000, (price: number): number | undefined => {
  const decimal = decimalOf(price);
  if (decimal === undefined || decimal.places > PER_TOKEN_DIGITS) return undefined;
  const pico = Number(decimal.digits * powerOfTen(PER_TOKEN_DIGITS - decimal.places));
  return Number.isSafeInteger(pico) ? pico : undefined;
});

/** 1e-12 USD as exact decimal text of USD: `0.054399`. */
export function usdText(pico: bigint): string {
  const digits = pico.toString().padStart(PICO_DIGITS + 1, "0");
  const point = digits.length - PICO_DIGITS;
  let end = digits.length;
  while (end > point && digits[end - 1] === "0") end -= 1;
  const whole = digits.slice(0, point);
  return end === point ? whole : `${whole}.${digits.slice(point, end)}`;
}

const POWERS = Array.from({ length: 31 }, (_, exponent) => 10n ** BigInt(exponent));
const PICO = 10n ** BigInt(PICO_DIGITS);

function powerOfTen(exponent: number): bigint {
  return POWERS[exponent] ?? 10n ** BigInt(exponent);
}

function divided(dividend: bigint, divisor: bigint): bigint {
  return (2n * dividend + divisor) / (2n * divisor);
}
