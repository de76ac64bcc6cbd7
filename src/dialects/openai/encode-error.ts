import { openaiRefusal } from "../../dialect/openai-refusal.ts";
import type { ServedError } from "../../served-dialect.ts";
import type { UnknownRecord } from "../../util/record.ts";

/** The body of a refusal. */
export function encodeError(error: ServedError): UnknownRecord {
  return { error: openaiRefusal(error) };
}
