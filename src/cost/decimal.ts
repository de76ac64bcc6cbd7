/** 1e-12 USD, in which costs are counted. */
const PICO_DIGITS = 12;

/** A decimal number as an integer and how many of its digits stand behind the point. */
export interface Decimal {
  readonly digits: bigint;
  readonly places: number;
}

/** The decimal that a number's shortest text shows, or a text is; `undefined` for what is no number of zero or more. */
export function decimalOf(value: number | string): Decimal | undefined {
  const match = /^\+?(\d{1,40})(?:\.(\d{1,60}))?(?:e([+-]?\d{1,3}))?$/i.exec(String(value).trim());
  if (match === null) return undefined;
  const [, whole = "", fraction = "", exponent = "0"] = match;
  const places = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction);
  return places >= 0 ? { digits, places } : { digits: digits * 10n ** BigInt(-places), places: 0 };
}

/** A count times a price in 1e-12 USD, rounded half up to whole ones once, which only a price of more than six digits behind the point can need. */
export function picoUsd(price: Decimal, count: bigint, per: bigint): bigint {
  return divided(price.digits * count * 10n ** BigInt(PICO_DIGITS), per * 10n ** BigInt(price.places));
}

/** 1e-12 USD as exact decimal text of USD: `0.054399`. */
export function usdText(pico: bigint): string {
  const digits = pico.toString().padStart(PICO_DIGITS + 1, "0");
  const fraction = digits.slice(-PICO_DIGITS).replace(/0+$/, "");
  const whole = digits.slice(0, -PICO_DIGITS);
  return fraction === "" ? whole : `${whole}.${fraction}`;
}

function divided(dividend: bigint, divisor: bigint): bigint {
  return (2n * dividend + divisor) / (2n * divisor);
}
