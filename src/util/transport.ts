import { type Environment, readEnv } from "./env.ts";
import type { ByteStream } from "./read-capped.ts";

/** The part of `fetch` that is used; the global `fetch` and undici's both fit. */
export type Fetch = (
  url: string,
  init: {
    method: string;
    headers: Record<string, string>;
    body?: string;
    redirect: "manual";
    signal: AbortSignal;
  },
) => Promise<FetchResponse>;

export interface FetchResponse {
  status: number;
  type?: string;
  headers: { get(name: string): string | null };
  body: ByteStream | null;
}

export interface Transport {
  fetch: Fetch;
  /** Ends all connections. */
  close(): Promise<void>;
}

// As in Go's net/http, which Ollama's own client uses: what runs on this machine is never asked through a proxy.
const LOOPBACK = "localhost,127.0.0.1,[::1]";

/** undici's `fetch`, through the proxy that `HTTP_PROXY` or `HTTPS_PROXY` names; loaded at the first request. */
export function openTransport(env: Environment): Transport {
  let opening: Promise<Transport> | undefined;
  const open = () => {
    opening ??= loadUndici(env);
    return opening;
  };
  return {
    fetch: async (url, init) => (await open()).fetch(url, init),
    close: async () => {
      if (opening !== undefined)
        await opening.then(
          (transport) => transport.close(),
          () => undefined,
        );
    },
  };
}

async function loadUndici(env: Environment): Promise<Transport> {
  const { Agent, EnvHttpProxyAgent, fetch } = await import("undici");
  const httpProxy = setting(env, "http_proxy");
  const httpsProxy = setting(env, "https_proxy");
  const exempt = setting(env, "no_proxy");
  const direct = (httpProxy === "" && httpsProxy === "") || exempt === "*";
  const noProxy = `${exempt},${LOOPBACK}`;
  const dispatcher = direct ? new Agent() : new EnvHttpProxyAgent({ httpProxy, httpsProxy, noProxy });
  return {
    fetch: (url, init) => fetch(url, { ...init, dispatcher }),
    close: () => dispatcher.destroy(),
  };
}

function setting(env: Environment, name: string): string {
  return readEnv(env, name) ?? readEnv(env, name.toUpperCase()) ?? "";
}
