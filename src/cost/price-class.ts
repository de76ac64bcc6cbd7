import type { Rates } from "../pricing.ts";
import { type Decimal, decimalOf } from "./decimal.ts";

/** The classes of tokens in a usage. */
export type TokenClass =
  | "input"
  | "output"
  | "cacheRead"
  | "cacheWrite"
  | "cacheWrite1h"
  | "reasoning"
  | "audioInput"
  | "audioOutput"
  | "audioCacheRead"
  | "imageInput"
  | "imageOutput";

/**
 * Under which classes each one stands, nearest first: where a class has no price of its own, it pays that of the class
 * it is a part of. An audio token read from a cache is part of two, so it pays either's only where the other has none.
 * @see https://github.com/pydantic/genai-prices: its tree of units
 */
export const PARENTS: Readonly<Record<TokenClass, readonly TokenClass[]>> = {
  input: [],
  output: [],
  cacheRead: ["input"],
  cacheWrite: ["input"],
  cacheWrite1h: ["cacheWrite"],
  reasoning: ["output"],
  audioInput: ["input"],
  audioOutput: ["output"],
  audioCacheRead: ["cacheRead", "audioInput"],
  imageInput: ["input"],
  imageOutput: ["output"],
};

export const TOKEN_CLASSES = Object.keys(PARENTS) as readonly TokenClass[];

/** The price a class pays and whose it is, or why nobody knows. */
export type ClassPrice =
  | { readonly rate: TokenClass; readonly price: number; readonly decimal: Decimal; readonly reason?: undefined }
  | { readonly reason: string };

/** Looks up what a class pays: its own price, or that of the class it is a part of. */
export function priceOfClass(name: TokenClass, rates: Rates, standard: Rates | undefined): ClassPrice {
  const price = rates[name];
  if (price === null) return { reason: `${name} does not apply to the model, and yet it was used` };
  if (price !== undefined) {
    const decimal = decimalOf(price);
    return decimal === undefined ? { reason: `the price of ${name} is ${price}` } : { rate: name, price, decimal };
  }
  if (standard?.[name] !== undefined && PARENTS[name].length > 0)
    return { reason: `no price is known for ${name} in this mode, and its standard price is one of its own` };
  const prices: ClassPrice[] = PARENTS[name].map((parent) => priceOfClass(parent, rates, standard));
  return nearest(name, prices);
}

function nearest(name: TokenClass, [first, second]: readonly ClassPrice[]): ClassPrice {
  if (first === undefined) return { reason: `no price is known for ${name}` };
  if (second === undefined) return first;
  // Both parents may lead to the same price; two that differ leave it open which of them holds.
  if (first.reason !== undefined || second.reason !== undefined) return { reason: `no price is known for ${name}` };
  if (first.rate === second.rate) return first;
  if (second.rate === "input") return first;
  if (first.rate === "input") return second;
  return { reason: `no price is known for ${name}: it could be that of ${first.rate} or of ${second.rate}` };
}
