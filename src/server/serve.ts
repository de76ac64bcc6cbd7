import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { SERVED, type ServedName } from "../builtins/served.ts";
import { InvalidInputError } from "../errors.ts";
import { systemClock } from "../router/system-clock.ts";
import type { Clock } from "../router.ts";
import type { ServedDialect } from "../served-dialect.ts";
import type { Gateway, ServeOptions } from "../server.ts";
import { Cohort } from "../util/cohort.ts";
import { Admission } from "./admission.ts";
import { answerRequest } from "./answer-request.ts";
import { BodyBudget } from "./body-budget.ts";
import { answerBroken } from "./broken-request.ts";
import { Connections } from "./connections.ts";
import { drain } from "./drain.ts";
import { Exchange } from "./exchange.ts";
import { exposedParts } from "./exposed-parts.ts";
import { createRouteFinder } from "./find-route.ts";
import { createHostCheck } from "./host-check.ts";
import { Replays } from "./idempotency/replays.ts";
import { checkAddress, hostInUrl, isLoopbackAddress, isUnspecified } from "./listen-address.ts";
import { createOriginCheck } from "./origin-check.ts";
import type { ServerParts } from "./parts.ts";
import { createIds } from "./request-id.ts";
import { ROUTES } from "./routes.ts";
import { createAuthentication } from "./server-keys.ts";

const MAX_HEADER_BYTES = 16 * 1_024;
const MIB = 1_024 * 1_024;

/**
 * Puts a router behind HTTP, in the words of OpenAI, Anthropic and Ollama.
 * @throws {InvalidInputError} for an address others can reach, without a key
 * @example
 * ```ts
 * const gateway = await serve({ router: createRouter({ config: await loadConfig("modelmall.yaml") }) });
 * console.log(gateway.url); // http://127.0.0.1:8787
 * ```
 */
export async function serve(options: ServeOptions): Promise<Gateway> {
  const { host = "127.0.0.1", port = 8_787, keys = [], drainMs = 30_000, clock = systemClock } = options;
  const { headersMs = 10_000, requestMs = 120_000, keepAliveMs = 75_000 } = options.timeouts ?? {};
  checkAddress(host, keys);
  const parts = partsOf(options, host, clock);
  const routes = createRouteFinder(ROUTES);
  const settings = {
    maxHeaderSize: MAX_HEADER_BYTES,
    insecureHTTPParser: false,
    headersTimeout: Math.min(headersMs, requestMs),
    requestTimeout: requestMs,
    keepAliveTimeout: keepAliveMs,
    connectionsCheckingInterval: Math.min(1_000, headersMs),
  };
  const arrivals = new Cohort<Exchange>((exchange) => void answerRequest(exchange, routes));
  const answer = (request: IncomingMessage, response: ServerResponse) =>
    arrivals.add(new Exchange(parts, request, response));
  const server = createServer(settings, answer);
  // Of all those that fit, none is overlooked: a second "Host" behind the 2,000th would be.
  server.maxHeadersCount = 0;
  // A body that is too large is refused before it is sent.
  server.on("checkContinue", answer);
  server.on("clientError", answerBroken);
  server.on("connection", (connection) => parts.connections.add(connection));
  const address = await listen(server, host, port);
  if (isLoopbackAddress(host) && !isLoopbackAddress(address.address) && keys.length === 0) {
    server.close();
    const message = `${host} is not this machine alone but ${address.address}: give at least one key`;
    throw new InvalidInputError("serve", [{ path: "keys", message }]);
  }
  let closing: Promise<void> | undefined;
  return {
    url: `http://${isUnspecified(host) ? "127.0.0.1" : hostInUrl(host)}:${address.port}`,
    address: { host: address.address, port: address.port },
    close() {
      parts.isClosing = true;
      closing ??= drain(server, { parts, drainMs }).finally(() => parts.replays?.clear());
      return closing;
    },
  };
}

function partsOf(options: ServeOptions, host: string, clock: Clock): ServerParts {
  const { keys = [], allowedHosts = [], allowedOrigins = [] } = options;
  const { maxInFlight = 2_000, maxQueue = 200, queueMs = 1_000 } = options;
  const { maxBodyBytes = 10 * MIB, maxBodiesBytes = Math.max(256 * MIB, maxBodyBytes), idempotency = {} } = options;
  return {
    ...exposedParts(options),
    dialect: createDialects(),
    checkHost: createHostCheck(isUnspecified(host) ? allowedHosts : [hostInUrl(host), ...allowedHosts]),
    checkOrigin: createOriginCheck(allowedOrigins),
    authenticate: keys.length === 0 ? undefined : createAuthentication(keys),
    admission: new Admission({ maxInFlight, maxQueue, queueMs, clock }),
    maxBodyBytes: Math.min(maxBodyBytes, maxBodiesBytes),
    bodies: new BodyBudget(maxBodiesBytes),
    replays: idempotency === false ? undefined : new Replays({ ...idempotency, clock }),
    unreadMs: options.timeouts?.unreadMs ?? 60_000,
    clock,
    nextId: createIds(),
    connections: new Connections(),
    log: options.log ?? (() => undefined),
    isClosing: false,
    handled: 0,
    onIdle: undefined,
  };
}

function createDialects(): ServerParts["dialect"] {
  const loaded = new Map<ServedName, ServedDialect>();
  return (name) => {
    const known = loaded.get(name);
    if (known !== undefined) return known;
    return SERVED[name].load().then((dialect: ServedDialect) => {
      loaded.set(name, dialect);
      return dialect;
    });
  };
}

function listen(server: Server, host: string, port: number): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) => reject(listenFailure(error, host, port));
    server.once("error", fail);
    server.listen(port, host, () => {
      server.off("error", fail);
      resolve(server.address() as AddressInfo); // it listens at a port, not at a path
    });
  });
}

function listenFailure(error: NodeJS.ErrnoException, host: string, port: number): Error {
  const told: Readonly<Record<string, [path: string, message: string]>> = {
    EADDRINUSE: ["port", `something listens at ${host}:${port} already; choose another port, or 0 for any`],
    EACCES: ["port", `this user may not listen at port ${port}; choose one above 1023`],
    EADDRNOTAVAIL: ["host", `${host} is no address of this machine`],
    ENOTFOUND: ["host", `${host} is no address of this machine`],
  };
  const [path, message] = told[error.code ?? ""] ?? ["host", `it cannot listen at ${host}:${port}`];
  return new InvalidInputError("serve", [{ path, message }], { cause: error });
}
