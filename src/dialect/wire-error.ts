import type { WireError } from "../dialect.ts";
import { isRecord, type UnknownRecord } from "../util/record.ts";

/** Longer bodies of refused requests are cut: what matters stands at their beginning. */
const LONGEST_TEXT = 2_000;

/**
 * What a refused request says, in whichever shape its provider puts it: `{error: {…}}` (OpenAI, Anthropic, Google),
 * `{error: "…"}` (Ollama, xAI), `{message}` (Mistral, Cohere, AWS), `{detail}` (FastAPI), a list of these, JSON as text,
 * a page of HTML. Never throws. A status inside the body counts where HTTP's own says nothing (an error inside a 200).
 */
export function readWireError(body: unknown, status?: number): WireError {
  const found = read(parsed(body), 0);
  const inside = found.status;
  const isRefusal = status !== undefined && status >= 400;
  return { ...found, ...(isRefusal || inside === undefined ? given("status", status) : { status: inside }) };
}

function read(body: unknown, depth: number): WireError {
  if (typeof body === "string") return fromText(body);
  if (Array.isArray(body)) return depth < 4 ? read(body[0], depth + 1) : {};
  if (!isRecord(body)) return {};
  const { error } = body;
  if (depth < 4 && isRecord(error)) return { ...fromRecord(body), ...read(error, depth + 1) };
  // Of two words for the same the inner is the provider's, the outer the gateway's.
  const own = fromRecord(body);
  return typeof error === "string" && error !== "" ? { ...own, ...fromError(error, own) } : own;
}

/** The error as one text: the message itself (Ollama, xAI), or the name of one that is told beside it (OAuth, HuggingFace). */
function fromError(error: string, own: WireError): WireError {
  return own.message === undefined ? { message: error.slice(0, LONGEST_TEXT) } : { type: own.type ?? error };
}

function fromRecord(record: UnknownRecord): WireError {
  const reason = reasonIn(record.details);
  const number = firstNumber(record.code, record.status, record.status_code, record.raw_status_code, record.statusCode);
  const code = reason ?? nameOf(record.code) ?? nameOf(record.error_code) ?? innerCode(record.innererror);
  const type = nameOf(record.type) ?? nameOf(record.status) ?? nameOf(record.error_type) ?? shortName(record.__type);
  const message = messageOf(record);
  return {
    ...given("status", number !== undefined && number >= 400 && number <= 599 ? number : undefined),
    ...given("code", code ?? (number !== undefined && number > 599 ? String(number) : undefined)),
    ...given("type", type === "error" ? undefined : type),
    ...given("param", nameOf(record.param) ?? nameOf(record.field)),
    ...given("message", message),
  };
}

function messageOf(record: UnknownRecord): string | undefined {
  const { message, Message, msg, detail, metadata, error_description: description } = record;
  const told = textOf(message) ?? textOf(Message) ?? textOf(msg) ?? textOf(description) ?? detailOf(detail);
  // OpenRouter says only "Provider returned error", and what the provider said itself beside it.
  const raw = isRecord(metadata) ? rawOf(metadata.raw) : undefined;
  if (raw === undefined || raw === told) return told;
  return told === undefined ? raw : `${told}: ${raw}`.slice(0, LONGEST_TEXT);
}

function rawOf(raw: unknown): string | undefined {
  const body = parsed(raw);
  return typeof body === "string" ? textOf(body) : textOf(read(body, 3).message);
}

/** FastAPI's `detail`: a text, or a list of `{loc, msg}`. */
function detailOf(detail: unknown): string | undefined {
  if (!Array.isArray(detail)) return textOf(isRecord(detail) ? messageOf(detail) : detail);
  const lines = detail.slice(0, 5).flatMap((item) => {
    if (!isRecord(item)) return textOf(item) ?? [];
    const where = Array.isArray(item.loc) ? item.loc.filter((part) => typeof part !== "object").join(".") : "";
    const what = textOf(item.msg) ?? textOf(item.message);
    return what === undefined ? [] : [where === "" ? what : `${where}: ${what}`];
  });
  return textOf(lines.join("; "));
}

/** Google's reason (`API_KEY_INVALID`), in the details of an error; a quota that counts days is told apart from one of minutes. */
function reasonIn(details: unknown): string | undefined {
  if (!Array.isArray(details)) return undefined;
  for (const detail of details) {
    if (!isRecord(detail)) continue;
    const { reason, violations } = detail;
    if (typeof reason === "string") return reason;
    const quotas = Array.isArray(violations) ? violations : [];
    if (quotas.some((quota) => isRecord(quota) && /PerDay/.test(String(quota.quotaId)))) return "quota_per_day";
  }
  return undefined;
}

/** Azure's inner code, where the outer says none: `ResponsibleAIPolicyViolation`. */
function innerCode(inner: unknown): string | undefined {
  return isRecord(inner) ? nameOf(inner.code) : undefined;
}

function fromText(text: string): WireError {
  const title = /<title>([^<]{1,300})<\/title>/i.exec(text.slice(0, LONGEST_TEXT))?.[1];
  const isPage = /^\s*<(?:!doctype|html|head|body|\?xml)/i.test(text);
  const message = isPage ? (title ?? "a page of HTML") : text;
  return given("message", textOf(message));
}

function parsed(body: unknown): unknown {
  if (typeof body !== "string" || !/^\s*[[{]/.test(body)) return body;
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value.trim().slice(0, LONGEST_TEXT) : undefined;
}

/** A name as programs give it, not a number in quotes. */
function nameOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" && value.length <= 200 && !/^\d{3}$/.test(value) ? value : undefined;
}

/** AWS's name without its namespace: `com.amazon.coral.service#ThrottlingException`. */
function shortName(value: unknown): string | undefined {
  return nameOf(value)?.replace(/^.*#/, "");
}

function firstNumber(...values: unknown[]): number | undefined {
  for (const value of values) {
    const number = typeof value === "string" && /^\d{3}$/.test(value) ? Number(value) : value;
    if (typeof number === "number" && Number.isInteger(number)) return number;
  }
  return undefined;
}

function given<Key extends string, Value>(key: Key, value: Value | undefined): { [Name in Key]?: Value } {
  return (value === undefined ? {} : { [key]: value }) as { [Name in Key]?: Value };
}
