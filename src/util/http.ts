import { SourceError } from "../errors.ts";
import { complaintOf, discard } from "./complaint.ts";
import { type Asked, abortFailure, at, fetchFailure, statusFailure } from "./http-failure.ts";
import { readCapped } from "./read-capped.ts";
import { redactText, redactUrl } from "./redact-text.ts";
import type { Fetch, FetchResponse } from "./transport.ts";
import { untilAborted } from "./until-aborted.ts";

const MOST_REDIRECTS = 3;
const DEFAULT_MAX_BYTES = 16 * 1024 * 1024;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

export interface HttpSettings {
  /** The source that asks, named in every error. */
  source: string;
  fetch: Fetch;
  signal: AbortSignal;
  /** The most bytes of one answer, after decompression. @default 16 MiB */
  maxBytes?: number;
  /** What the server said identifies the last answer; the first request then asks only for what has changed since. */
  etag?: string | undefined;
  /** The environment variable that holds the key, named where one is missing or refused. */
  keyVariable?: string | undefined;
  /** Tells the time that a `Retry-After` date is counted from. @default the system's clock */
  clock?: () => Date;
}

export interface JsonRequest {
  headers?: Readonly<Record<string, string>>;
  /** Sent as JSON by POST; without it the request is a GET. */
  body?: unknown;
}

/** Asks for JSON within limits, and remembers what the server said of its answer. */
export interface Http {
  /**
   * @throws {SourceError}
   */
  json(url: string | URL, request?: JsonRequest): Promise<unknown>;
  /**
   * The answer as text, within the same limits.
   * @throws {SourceError}
   */
  text(url: string | URL, request?: JsonRequest): Promise<string>;
  /** What identifies the whole answer: the server's ETag, when there was a single request and it had one. */
  etag(): string | undefined;
  /** Whether the server said that nothing has changed. */
  unchanged(): boolean;
}

/** The client a source asks with: one deadline over headers and body, a cap on the decoded answer, no strange redirect. */
export function createHttp(settings: HttpSettings): Http {
  const { source, fetch, signal, keyVariable, maxBytes = DEFAULT_MAX_BYTES, clock = () => new Date() } = settings;
  let requests = 0;
  let etag: string | undefined;
  let unchanged = false;

  async function ask<Value>(
    url: string | URL,
    request: JsonRequest,
    wanted: string,
    read: (text: string, asked: Asked) => Value,
  ): Promise<Value> {
    requests += 1;
    const headers = headersOf(request, source);
    if (wanted !== "JSON") headers.accept = "*/*";
    if (requests === 1 && settings.etag !== undefined && request.body === undefined) {
      headers["if-none-match"] = settings.etag;
    }
    const hadKey = Object.keys(headers).some((name) => /authorization|key/.test(name));
    const asked: Asked = { source, url: parseAddress(url, source), keyVariable, hadKey };
    const body = request.body === undefined ? undefined : JSON.stringify(request.body);
    try {
      const response = await send(asked, headers, body);
      if (response.status === 304 && headers["if-none-match"] !== undefined) {
        unchanged = true;
        discard(response);
        throw new SourceError("source_failed", asked.source, `nothing has changed since the last answer ${at(asked)}`);
      }
      if (response.status < 200 || response.status > 299) {
        const said = await complaintOf(response, headers, signal);
        throw statusFailure(asked, response, clock(), said);
      }
      const value = read(await readText(asked, response, wanted), asked);
      etag = response.headers.get("etag") ?? undefined;
      return value;
    } catch (error) {
      throw fetchFailure(asked, error, signal);
    }
  }

  async function send(asked: Asked, headers: Record<string, string>, body: string | undefined): Promise<FetchResponse> {
    for (let hop = 0; ; hop++) {
      if (signal.aborted) throw abortFailure(source, signal);
      const init = { method: body === undefined ? "GET" : "POST", headers, redirect: "manual" as const, signal };
      const asking = fetch(asked.url.href, body === undefined ? init : { ...init, body });
      const response = await untilAborted(asking, signal);
      if (response.type === "opaqueredirect") {
        throw new SourceError(
          "source_redirected",
          asked.source,
          `redirected to another address ${at(asked)}; set the address it moved to`,
        );
      }
      if (!REDIRECTS.has(response.status)) return response;
      discard(response);
      const target = redirectTarget(asked, response.headers.get("location"));
      if (hop === MOST_REDIRECTS) {
        throw new SourceError(
          "source_redirected",
          asked.source,
          `redirected more than ${MOST_REDIRECTS} times ${at(asked)}; check the address`,
        );
      }
      asked.url = target;
      // Only 307 and 308 keep the method and the body (RFC 9110, 15.4).
      if (response.status < 307) body = undefined;
    }
  }

  async function readText(asked: Asked, response: FetchResponse, wanted: string): Promise<string> {
    const tooLarge = () => {
      const most = maxBytes >= 1024 * 1024 ? `${Math.floor(maxBytes / 1024 / 1024)} MiB` : `${maxBytes} bytes`;
      return new SourceError(
        "source_too_large",
        asked.source,
        `the answer ${at(asked)} is larger than ${most}, and was not read further`,
      );
    };
    if (Number(response.headers.get("content-length") ?? 0) > maxBytes) {
      discard(response);
      throw tooLarge();
    }
    if (/,/.test(response.headers.get("content-encoding") ?? "")) {
      discard(response);
      throw new SourceError(
        "source_malformed",
        asked.source,
        `the answer ${at(asked)} is compressed more than once, which nothing needs`,
      );
    }
    const bytes = response.body === null ? Buffer.alloc(0) : await readCapped(response.body, maxBytes, signal);
    if (bytes === undefined) throw tooLarge();
    const text = bytes
      .toString("utf8")
      .replace(/^\uFEFF/, "")
      .trim();
    if (text === "")
      throw new SourceError("source_malformed", asked.source, `the answer ${at(asked)} is empty; expected ${wanted}`);
    if (
      /^<(!doctype|html|\?xml)/i.test(text) ||
      (wanted === "JSON" && text.startsWith("<")) ||
      /html/i.test(response.headers.get("content-type") ?? "")
    ) {
      const hint = "check the address, and whether the network wants you to log in first";
      throw new SourceError(
        "source_malformed",
        asked.source,
        `a web page came instead of ${wanted} ${at(asked)}; ${hint}`,
      );
    }
    return text;
  }

  return {
    json: (url, request = {}) => ask(url, request, "JSON", parseJson),
    text: (url, request = {}) => ask(url, request, "text", (text) => text),
    etag: () => (requests === 1 ? etag : undefined),
    unchanged: () => unchanged,
  };
}

function parseJson(text: string, asked: Asked): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the text, which may hold anything.
    const size = `${Buffer.byteLength(text)} bytes`;
    throw new SourceError("source_malformed", asked.source, `the answer ${at(asked)} is not valid JSON (${size})`);
  }
}

function headersOf(request: JsonRequest, source: string): Record<string, string> {
  const headers: Record<string, string> = { accept: "application/json" };
  if (request.body !== undefined) headers["content-type"] = "application/json";
  for (const [name, value] of Object.entries(request.headers ?? {})) {
    if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
      const hint = "check the key for a line break or another character that is not plain text";
      throw new SourceError("source_failed", source, `the header "${redactText(name)}" cannot be sent; ${hint}`);
    }
    headers[name.toLowerCase()] = value;
  }
  return headers;
}

function parseAddress(url: string | URL, source: string): URL {
  const refuse = (message: string) =>
    new SourceError("source_failed", source, `${message}, got "${redactUrl(url)}"; check the address`);
  if (!URL.canParse(String(url))) throw refuse("expected an address like https://host/path");
  const parsed = new URL(url);
  if (parsed.protocol !== "http:" && parsed.protocol !== "https:") throw refuse("expected an http or https address");
  if (parsed.username !== "" || parsed.password !== "") {
    throw refuse("expected an address without user and password (give the key on its own)");
  }
  return parsed;
}

function redirectTarget(asked: Asked, location: string | null): URL {
  if (location === null || !URL.canParse(location, asked.url.href)) {
    throw new SourceError("source_redirected", asked.source, `redirected to nowhere ${at(asked)}; check the address`);
  }
  const target = new URL(location, asked.url);
  if (target.origin !== asked.url.origin || target.username !== "" || target.password !== "") {
    // `fetch` would send x-api-key and its like along to the other address.
    const hint = `nothing was sent there; if that is right, set the address to it`;
    throw new SourceError(
      "source_redirected",
      asked.source,
      `redirected ${at(asked)} to another address, ${redactUrl(target)}; ${hint}`,
    );
  }
  return target;
}
