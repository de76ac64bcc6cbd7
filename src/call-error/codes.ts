import type { CallErrorCode } from "../call-error.ts";
import type { Fault } from "../errors.ts";

/** What a code means, whose failure it is, and what to do about it. */
export interface CodeMeaning {
  /** Whose failure it is as a rule; a row of the table may say otherwise. */
  readonly fault: Fault;
  /** Whether the same call may succeed later, as a rule. */
  readonly retryable: boolean;
  /** What happened, as it begins an error's message. */
  readonly meaning: string;
  /** What a person can do about it. */
  readonly advice: string;
}

/** Every code of a failed call; the table of `docs/errors.md`. */
export const CODE_MEANINGS: Readonly<Record<CallErrorCode, CodeMeaning>> = {
  invalid_request: {
    fault: "request",
    retryable: false,
    meaning: "the provider found the request wrong",
    advice: "correct what the provider names; no other model would take it either",
  },
  unsupported_request: {
    fault: "request",
    retryable: false,
    meaning: "the request asks for something that cannot be carried here",
    advice: "leave out the field that is named, or ask a model that can do it",
  },
  request_too_large: {
    fault: "request",
    retryable: false,
    meaning: "the request has more bytes or items than the provider takes",
    advice: "send less at once: smaller images and files, fewer inputs",
  },
  context_too_long: {
    fault: "request",
    retryable: false,
    meaning: "the prompt is longer than the model's context window",
    advice: "shorten the conversation, lower max_tokens, or choose a model with a larger window",
  },
  content_refused: {
    fault: "request",
    retryable: false,
    meaning: "the provider's content policy refused the prompt or the answer",
    advice: "change what is asked; the same words will be refused again",
  },
  missing_key: {
    fault: "credential",
    retryable: false,
    meaning: "no key was sent",
    advice: "set the provider's key",
  },
  invalid_key: {
    fault: "credential",
    retryable: false,
    meaning: "the provider does not accept the key",
    advice: "set a valid key; check that it belongs to this provider and address",
  },
  forbidden: {
    fault: "credential",
    retryable: false,
    meaning: "the key may not do this",
    advice: "ask for access at the provider, or use a key that has it",
  },
  quota_spent: {
    fault: "credential",
    retryable: false,
    meaning: "the account's quota or budget is spent",
    advice: "raise the limit or wait for the next period; trying again does not help",
  },
  payment_required: {
    fault: "credential",
    retryable: false,
    meaning: "the account has no credit left",
    advice: "add credit at the provider, or use another account",
  },
  model_not_found: {
    fault: "target",
    retryable: false,
    meaning: "the provider has no such model, or not for this key",
    advice: "check the model's id; `modelmall discover` asks the provider what it has",
  },
  rate_limited: {
    fault: "target",
    retryable: true,
    meaning: "the provider's rate limit is reached",
    advice: "wait as long as it says, send less at once, or spread over more targets",
  },
  overloaded: {
    fault: "target",
    retryable: true,
    meaning: "the provider is overloaded or still starting",
    advice: "try again shortly, or use another target",
  },
  server_error: {
    fault: "target",
    retryable: true,
    meaning: "the provider failed",
    advice: "try again, or use another target; its status page may tell more",
  },
  unreachable: {
    fault: "target",
    retryable: true,
    meaning: "the server cannot be reached",
    advice: "check address and network; a local server must be running",
  },
  connect_timeout: {
    fault: "target",
    retryable: true,
    meaning: "no connection was made in time",
    advice: "check address and network, or raise timeouts.connectMs",
  },
  first_content_timeout: {
    fault: "target",
    retryable: true,
    meaning: "no content came in time",
    advice: "try again, or raise timeouts.firstContentMs for a model that thinks long",
  },
  idle_timeout: {
    fault: "target",
    retryable: true,
    meaning: "the answer stopped coming",
    advice: "try again, or raise timeouts.idleMs",
  },
  total_timeout: {
    fault: "target",
    retryable: true,
    meaning: "the whole answer did not come in time",
    advice: "ask for less, or raise timeouts.totalMs",
  },
  redirected: {
    fault: "target",
    retryable: false,
    meaning: "the server answered with a redirect, which is never followed",
    advice: "set the base URL to the address it really has; keys are never sent on to another",
  },
  malformed_answer: {
    fault: "target",
    retryable: true,
    meaning: "the answer is not what its format requires",
    advice: "check that the base URL is the API's and that the right dialect is set",
  },
  answer_too_large: {
    fault: "target",
    retryable: false,
    meaning: "the answer is larger than allowed",
    advice: "ask for less, or raise the limit",
  },
  stream_truncated: {
    fault: "target",
    retryable: true,
    meaning: "the stream ended before its end marker",
    advice: "try again; what had come is not a whole answer",
  },
  conflict: {
    fault: "target",
    retryable: true,
    meaning: "the request met another one in its way",
    advice: "try again shortly",
  },
  provider_error: {
    fault: "target",
    retryable: false,
    meaning: "the provider refused in a way that is not known",
    advice: "read what it says; another target may answer",
  },
  aborted: {
    fault: "caller",
    retryable: false,
    meaning: "the caller gave up",
    advice: "nothing is wrong with the target",
  },
};
