import type { CallOptions } from "../../backend.ts";
import type { ChatReply, DecodedReply } from "../../chat.ts";
import type { ChatDialect } from "../../dialect.ts";
import { replyOf } from "./reply-of.ts";
import type { WholeAnswer } from "./whole-call.ts";

/** Characters; a shorter secret would be found in the names of fields. */
const SHORTEST_SECRET = 8;

/**
 * The reply to a call whose caller may pass on the answer as it was written: it says whether that means to a client of
 * the dialect what was read from it, and holds nothing that is not for one.
 */
export function replyToPassOn(
  { passesReply, name }: ChatDialect,
  hidden: readonly string[],
): (answer: WholeAnswer<DecodedReply>, options: CallOptions | undefined) => ChatReply {
  const secrets = hidden.filter(({ length }) => length >= SHORTEST_SECRET);
  return (answer, options) => {
    const reply = replyOf(answer);
    const mayPass =
      options?.raw === name && answer.adaptations.length === 0 && passesReply?.(answer.body, answer.decoded);
    return mayPass && isHarmless(answer.body, secrets) ? Object.assign(reply, { rawDialect: name }) : reply;
  };
}

/** Whether JSON holds no secret, nor a name that could make it another object's prototype (https://cwe.mitre.org/data/definitions/1321.html). */
function isHarmless(value: unknown, secrets: readonly string[]): boolean {
  if (typeof value === "string") return !secrets.some((secret) => value.includes(secret));
  if (typeof value !== "object" || value === null) return true;
  if (Array.isArray(value)) return value.every((item) => isHarmless(item, secrets));
  for (const [name, item] of Object.entries(value)) {
    if (name === "__proto__" || !isHarmless(name, secrets) || !isHarmless(item, secrets)) return false;
  }
  return true;
}
