import type { ServedName } from "../builtins/served.ts";
import type { ServedCall, ServedDialect } from "../served-dialect.ts";
import { isPending } from "../util/awaitable.ts";
import type { Writable } from "../util/writable.ts";
import { callOptions } from "./call-options.ts";
import type { Exchange } from "./exchange.ts";
import { refuseDestination } from "./foreign-destination.ts";
import { checkIsJson, parseBody, readBytes } from "./read-body.ts";
import { replyHeaders } from "./reply-headers.ts";
import { streamChat } from "./stream-chat.ts";

/** Answers what is asked in a dialect, whole or as a stream, from wherever the router goes. */
export function chatIn(name: ServedName): (exchange: Exchange) => Promise<void> {
  return async (exchange) => {
    const { parts } = exchange;
    checkIsJson(exchange);
    // Waiting for what is there already, or in a function of its own, would cost more than what it does.
    const reading = exchange.body ?? readBytes(exchange);
    const body = isPending(reading) ? await reading : reading;
    const turn = exchange.takeTurn();
    if (turn !== undefined) await turn;
    const loading = parts.dialect(name);
    const dialect = loading instanceof Promise ? await loading : loading;
    const call = readCall(exchange, dialect, parseBody(body));
    const options: Writable<ReturnType<typeof callOptions>> = callOptions(exchange);
    if (call.stream) {
      await streamChat(exchange, dialect, call, options);
      return;
    }
    options.raw = dialect.name;
    const reply = await parts.router.generate(call.model, call.request, options);
    const passed = dialect.passReply?.(reply, call);
    if (passed !== undefined) exchange.jsonText(200, passed, replyHeaders(reply));
    else exchange.json(200, dialect.encodeReply(reply, call), replyHeaders(reply));
  };
}

/** What a client asks for, in the body of its request. @throws {Refusal} @throws {CallError} `invalid_request` */
export function readCall({ id, parts }: Exchange, dialect: ServedDialect, body: unknown): ServedCall {
  const { request, model, stream, includeUsage } = dialect.decodeRequest(body);
  refuseDestination(request.extra);
  return { request, model, stream, includeUsage, id, createdAt: new Date(parts.clock.now()) };
}
