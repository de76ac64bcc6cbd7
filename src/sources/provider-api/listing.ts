import type * as z from "zod";
import type { Facts } from "../../model.ts";

/** What a provider's list says of one model, in our words. */
export interface Listing {
  /** What the provider's own API calls it. */
  readonly name: string;
  readonly facts?: Facts;
  /** Other names the provider's own API takes for it. */
  readonly aliases?: readonly string[];
  /** The name of the model to use instead. */
  readonly replacement?: string | undefined;
  /** What is worth keeping in the provider's own terms. */
  readonly own?: Readonly<Record<string, unknown>>;
}

/** Reads one row of a list: a model, several, or none where the row is no model at all. Pure. */
export type ReadRow = (row: unknown) => readonly Listing[];

/** A reader of rows from the shape they must have and what such a row says. */
export function readerOf<Schema extends z.ZodType>(
  schema: Schema,
  translate: (row: z.output<Schema>) => Listing | readonly Listing[],
): ReadRow {
  return (row) => {
    const parsed = schema.safeParse(row);
    if (!parsed.success) return [];
    const said = translate(parsed.data);
    return isList(said) ? said : [said];
  };
}

function isList(said: Listing | readonly Listing[]): said is readonly Listing[] {
  return Array.isArray(said);
}
