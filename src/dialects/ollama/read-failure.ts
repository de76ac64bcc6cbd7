import { classify } from "../../call-error/classify.ts";
import type { CallError } from "../../call-error.ts";
import { readWireError } from "../../dialect/wire-error.ts";
import type { CallContext } from "../../dialect.ts";

/** The error that an answer or a line of a stream holds (https://docs.ollama.com/api/errors). */
export function readFailure(body: unknown, { provider }: CallContext): CallError {
  return classify(readWireError(body), { provider: provider.name, body });
}
