import type { Model } from "../model.ts";
import type { Get } from "./value-tests.ts";

/** What the values of a field are; "anything" is decided by the data, as in the user's own notes. */
export type FieldType =
  | "text"
  | "number"
  | "boolean"
  | "date"
  | "list of text"
  | "list of numbers"
  | "list of dates"
  | "object"
  | "list of objects"
  | "capabilities"
  | "anything";

/** Something of a model a query can ask about. */
export interface Field {
  /** Dotted path: `pricing.input`. */
  readonly name: string;
  readonly type: FieldType;
  /** Its value: `undefined` is unknown, `null` does not apply. */
  readonly get: Get<Model>;
  /** The only values it can have, where they are few. */
  readonly values?: readonly string[];
  readonly description: string;
}

/** What the elements of a list field are; of another field, what the field itself is. */
export function elementType(type: FieldType): "text" | "number" | "boolean" | "date" | "object" | "anything" {
  switch (type) {
    case "list of text":
      return "text";
    case "list of numbers":
      return "number";
    case "list of dates":
      return "date";
    case "list of objects":
    case "capabilities":
      return "object";
    default:
      return type;
  }
}

export function isList(type: FieldType): boolean {
  return type.startsWith("list of ");
}
