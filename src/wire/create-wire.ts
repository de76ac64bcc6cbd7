import { readFileSync } from "node:fs";
import type { CallError } from "../call-error.ts";
import type { Environment } from "../util/env.ts";
import type { Wire, WireAnswer, WireOptions, WireRequest } from "../wire.ts";
import { Answer } from "./answer.ts";
import { checkRequest } from "./check-request.ts";
import { Exchange, type Head } from "./exchange.ts";
import { abortFailure, connectionFailure, wireFailure, withoutSecrets } from "./failure.ts";
import { createPools, type Pools } from "./pool.ts";

export interface WireSettings {
  /** Where `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` are read, when an origin is first called. @default `process.env` */
  readonly env?: Environment;
  /** @default `modelmall/` and its version */
  readonly userAgent?: string;
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** A wire on undici, which is loaded at the first request. */
export function createWire({ env = process.env, userAgent }: WireSettings = {}): Wire {
  let pools: Pools | undefined;
  let loading: Promise<Pools> | undefined;
  let agent = userAgent;
  let closing: Promise<void> | undefined;
  const load = async (): Promise<Pools> => {
    pools = createPools(await import("undici"), env);
    return pools;
  };

  const send = async (request: WireRequest, options: WireOptions): Promise<WireAnswer> => {
    const { signal, target } = options;
    agent ??= `modelmall/${packageVersion()}`;
    const { origin, path, headers } = checkRequest(request, options, agent);
    if (pools === undefined) {
      loading ??= load();
      await loading;
    }
    if (closing !== undefined || pools === undefined) throw wireFailure("aborted", target, "the wire is closed");
    const body = isForm(request.body) ? await encodeForm(request.body, headers) : (request.body ?? null);
    if (signal?.aborted) throw abortFailure(target, signal);
    const exchange = start(pools, origin, options);
    exchange.connection.client.dispatch({ origin, path, method: request.method, headers, body }, exchange);
    const head = await exchange.head;
    const answer = new Answer(head, exchange, options);
    if (!REDIRECTS.has(head.status)) return answer;
    answer.discard();
    throw redirectFailure(head, origin, options);
  };

  return {
    send,
    close: () => {
      closing ??= (async () => {
        await loading?.catch(() => undefined);
        await pools?.close();
      })();
      return closing;
    },
  };
}

function start(pools: Pools, origin: string, options: WireOptions): Exchange {
  try {
    return new Exchange(pools.take(origin), origin, options);
  } catch (error) {
    throw connectionFailure(error, options.target, origin, false);
  }
}

// By what it is not: the first mention of `FormData` loads all of Node's fetch.
function isForm(body: WireRequest["body"]): body is FormData {
  return typeof body === "object" && !(body instanceof Uint8Array);
}

/** A form as bytes, so that its length is told; undici itself only takes forms of its own class. */
async function encodeForm(form: FormData, headers: Record<string, string>): Promise<Uint8Array> {
  const encoded = new Response(form);
  headers["content-type"] = encoded.headers.get("content-type") ?? "multipart/form-data";
  return new Uint8Array(await encoded.arrayBuffer());
}

function redirectFailure({ status, headers }: Head, origin: string, { target, secrets }: WireOptions): CallError {
  const location = String(headers.location ?? "");
  const to = URL.canParse(location, origin) ? new URL(location, origin).origin : "nowhere";
  // An origin is all that is told of an address, and even that is the server's word.
  const shown = to === "null" ? "another protocol" : withoutSecrets(to, secrets);
  return wireFailure("redirected", target, `${origin} answered ${status} and leads to ${shown}`, { status });
}

function packageVersion(): string {
  const manifest = new URL("../../package.json", import.meta.url);
  return (JSON.parse(readFileSync(manifest, "utf8")) as { version: string }).version;
}
