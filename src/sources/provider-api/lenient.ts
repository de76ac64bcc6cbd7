import * as z from "zod";

/** The longest text that is kept of a foreign field; a longer one is no name and no label. */
const LONGEST_LABEL = 1_000;

const label = z.string().max(LONGEST_LABEL);

/** What a row must have to be a model at all. */
export const requiredText = z.string().min(1);

/** Text, unknown where it is missing, overlong or something else. */
export const text = label.nullish().catch(undefined).transform(known);

/** Text of any length. */
export const longText = z.string().nullish().catch(undefined).transform(known);

/** A whole number, unknown where it is missing, negative or something else. */
export const count = z.number().int().nonnegative().nullish().catch(undefined).transform(known);

/** A number from 0, unknown where it is something else. */
export const amount = z.number().nonnegative().nullish().catch(undefined).transform(known);

/** Yes or no, unknown where it is something else. */
export const flag = z.boolean().nullish().catch(undefined).transform(known);

/** A list of texts, unknown where it is something else. */
export const words = z.array(label).max(1_000).nullish().catch(undefined).transform(known);

/** A date, unknown where it is something else. */
export const moment = label
  .refine((value) => !Number.isNaN(Date.parse(value)))
  .nullish()
  .catch(undefined)
  .transform(known);

/** An object of which some fields are read, unknown where it is something else. */
export const part = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.object(shape).nullish().catch(undefined).transform(known);

/** An object of any fields of one kind, unknown where it is something else. */
export const record = <Value extends z.ZodType>(value: Value) =>
  z.record(z.string(), value).nullish().catch(undefined).transform(known);

function known<Value>(value: Value | null | undefined): Value | undefined {
  return value ?? undefined;
}
