import type { CallContext } from "../../dialect.ts";
import type { Adaptation } from "../../usage.ts";
import { isRecord } from "../../util/record.ts";
import { DIALECT, type Item } from "./words.ts";

/** What encoding one request has at hand, and where it notes what could not be carried as asked. */
export interface Encoding {
  readonly context: CallContext;
  readonly adaptations: Adaptation[];
  /** The ids of calls of custom tools, whose answers have a type of their own. */
  readonly customCalls: Set<string>;
}

/** Begins to encode a request. */
export function startEncoding(context: CallContext): Encoding {
  return { context, adaptations: [], customCalls: new Set() };
}

/** Which fields of a record were read already, and which others this dialect has too. */
export interface PassingFields {
  readonly read: readonly string[];
  readonly own: readonly string[];
}

/** Copies to `to` the fields of `from` that this dialect has too, and those kept under its name; notes every other that was not read. */
export function passOn(from: object, to: Item, { read, own }: PassingFields, field: string, encoding: Encoding): Item {
  for (const key in from) {
    if (read.includes(key)) continue;
    const value = (from as Item)[key];
    if (value === undefined) continue;
    if (own.includes(key)) to[key] = value;
    else if (key === DIALECT && isRecord(value)) Object.assign(to, value);
    else if (value !== null) {
      encoding.adaptations.push({
        field: `${field}.${key}`,
        what: `the Responses API has no ${key} here; it was left out`,
      });
    }
  }
  return to;
}
