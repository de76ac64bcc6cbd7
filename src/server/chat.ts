import type { ServedName } from "../builtins/served.ts";
import type { ServedCall, ServedDialect } from "../served-dialect.ts";
import { callOptions } from "./call-options.ts";
import type { Exchange } from "./exchange.ts";
import { refuseDestination } from "./foreign-destination.ts";
import { readJson } from "./read-body.ts";
import { replyHeaders } from "./reply-headers.ts";
import { streamChat } from "./stream-chat.ts";

/** Answers what is asked in a dialect, whole or as a stream, from wherever the router goes. */
export function chatIn(name: ServedName): (exchange: Exchange) => Promise<void> {
  return async (exchange) => {
    const { dialect, call } = await readCall(exchange, name);
    const options = callOptions(exchange);
    if (call.stream) {
      await streamChat(exchange, dialect, call, options);
      return;
    }
    const reply = await exchange.parts.router.generate(call.model, call.request, { ...options, raw: dialect.name });
    exchange.json(200, dialect.encodeReply(reply, call), replyHeaders(reply));
  };
}

/** What a client asks for. @throws {Refusal} @throws {CallError} `invalid_request` */
export async function readCall(
  exchange: Exchange,
  name: ServedName,
): Promise<{ dialect: ServedDialect; call: ServedCall }> {
  const { parts } = exchange;
  const body = await readJson(exchange);
  const loading = parts.dialect(name);
  const dialect = loading instanceof Promise ? await loading : loading;
  const asked = dialect.decodeRequest(body);
  refuseDestination(asked.request.extra);
  return { dialect, call: { ...asked, id: exchange.id, createdAt: new Date(parts.clock.now()) } };
}
