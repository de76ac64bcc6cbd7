import { classify } from "../../call-error/classify.ts";
import type { CallError } from "../../call-error.ts";
import type { FinishReason } from "../../chat.ts";
import { readWireError } from "../../dialect/wire-error.ts";
import type { CallContext } from "../../dialect.ts";
import { isRecord } from "../../util/record.ts";
import { textOf } from "./read.ts";
import type { Item } from "./words.ts";

/** Why an answer ended, in our words and the provider's. */
export interface Ending {
  readonly finishReason: FinishReason;
  readonly finishReasonRaw: string;
}

/** Why an answer ended; `waiting` is the type of an item that the caller has to answer, if there is one. */
export function endingOf(
  { status, incomplete_details: incomplete }: Item,
  hasCalls: boolean,
  waiting: string | undefined,
): Ending {
  const reason = isRecord(incomplete) ? textOf(incomplete.reason) : undefined;
  const raw = reason ?? textOf(status) ?? "completed";
  if (reason === "max_output_tokens" || reason === "max_tokens")
    return { finishReason: "length", finishReasonRaw: raw };
  if (reason === "content_filter") return { finishReason: "content_filter", finishReasonRaw: raw };
  if (raw !== "completed") return { finishReason: "other", finishReasonRaw: raw };
  if (hasCalls) return { finishReason: "tool_calls", finishReasonRaw: raw };
  return waiting === undefined
    ? { finishReason: "stop", finishReasonRaw: raw }
    : { finishReason: "other", finishReasonRaw: waiting };
}

/** The type of an item that nobody but the caller can answer and that is no call of ours: an approval, a patch to apply. */
export function waitingFor({ type, environment, execution }: Item): string | undefined {
  switch (type) {
    case "mcp_approval_request":
    case "apply_patch_call":
    case "local_shell_call":
    case "computer_call":
      return type;
    case "shell_call":
      return isRecord(environment) && environment.type !== "local" ? undefined : type;
    case "tool_search_call":
      return execution === "client" ? type : undefined;
    default:
      return undefined;
  }
}

/** Whether an item shows that nothing before it waits any more: the provider's own answer, or the model's next words. */
export function isAnswer({ type }: Item): boolean {
  return type === "shell_call_output" || type === "tool_search_output" || type === "message";
}

/** The error an answer tells of itself, or an event of its stream. */
export function failureOf(told: unknown, { provider }: CallContext): CallError {
  const body = isRecord(told) ? told : { message: "the response failed and does not say why" };
  return classify(readWireError(body), { provider: provider.name });
}
