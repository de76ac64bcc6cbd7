import { openaiRefusal } from "../../dialect/openai-refusal.ts";
import type { ServedError } from "../../served-dialect.ts";
import type { Item } from "./words.ts";

/** The body of a refusal. */
export function encodeError(error: ServedError): Item {
  return { error: openaiRefusal(error) };
}

/**
 * The event of a failure in a stream (https://platform.openai.com/docs/api-reference/responses-streaming/error). The
 * fields stand in it as documented, and in `error`, by which the official client knows that it has to throw.
 */
export function encodeErrorEvent(error: ServedError, place: number): Item {
  const told = openaiRefusal(error);
  const { code, message, param } = told;
  return { type: "error", code, message, param, error: told, sequence_number: place };
}
