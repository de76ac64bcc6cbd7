import { classify } from "../../call-error/classify.ts";
import type { CallError } from "../../call-error.ts";
import { readWireError } from "../../dialect/wire-error.ts";
import type { CallContext } from "../../dialect.ts";
import { isRecord, type UnknownRecord } from "../../util/record.ts";
import { isFailure } from "./finish-reason.ts";

/** The error inside an answer, or an event, that came with status 200; `undefined` where there is none. */
export function failureIn(body: UnknownRecord, context: CallContext): CallError | undefined {
  const { error, choices } = body;
  const isError = isRecord(error) || (typeof error === "string" && error !== "");
  if (isError) return failure(body, context);
  // An error of a copy that leaves out the word: `{message, type, code}` or `{object: "error", message}` (vLLM).
  if (choices === undefined && typeof body.message === "string") return failure(body, context);
  return undefined;
}

/** The error of one of the answers: its own words (OpenRouter), or a finish reason that says it failed. */
export function failureOfChoice(choice: UnknownRecord, context: CallContext): CallError | undefined {
  const { error, finish_reason: reason } = choice;
  if (isRecord(error)) return failure(choice, context);
  if (typeof reason !== "string" || !isFailure(reason)) return undefined;
  return failure({ error: { message: `the answer ended with finish_reason "${reason}"`, type: reason } }, context);
}

function failure(body: UnknownRecord, { provider }: CallContext): CallError {
  return classify(readWireError(body), { provider: provider.name, body });
}
