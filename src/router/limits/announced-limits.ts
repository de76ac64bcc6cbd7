import type { AnswerHead } from "../../backend.ts";
import type { AnnouncedLimit } from "../../state.ts";
import { resetMs } from "../../util/reset-time.ts";

/** What an answer says of its provider's own limits. */
export interface AnnouncedLimits {
  readonly requests?: AnnouncedLimit;
  readonly tokens?: AnnouncedLimit;
  readonly inputTokens?: AnnouncedLimit;
  readonly outputTokens?: AnnouncedLimit;
}

/** A limit's own name, whatever the provider calls it. */
export type AnnouncedName = keyof AnnouncedLimits;

interface HeaderNames {
  readonly remaining: string;
  readonly reset: string;
  readonly limit: string;
}

type Headers = AnswerHead["headers"];

const OPENAI_REQUESTS = openAiNames("requests");
const OPENAI_TOKENS = openAiNames("tokens");
// One limit, of requests: OpenRouter, GitHub Models and many a gateway (draft-polli-ratelimit-headers).
const PLAIN: HeaderNames = {
  remaining: "x-ratelimit-remaining",
  reset: "x-ratelimit-reset",
  limit: "x-ratelimit-limit",
};
const ANTHROPIC_REQUESTS = anthropicNames("requests");
const ANTHROPIC_TOKENS = anthropicNames("tokens");
const ANTHROPIC_INPUT = anthropicNames("input-tokens");
const ANTHROPIC_OUTPUT = anthropicNames("output-tokens");

/** Anthropic rounds the tokens that remain to thousands, so that up to half of one may be missing. */
const ROUNDED_TO = 1_000;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const TOLERANCE = 0.05;

/**
 * The limits that an answer's headers announce, as OpenAI, Anthropic and those like them write them; `undefined` where they
 * announce none. Looks at known names only. What makes no sense (negative, no number, Azure's -1) counts as not said.
 *
 * @see https://platform.openai.com/docs/guides/rate-limits#rate-limits-in-headers
 * @see https://docs.anthropic.com/en/api/rate-limits#response-headers
 */
export function readAnnouncedLimits(headers: Headers, now: number): AnnouncedLimits | undefined {
  if (headers[ANTHROPIC_REQUESTS.remaining] !== undefined || headers[ANTHROPIC_INPUT.remaining] !== undefined) {
    return fromAnthropic(headers, now);
  }
  const requests = read(headers, OPENAI_REQUESTS, now, fillsEvenly) ?? read(headers, PLAIN, now, never);
  const tokens = read(headers, OPENAI_TOKENS, now, fillsEvenly);
  return given(requests, tokens);
}

function fromAnthropic(headers: Headers, now: number): AnnouncedLimits | undefined {
  // Anthropic says that its limits fill continuously.
  const requests = read(headers, ANTHROPIC_REQUESTS, now, always);
  const inputTokens = read(headers, ANTHROPIC_INPUT, now, always, leastBehind);
  const outputTokens = read(headers, ANTHROPIC_OUTPUT, now, always, leastBehind);
  // `tokens` only repeats the scarcer of the two where they are told apart.
  const isSplit = inputTokens !== undefined || outputTokens !== undefined;
  const tokens = isSplit ? undefined : read(headers, ANTHROPIC_TOKENS, now, always, leastBehind);
  return given(requests, tokens, inputTokens, outputTokens);
}

type Refilling = (remaining: number, resetMs: number, limit: number) => boolean;

function read(
  headers: Headers,
  names: HeaderNames,
  now: number,
  refilling: Refilling,
  meant = (told: number): number => told,
): AnnouncedLimit | undefined {
  const told = numberOf(headers[names.remaining]);
  if (told === undefined) return undefined;
  const reset = textOf(headers[names.reset]);
  const wait = reset === undefined ? undefined : resetMs(reset, now);
  if (wait === undefined) return undefined;
  const limit = numberOf(headers[names.limit]);
  const remaining = meant(told);
  if (limit === undefined || limit === 0) return { remaining, resetMs: wait };
  return refilling(told, wait, limit)
    ? { remaining, resetMs: wait, limit, refills: true }
    : { remaining, resetMs: wait, limit };
}

/**
 * OpenAI's are token buckets, which are full again after as much of a minute (or, as at Groq, a day) as was taken out of
 * them; others by the same names start anew at a certain time. The numbers tell which they are.
 */
function fillsEvenly(remaining: number, resetMs: number, limit: number): boolean {
  if (remaining >= limit) return false;
  const periodMs = (resetMs * limit) / (limit - remaining);
  return isNear(periodMs, MINUTE_MS) || isNear(periodMs, DAY_MS);
}

function isNear(periodMs: number, known: number): boolean {
  return Math.abs(periodMs - known) <= known * TOLERANCE;
}

function always(): boolean {
  return true;
}

function never(): boolean {
  return false;
}

function leastBehind(remaining: number): number {
  return remaining % ROUNDED_TO === 0 ? Math.max(0, remaining - ROUNDED_TO / 2) : remaining;
}

function numberOf(value: Headers[string]): number | undefined {
  const text = textOf(value);
  if (text === undefined || !/^\d{1,20}(\.\d+)?$/.test(text)) return undefined;
  return Math.min(Math.floor(Number(text)), Number.MAX_SAFE_INTEGER);
}

function textOf(value: Headers[string]): string | undefined {
  const text = typeof value === "string" ? value : value?.[0];
  return text === undefined || text === "" ? undefined : text.trim();
}

function given(
  requests: AnnouncedLimit | undefined,
  tokens: AnnouncedLimit | undefined,
  inputTokens?: AnnouncedLimit,
  outputTokens?: AnnouncedLimit,
): AnnouncedLimits | undefined {
  if (!requests && !tokens && !inputTokens && !outputTokens) return undefined;
  const told: { -readonly [Name in AnnouncedName]?: AnnouncedLimit } = {};
  if (requests !== undefined) told.requests = requests;
  if (tokens !== undefined) told.tokens = tokens;
  if (inputTokens !== undefined) told.inputTokens = inputTokens;
  if (outputTokens !== undefined) told.outputTokens = outputTokens;
  return told;
}

function openAiNames(what: string): HeaderNames {
  return {
    remaining: `x-ratelimit-remaining-${what}`,
    reset: `x-ratelimit-reset-${what}`,
    limit: `x-ratelimit-limit-${what}`,
  };
}

function anthropicNames(what: string): HeaderNames {
  const prefix = `anthropic-ratelimit-${what}`;
  return { remaining: `${prefix}-remaining`, reset: `${prefix}-reset`, limit: `${prefix}-limit` };
}
