import type { ChatRequest } from "../../chat.ts";
import type { Target } from "../../route.ts";
import type { JsonValue } from "../../util/json.ts";

/**
 * The request as one target gets it: what the config says of the target, and over it what the caller asked for. It is made
 * anew for each attempt, so that nothing of one gets into the next.
 */
export function chatRequestFor({ parameters }: Target, request: ChatRequest): ChatRequest {
  const sent: Record<string, unknown> = { ...parameters.known };
  const { max_tokens, max_completion_tokens } = request;
  if (max_tokens !== undefined || max_completion_tokens !== undefined) {
    // Two names of one thing: the caller's word counts, under whichever name.
    delete sent.max_tokens;
    delete sent.max_completion_tokens;
  }
  for (const name of Object.keys(request)) {
    const value = request[name as keyof ChatRequest];
    if (value !== undefined) sent[name] = value;
  }
  if (hasFields(parameters.extra)) sent.targetExtra = parameters.extra;
  return sent as unknown as ChatRequest; // `messages` come from the request, the rest are its own fields
}

/** A request of another kind, with what the config passes on as it is; the parameters of a chat mean nothing to it. */
export function otherRequestFor<Request extends { readonly extra?: Readonly<Record<string, JsonValue>> }>(
  { parameters }: Target,
  request: Request,
): Request {
  return hasFields(parameters.extra) ? { ...request, extra: { ...parameters.extra, ...request.extra } } : request;
}

function hasFields(record: object): boolean {
  for (const _ in record) return true;
  return false;
}
