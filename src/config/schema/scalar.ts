import { z } from "zod";
import { DURATION, parseDuration } from "../duration.ts";

// The text given as `error` is what was expected, in words; `validate` makes the sentence around it.

const LONGEST_TEXT = 20_000;
const LONGEST_LABEL = 256;

/** Any text. */
export function text(what = "text") {
  return z.string({ error: what }).max(LONGEST_TEXT, { error: `${what} of at most 20,000 characters` });
}

/** A form that texts may have to have. */
export interface TextForm {
  readonly form: RegExp;
  /** What such a text is, in words. */
  readonly what: string;
  /** The form in JSON Schema, where it may be wider: what every validator understands. */
  readonly published: Readonly<Record<string, unknown>>;
}

/** Text of a form. */
export function textLike({ form, what, published }: TextForm) {
  return z
    .string({ error: what })
    .refine((value) => form.test(value), { error: what })
    .meta({ ...published });
}

/** A short text that is not empty. */
export function label(what = "text") {
  return z
    .string({ error: what })
    .min(1, { error: what === "text" ? "text that is not empty" : what })
    .max(LONGEST_LABEL, { error: `${what} of at most 256 characters` });
}

/** True or false. */
export function flag() {
  return z.boolean({ error: "true or false" });
}

/** A number between two limits, both included. */
export function numberFrom(least: number, most: number) {
  const what = `a number from ${least} to ${most}`;
  return z.number({ error: what }).min(least, { error: what }).max(most, { error: what });
}

/** A number that is not negative: an amount of money, a share. */
export function amount(what = "a number from 0") {
  return z.number({ error: what }).min(0, { error: what });
}

/** A whole number of at least `least`. */
export function count(least: 0 | 1, what = `a whole number from ${least}`) {
  return z.int({ error: what }).min(least, { error: what });
}

/** Any whole number. */
export function integer() {
  return z.int({ error: "a whole number" });
}

/** One of a few words. */
export function oneOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z.enum(words, { error: `one of ${words.join(", ")}` });
}

/** A stretch of time as text or a number of seconds; `parseDuration` reads it. */
export const duration = span("duration", 1, "a duration over 0, such as 500ms, 30s, 2m, 1h, or a number of seconds");

/** A stretch of time that may be none at all. */
export const delay = span("delay", 0, "a duration, such as 500ms, 30s, 2m, 1h, or a number of seconds");

/** A stretch of time after which something is done again. */
export const interval = span(
  "interval",
  1_000,
  "a duration of at least a second, such as 30s, 2m, 1h, or a number of seconds",
);

function span(id: string, leastMs: number, what: string) {
  return z
    .union([amount(what), textLike({ form: DURATION, what, published: { pattern: DURATION.source } })], { error: what })
    .refine((value) => (parseDuration(value) ?? -1) >= leastMs, { error: what })
    .meta({ id, examples: ["30s", "500ms", "2m", "1h", 30] });
}

/** A list of things that are alike. */
export function listOf<Item extends z.ZodType>(item: Item, what = "a list") {
  return z.array(item, { error: what });
}

/** A list with something in it. */
export function fullListOf<Item extends z.ZodType>(item: Item, what: string) {
  return listOf(item, what).min(1, { error: what });
}
