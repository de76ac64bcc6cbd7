import type { ServedError } from "../../served-dialect.ts";
import type { UnknownRecord } from "../../util/record.ts";

/** The body of a refusal, and the line that says a stream has failed (https://docs.ollama.com/api/errors); `code` is ours, Ollama has none. */
export function encodeError({ message, code, field, attempts }: ServedError): UnknownRecord {
  return {
    error: message,
    code,
    ...(field !== undefined && { param: field }),
    ...(attempts !== undefined && { attempts }),
  };
}
