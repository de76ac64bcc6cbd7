import { InvalidArgumentError } from "commander";
import type { JsonValue } from "../util/json.ts";

/** Reads one more `--parameter name=value`; a value that is JSON is read as such, any other is text. */
export function collectParameter(text: string, before: Record<string, JsonValue> = {}): Record<string, JsonValue> {
  const [, name, value = ""] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined) throw new InvalidArgumentError("expected name=value, such as temperature=0");
  return { ...before, [name]: read(value) };
}

function read(value: string): JsonValue {
  try {
    return JSON.parse(value) as JsonValue;
  } catch {
    return value;
  }
}
