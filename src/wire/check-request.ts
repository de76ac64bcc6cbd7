import { CallError } from "../call-error.ts";
import { redactText } from "../util/redact-text.ts";
import type { WireOptions, WireRequest } from "../wire.ts";
import { withoutSecrets } from "./failure.ts";

/** A request that may go out. */
export interface CheckedRequest {
  /** `https://api.openai.com` */
  readonly origin: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/;
const FIELD_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
const KEY_PARAMETER = /^(?:key|api[-_]?key|apikey|access[-_]?token|auth[-_]?token|token|secret|password)$/i;

// What belongs to the connection is ours alone (RFC 9110, 7.6.1).
const CONNECTION_HEADERS = new Set([
  "connection",
  "content-length",
  "expect",
  "host",
  "keep-alive",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

interface Remembered {
  readonly headers: WireRequest["headers"];
  readonly secrets: WireOptions["secrets"];
  readonly userAgent: string;
  readonly checked: CheckedRequest;
}

const MOST_REMEMBERED = 200;

/** Checks requests, each once: a call mostly has the address and the very headers, frozen, of the one before it. */
export function createRequestCheck(): typeof checkRequest {
  const lastTo = new Map<string, Remembered>();
  return (request, options, userAgent) => {
    const { url, headers } = request;
    const { secrets } = options;
    const last = lastTo.get(url);
    if (last?.headers === headers && last.secrets === secrets && last.userAgent === userAgent) return last.checked;
    const checked = checkRequest(request, options, userAgent);
    if (!Object.isFrozen(headers)) return checked;
    if (lastTo.size >= MOST_REMEMBERED) lastTo.clear();
    lastTo.set(url, { headers, secrets, userAgent, checked });
    return checked;
  };
}

/**
 * The parts of a request, after a look whether it may go out: no key in the address, nothing in a header that could
 * start another.
 * @throws {CallError} `invalid_request`, or `invalid_key` for a key that no header can carry
 */
export function checkRequest({ url, headers }: WireRequest, options: WireOptions, userAgent: string): CheckedRequest {
  const { target, secrets } = options;
  const address = parseAddress(url, options);
  const checked: Record<string, string> = { "user-agent": userAgent };
  for (const name in headers) {
    const value = headers[name];
    if (value === undefined) continue;
    if (!TOKEN.test(name) || CONNECTION_HEADERS.has(name)) {
      throw refuse(target, `the header "${withoutSecrets(name, secrets)}" is not one that can be set`);
    }
    if (!FIELD_VALUE.test(value)) throw unsendable(name, value, options);
    checked[name] = value;
  }
  // A stream compressed piece by piece costs more than it saves.
  checked["accept-encoding"] ??= /event-stream|ndjson/.test(checked.accept ?? "") ? "identity" : "gzip, br";
  return { origin: address.origin, path: `${address.pathname}${address.search}`, headers: checked };
}

function parseAddress(url: string, { target, secrets }: WireOptions): URL {
  let address: URL;
  try {
    address = new URL(url);
  } catch {
    throw refuse(target, "the address is not one like https://host/path; check the base URL");
  }
  if (address.protocol !== "http:" && address.protocol !== "https:") {
    throw refuse(target, `an address of ${redactText(address.protocol)} cannot be called; expected http or https`);
  }
  if (address.username !== "" || address.password !== "") {
    throw refuse(target, "the address holds a user or password; give the key on its own");
  }
  for (const name of address.search === "" ? [] : address.searchParams.keys()) {
    if (KEY_PARAMETER.test(name))
      throw refuse(target, `the address holds a key in its query ("${name}"); give it on its own`);
  }
  for (const secret of secrets) {
    if (secret.length >= 8 && (url.includes(secret) || url.includes(encodeURIComponent(secret)))) {
      throw refuse(target, "the address holds the key, which is sent in a header only");
    }
  }
  return address;
}

function unsendable(name: string, value: string, { target, secrets }: WireOptions): CallError {
  const holdsKey = secrets.some((secret) => secret !== "" && value.includes(secret));
  const message = `the header "${name}" holds a line break or another character that no header can carry`;
  return holdsKey
    ? new CallError("invalid_key", `${message}; check the key`, { fault: "credential", target })
    : refuse(target, message);
}

function refuse(target: string, message: string): CallError {
  return new CallError("invalid_request", message, { fault: "request", target });
}
