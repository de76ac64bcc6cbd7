import { type Environment, readEnv } from "../util/env.ts";

// As in Go's net/http, which Ollama's own client uses: what runs on this machine is never asked through a proxy.
const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];

/**
 * The proxy through which an origin is called, as `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` say (lower case first);
 * `undefined` where it is called directly.
 * @throws {Error} when the variable holds no address; its message names the variable and not its value
 */
export function proxyFor(origin: URL, env: Environment): URL | undefined {
  const variable = origin.protocol === "https:" ? "https_proxy" : "http_proxy";
  const address = setting(env, variable) ?? (variable === "https_proxy" ? setting(env, "http_proxy") : undefined);
  if (address === undefined || isExempt(origin, setting(env, "no_proxy") ?? "")) return undefined;
  const proxy = parseProxy(address);
  if (proxy === undefined) {
    throw Object.assign(new Error(`${variable.toUpperCase()} holds no address like http://host:port`), {
      code: "PROXY_REFUSED",
    });
  }
  return proxy;
}

function parseProxy(address: string): URL | undefined {
  const written = /^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? address : `http://${address}`;
  if (!URL.canParse(written)) return undefined;
  const proxy = new URL(written);
  return proxy.protocol === "http:" || proxy.protocol === "https:" ? proxy : undefined;
}

function isExempt({ hostname, port, protocol }: URL, noProxy: string): boolean {
  if (LOOPBACK.includes(hostname)) return true;
  const portNumber = port === "" ? (protocol === "https:" ? "443" : "80") : port;
  for (const entry of noProxy.toLowerCase().split(/[,\s]+/)) {
    if (entry === "*") return true;
    const [, name = "", itsPort] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? [];
    const host = name.replace(/^\*?\./, "");
    if (host === "" || (itsPort !== undefined && itsPort !== portNumber)) continue;
    if (hostname === host || hostname.endsWith(`.${host}`)) return true;
  }
  return false;
}

function setting(env: Environment, name: string): string | undefined {
  return readEnv(env, name) ?? readEnv(env, name.toUpperCase());
}
