import type { Socket } from "node:net";
import type { buildConnector, Client } from "undici";

type Undici = typeof import("undici");
type Connector = buildConnector.connector;

/** What connects and can be stopped. */
interface Stoppable {
  destroy(): unknown;
}

/** Makes the connector of one connection, and the way to stop it while it still connects. */
export type ConnectorFactory = (proxy: URL | undefined) => { connect: Connector; stop(): void };

/** Connectors that share what makes the next connection cheaper: the TLS sessions. */
export function createConnectors({ buildConnector, Client }: Undici): ConnectorFactory {
  // No timeout of its own: the exchange has one for each phase.
  const direct = buildConnector({ timeout: 0 });
  const toProxy = buildConnector({ timeout: 0 });
  return (proxy) => {
    const underway = new Set<Stoppable>();
    const stop = () => {
      for (const part of underway) part.destroy();
      underway.clear();
    };
    const first = tracked(proxy === undefined ? direct : toProxy, underway);
    if (proxy === undefined) return { connect: first, stop };
    const secure = tracked(direct, underway);
    const connect: Connector = (options, callback) => {
      const client = new Client(proxy.origin, { connect: first, headersTimeout: 0 });
      underway.add({ destroy: () => client.destroy().catch(() => undefined) });
      openTunnel(client, proxy, options).then(
        (socket) =>
          options.protocol === "https:" ? secure({ ...options, httpSocket: socket }, callback) : callback(null, socket),
        (error) => callback(error, null),
      );
    };
    return { connect, stop };
  };
}

/** Asks a proxy for a way through to a host (RFC 9110, 9.3.6). */
async function openTunnel(
  client: Client,
  proxy: URL,
  { hostname, port, protocol }: buildConnector.Options,
): Promise<Socket> {
  const host = `${hostname.includes(":") ? `[${hostname}]` : hostname}:${port || (protocol === "https:" ? 443 : 80)}`;
  const { socket, statusCode } = await client.connect({ path: host, headers: { host, ...credentialOf(proxy) } });
  if (statusCode === 200) return socket as Socket;
  socket.on("error", () => undefined).destroy();
  const hint = statusCode === 407 ? "it wants a user and password" : "check its address";
  throw Object.assign(new Error(`the proxy answered ${statusCode} (${hint})`), { code: "PROXY_REFUSED" });
}

function credentialOf({ username, password }: URL): Record<string, string> {
  if (username === "" && password === "") return {};
  const credential = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { "proxy-authorization": `Basic ${Buffer.from(credential).toString("base64")}` };
}

/** Notes the socket as long as it connects. */
function tracked(connector: Connector, underway: Set<Stoppable>): Connector {
  return (options, callback) => {
    // It returns the socket, though its type does not say so.
    const socket = connector(options, (...result) => {
      if (socket !== undefined) underway.delete(socket);
      callback(...result);
    }) as unknown as Socket | undefined;
    if (socket !== undefined) underway.add(socket);
  };
}
