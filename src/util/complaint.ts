import { readCapped } from "./read-capped.ts";
import { isRecord, own } from "./record.ts";
import { redactText } from "./redact-text.ts";
import type { FetchResponse } from "./transport.ts";

const MOST_BYTES = 16 * 1024;
const PATIENCE_MS = 1_000;
/** Shorter header values are words that may stand in any text. */
const SHORTEST_SECRET = 6;

/** What a service says is wrong with a request. */
export interface Complaint {
  /** Its words for people, without the credentials that were sent. */
  message?: string;
  /** It is about the key: missing, wrong, expired. */
  isAboutKey: boolean;
  /** The account has nothing left to spend, which waiting does not heal. */
  isAboutQuota: boolean;
}

const NOTHING: Complaint = { isAboutKey: false, isAboutQuota: false };

/**
 * Reads what is wrong from the body of a refused request, in whatever shape the service puts it: `{ error: { message } }`
 * (OpenAI, Anthropic, Google), `{ error }` (xAI), `{ detail }` (Mistral), `{ message }` (Cohere, AWS). A server's own
 * failure (5xx) is not read, nor more than a little of it, nor for long.
 */
export async function complaintOf(
  response: FetchResponse,
  sent: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Complaint> {
  if (response.status < 400 || response.status > 499 || response.body === null) {
    discard(response);
    return NOTHING;
  }
  try {
    const patience = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
    const bytes = await readCapped(response.body, MOST_BYTES, patience);
    return bytes === undefined ? NOTHING : readComplaint(JSON.parse(bytes.toString("utf8")), sent);
  } catch {
    return NOTHING;
  }
}

/** Ends a response whose body nobody reads. */
export function discard(response: FetchResponse): void {
  response.body
    ?.getReader()
    .cancel()
    .catch(() => undefined);
}

function readComplaint(body: unknown, sent: Readonly<Record<string, string>>): Complaint {
  // Google wraps errors of some endpoints in a list.
  const whole = Array.isArray(body) ? body[0] : body;
  const error = own(whole, "error");
  const parts = [error, whole].filter(isRecord);
  const texts = ["message", "detail", "error"].flatMap((name) => parts.map((part) => own(part, name)));
  const message = texts.find((text) => typeof text === "string" && text !== "");
  const codes = ["code", "type", "status"].flatMap((name) => parts.map((part) => own(part, name)));
  const reasons = [...codes, ...detailReasons(error)].filter((code) => typeof code === "string");
  const isAbout = (pattern: RegExp) => [message, ...reasons].some((text) => pattern.test(String(text ?? "")));
  return {
    ...(typeof message === "string" && { message: redactText(withoutSecrets(message, sent)) }),
    isAboutKey: isAbout(/api[ _-]?key|authentication_error|unauthenticated/i),
    isAboutQuota: isAbout(/insufficient[ _]quota|exceeded your current quota|insufficient[ _](balance|credits)/i),
  };
}

function detailReasons(error: unknown): unknown[] {
  const details = own(error, "details");
  return Array.isArray(details) ? details.map((detail) => own(detail, "reason")) : [];
}

function withoutSecrets(text: string, sent: Readonly<Record<string, string>>): string {
  const values = Object.values(sent).flatMap((value) => [value, value.replace(/^\S+\s+/, "")]);
  const secrets = values.filter((value) => value.length >= SHORTEST_SECRET);
  return secrets.reduce((clean, secret) => clean.replaceAll(secret, "…"), text);
}
