import { readFileSync } from "node:fs";
import type { CallError } from "../call-error.ts";
import type { Environment } from "../util/env.ts";
import type { Wire, WireAnswer, WireOptions, WireRequest } from "../wire.ts";
import { Answer } from "./answer.ts";
import { type CheckedRequest, createRequestCheck } from "./check-request.ts";
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
  const check = createRequestCheck();
  const load = async (): Promise<Pools> => {
    pools = createPools(await import("undici"), env);
    return pools;
  };

  const dispatch = (
    { origin, path, headers }: CheckedRequest,
    { method, body }: Encoded,
    options: WireOptions,
  ): Promise<WireAnswer> => {
    const { signal, target } = options;
    if (closing !== undefined || pools === undefined) throw wireFailure("aborted", target, "the wire is closed");
    if (signal?.aborted) throw abortFailure(target, signal);
    const exchange = start(pools, origin, options);
    exchange.connection.client.dispatch({ origin, path, method, headers, body: body ?? null }, exchange);
    return exchange.answer;
  };

  const prepareAndDispatch = async (checked: CheckedRequest, request: WireRequest, options: WireOptions) => {
    loading ??= load();
    await loading;
    if (!isForm(request.body)) return dispatch(checked, request as Encoded, options);
    const { body, contentType } = await encodeForm(request.body);
    const headers = { ...checked.headers, "content-type": contentType };
    return dispatch({ ...checked, headers }, { method: request.method, body }, options);
  };

  return {
    // Without an asynchronous step of its own where nothing has to be waited for before the request goes out.
    send(request, options) {
      try {
        agent ??= `modelmall/${packageVersion()}`;
        const checked = check(request, options, agent);
        if (pools === undefined || isForm(request.body)) return prepareAndDispatch(checked, request, options);
        return dispatch(checked, request as Encoded, options);
      } catch (error) {
        return Promise.reject(error);
      }
    },
    close: () => {
      closing ??= (async () => {
        await loading?.catch(() => undefined);
        await pools?.close();
      })();
      return closing;
    },
  };
}

/** A request whose body is bytes or text already. */
type Encoded = Pick<WireRequest, "method"> & { readonly body?: string | Uint8Array };

function start(pools: Pools, origin: string, options: WireOptions): Exchange {
  try {
    return new Exchange(pools.take(origin), origin, options, readHead);
  } catch (error) {
    throw connectionFailure(error, options.target, origin, false);
  }
}

function readHead(head: Head, exchange: Exchange): WireAnswer {
  const { origin, options } = exchange;
  const answer = new Answer(head, exchange, options);
  if (!REDIRECTS.has(head.status)) return answer;
  answer.discard();
  throw redirectFailure(head, origin, options);
}

// By what it is not: the first mention of `FormData` loads all of Node's fetch.
function isForm(body: WireRequest["body"]): body is FormData {
  return typeof body === "object" && !(body instanceof Uint8Array);
}

/** A form as bytes, so that its length is told; undici itself only takes forms of its own class. */
async function encodeForm(form: FormData): Promise<{ body: Uint8Array; contentType: string }> {
  const encoded = new Response(form);
  const contentType = encoded.headers.get("content-type") ?? "multipart/form-data";
  return { body: new Uint8Array(await encoded.arrayBuffer()), contentType };
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
