import { callOptions } from "./call-options.ts";
import { readCall } from "./chat.ts";
import type { Exchange } from "./exchange.ts";
import { readJson } from "./read-body.ts";
import { headerText } from "./reply-headers.ts";

/** How many tokens a request is, where it would go first (https://platform.claude.com/docs/en/api/messages/count_tokens). */
export async function countTokens(exchange: Exchange): Promise<void> {
  const { router, dialect } = exchange.parts;
  const body = await readJson(exchange);
  const call = readCall(exchange, await dialect("anthropic"), body);
  const { tokens, target } = await router.countTokens(call.model, call.request, callOptions(exchange));
  const { encodeTokenCount } = await import("../dialects/anthropic/served.ts");
  exchange.json(200, encodeTokenCount(tokens), ["x-modelmall-target", headerText(target)]);
}
