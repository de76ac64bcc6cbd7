import type { CallError } from "../call-error.ts";
import { unsupported } from "./unsupported.ts";

/** An error for a message of a role that nobody knows, from callers whom no compiler told. */
export function unknownRole(message: object, field: string): CallError {
  const { role } = message as { role?: unknown };
  return unsupported(
    `${field}.role`,
    `expected system, developer, user, assistant or tool; got ${JSON.stringify(role)}`,
  );
}
