import type { CallOptions } from "../../backend.ts";
import type { ChatReply, DecodedReply } from "../../chat.ts";
import type { ChatDialect } from "../../dialect.ts";
import type { Writable } from "../../util/writable.ts";
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
  // Others are written with escapes in JSON, and are not found in its text.
  const areInText = secrets.every((secret) => JSON.stringify(secret) === `"${secret}"`);
  return (answer, options) => {
    const reply: Writable<ChatReply> = replyOf(answer);
    if (options?.raw !== name || answer.adaptations.length > 0) return reply;
    const { body, decoded, text } = answer;
    if (!passesReply?.(body, decoded)) return reply;
    if (text !== undefined && areInText && isPlain(text)) {
      if (holdsAny(text, secrets)) return reply;
      reply.rawText = text;
    } else if (!isHarmless(body, secrets)) return reply;
    reply.rawDialect = name;
    return reply;
  };
}

/** Whether JSON says in its text all that it says: no letter is escaped, and no name is a prototype's. */
function isPlain(json: string): boolean {
  return !json.includes("\\u") && !json.includes("\\/") && !json.includes("__proto__");
}

function holdsAny(text: string, secrets: readonly string[]): boolean {
  for (const secret of secrets) if (text.includes(secret)) return true;
  return false;
}

/** Whether JSON holds no secret, nor a name that could make it another object's prototype (https://cwe.mitre.org/data/definitions/1321.html). */
function isHarmless(value: unknown, secrets: readonly string[]): boolean {
  if (typeof value === "string") return !holdsAny(value, secrets);
  if (typeof value !== "object" || value === null) return true;
  if (Array.isArray(value)) return value.every((item) => isHarmless(item, secrets));
  for (const [name, item] of Object.entries(value)) {
    if (name === "__proto__" || !isHarmless(name, secrets) || !isHarmless(item, secrets)) return false;
  }
  return true;
}
