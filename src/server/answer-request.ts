import type { Exchange } from "./exchange.ts";
import { dialectAt, type RouteFinder } from "./find-route.ts";
import { answerOnce } from "./idempotency/answer-once.ts";
import { isForAnthropic } from "./models.ts";
import { preflightHeaders } from "./origin-check.ts";
import { Refusal } from "./refusal.ts";
import { readTarget } from "./request-target.ts";
import type { ServerRoute } from "./routes.ts";

/** Answers one request; whatever goes wrong becomes an answer here, and nowhere else. */
export async function answerRequest(exchange: Exchange, routes: RouteFinder): Promise<void> {
  const { parts, response } = exchange;
  parts.handled += 1;
  try {
    const route = admitted(exchange, routes);
    if (route === undefined) return;
    if (route.isCall) checkRoom(exchange);
    await (isToBeAnsweredOnce(exchange, route) ? answerOnce(exchange, route.handle) : route.handle(exchange));
  } catch (error) {
    await exchange.fail(error).catch(() => response.destroy());
  } finally {
    if (exchange.turn === "taken") parts.admission.leave();
    if (exchange.heldBytes > 0) parts.bodies.free(exchange.heldBytes);
    parts.handled -= 1;
    if (parts.handled === 0) parts.onIdle?.();
  }
}

/**
 * Who asks, from where and for what: the order in which a request is looked at. The path is read once, for the right to
 * ask and for what is done.
 * @throws {Refusal}
 */
function admitted(exchange: Exchange, routes: RouteFinder): ServerRoute | undefined {
  const { parts, request } = exchange;
  exchange.target = readTarget(request.url);
  const { path } = exchange.target;
  exchange.dialect = dialectAt(path);
  parts.checkHost(request.rawHeaders);
  exchange.originHeaders = parts.checkOrigin(request.headers);
  if (request.method === "OPTIONS" && isPreflight(exchange)) {
    exchange.response.writeHead(204, [
      ...(exchange.originHeaders ?? []),
      ...preflightHeaders(request.headers, routes.methodsOf(path).join(", ")),
    ]);
    exchange.response.end();
    return undefined;
  }
  const route = routes.find(request.method, path);
  exchange.dialect = route.path.startsWith("/v1/models") && isForAnthropic(exchange) ? "anthropic" : route.dialect;
  if (route.access === "key") exchange.caller = parts.authenticate?.(request.headers);
  return route;
}

/** Only what calls a model costs something, and is answered once where its client says so. */
function isToBeAnsweredOnce({ parts, request }: Exchange, { isCall }: ServerRoute): boolean {
  return isCall && parts.replays !== undefined && request.headers["idempotency-key"] !== undefined;
}

/** A browser asks whether a page that is allowed may send what it wants to. */
function isPreflight({ originHeaders, request }: Exchange): boolean {
  return originHeaders !== undefined && request.headers["access-control-request-method"] !== undefined;
}

/** A call that has no chance is told so before its body is read. @throws {Refusal} */
function checkRoom(exchange: Exchange): void {
  const { parts } = exchange;
  if (parts.isClosing) {
    throw new Refusal("closing", "the gateway is being shut down; try again shortly", { retryAfterMs: 1_000 });
  }
  parts.admission.checkRoom();
  exchange.turn = "wanted";
}
