import type { Model } from "../model.ts";
import { TOKEN_RATES, UNIT_RATES } from "../pricing.ts";
import type { Field, FieldType } from "./field.ts";
import { lookUp } from "./look-up.ts";
import type { Get } from "./value-tests.ts";

type Rate = (typeof TOKEN_RATES)[number] | (typeof UNIT_RATES)[number];

// A reader of its own for each price gives each its own inline cache.
const READERS: Readonly<Record<Rate, Get<Model>>> = {
  input: (model) => model.pricing.input,
  output: (model) => model.pricing.output,
  cacheRead: (model) => model.pricing.cacheRead,
  cacheWrite: (model) => model.pricing.cacheWrite,
  cacheWrite1h: (model) => model.pricing.cacheWrite1h,
  reasoning: (model) => model.pricing.reasoning,
  audioInput: (model) => model.pricing.audioInput,
  audioOutput: (model) => model.pricing.audioOutput,
  audioCacheRead: (model) => model.pricing.audioCacheRead,
  imageInput: (model) => model.pricing.imageInput,
  imageOutput: (model) => model.pricing.imageOutput,
  imageCacheRead: (model) => model.pricing.imageCacheRead,
  videoInput: (model) => model.pricing.videoInput,
  videoOutput: (model) => model.pricing.videoOutput,
  request: (model) => model.pricing.request,
  image: (model) => model.pricing.image,
  webSearch: (model) => model.pricing.webSearch,
  page: (model) => model.pricing.page,
  audioHour: (model) => model.pricing.audioHour,
};

/** The prices that hold now. */
export const PRICE_FIELDS: readonly Field[] = [
  ...TOKEN_RATES.map((rate) => priceNow(rate, "USD per million tokens")),
  ...UNIT_RATES.map((rate) => priceNow(rate, "USD for each one")),
  at("pricing.from", "date", "the first day on which the prices hold"),
];

/** Prices of other modes, sizes, hours and periods; a list of them holds where one of its members does. */
export const OTHER_PRICE_FIELDS: readonly Field[] = [
  ...periodParts("pricing", false),
  at("pricing.dated", "list of objects", "the prices of other periods"),
  at("pricing.dated.from", "list of dates", "the first day of another period"),
  ...rates("pricing.dated", true),
  ...periodParts("pricing.dated", true),
];

/** The price records that take any key. */
export const OPEN_PRICES: readonly string[] = ["pricing", "pricing.dated"].flatMap((period) =>
  ["", ".batch", ".tiers", ".windows"].map((part) => `${period}${part}.other`),
);

function periodParts(period: string, inList: boolean): Field[] {
  const text: FieldType = "list of text";
  return [
    at(`${period}.batch`, inList ? "list of objects" : "object", "prices in a batch mode"),
    ...rates(`${period}.batch`, inList),
    at(`${period}.tiers`, "list of objects", "prices of requests above a size"),
    at(`${period}.tiers.aboveTokens`, "list of numbers", "the input above which a tier holds, in tokens"),
    ...rates(`${period}.tiers`, true),
    at(`${period}.windows`, "list of objects", "prices between two times of day"),
    at(`${period}.windows.fromUtc`, text, "when a window opens, HH:MM"),
    at(`${period}.windows.untilUtc`, text, "when a window closes, HH:MM"),
    ...rates(`${period}.windows`, true),
  ];
}

function rates(prefix: string, inList: boolean): Field[] {
  return [...TOKEN_RATES, ...UNIT_RATES].map((rate) =>
    at(`${prefix}.${rate}`, inList ? "list of numbers" : "number", `the ${rate} price there`),
  );
}

function priceNow(rate: Rate, unit: string): Field {
  return { name: `pricing.${rate}`, type: "number", get: READERS[rate], description: `${unit}: ${rate}` };
}

function at(name: string, type: FieldType, description: string): Field {
  const path = name.split(".").slice(1);
  return { name, type, get: (model) => lookUp(model.pricing, path), description };
}
