import { type UsageParts, usageOf } from "../../dialect/usage.ts";
import type { Usage } from "../../usage.ts";
import { isRecord, type UnknownRecord } from "../../util/record.ts";
import type { Compatibility } from "./compatibility.ts";

const NONE: UnknownRecord = {};

/** Tiers whose price is the usual one. */
const USUAL_TIERS: ReadonlySet<unknown> = new Set(["default", "standard", "auto", "on_demand"]);

/**
 * What an answer, or an event of a stream, says was used; `undefined` where it says nothing
 * (https://platform.openai.com/docs/api-reference/completions/object, and each provider's own names for the parts).
 */
export function readUsage(body: UnknownRecord, compatibility: Compatibility): Usage | undefined {
  const usage = usageIn(body);
  if (usage === undefined) return undefined;
  const ofInput = recordIn(usage.prompt_tokens_details) ?? recordIn(usage.prompt_token_details) ?? NONE;
  const ofOutput = recordIn(usage.completion_tokens_details) ?? recordIn(usage.completion_token_details) ?? NONE;
  const ofWrites = recordIn(usage.cache_creation) ?? NONE;

  const totalInput = usage.prompt_tokens ?? usage.input_tokens;
  const cacheRead =
    number(ofInput.cached_tokens) ??
    number(usage.prompt_cache_hit_tokens) ??
    number(usage.cache_read_input_tokens) ??
    number(usage.cached_tokens) ??
    number(usage.num_cached_tokens) ??
    0;
  const written = number(ofInput.cache_write_tokens) ?? number(usage.cache_creation_input_tokens) ?? 0;
  const cacheWrite1h = Math.min(number(ofWrites.ephemeral_1h_input_tokens) ?? 0, written);
  // A cached image or sound is counted as an image or sound too; it was paid for as cached.
  let left = (number(totalInput) ?? Number.MAX_SAFE_INTEGER) - cacheRead - written;
  const audioInput = uncached(ofInput.audio_tokens, left);
  left -= audioInput;
  const imageInput = uncached(ofInput.image_tokens, left);

  const completion = number(usage.completion_tokens) ?? number(usage.output_tokens);
  const reasoning = number(ofOutput.reasoning_tokens) ?? number(usage.reasoning_tokens) ?? 0;
  const total = number(usage.total_tokens);
  const isOutside =
    reasoning > 0 &&
    isReasoningOutside({ input: number(totalInput) ?? 0, completion, reasoning, total }, compatibility);

  const parts: { -readonly [Name in keyof UsageParts]: UsageParts[Name] } = {
    totalInput,
    totalOutput: isOutside ? (completion ?? 0) + reasoning : completion,
    cacheRead,
    cacheWrite: written - cacheWrite1h,
    cacheWrite1h,
    audioInput,
    imageInput,
    reasoning,
    audioOutput: ofOutput.audio_tokens,
    imageOutput: ofOutput.image_tokens,
  };
  const searches = webSearches(usage);
  if (searches !== undefined) parts.webSearches = searches;
  if (compatibility.reportedCost !== undefined) parts.reportedCost = COSTS[compatibility.reportedCost](usage, body);
  const tier = body.service_tier ?? usage.service_tier;
  if (!USUAL_TIERS.has(tier)) parts.serviceTier = tier;
  return usageOf(parts);
}

function usageIn(body: UnknownRecord): UnknownRecord | undefined {
  const { usage, x_groq: groq } = body;
  const found = recordIn(usage) ?? (isRecord(groq) ? recordIn(groq.usage) : undefined);
  if (found === undefined) return undefined;
  const counts = found.prompt_tokens ?? found.completion_tokens ?? found.total_tokens ?? found.input_tokens;
  return typeof counts === "number" ? found : undefined;
}

interface OutputCounts {
  input: number;
  completion: number | undefined;
  reasoning: number;
  total: number | undefined;
}

// The sum tells it, for the same model is also sold by services that do not say whose it is (Grok at Azure).
function isReasoningOutside(counts: OutputCounts, { reasoningOutside = false }: Compatibility): boolean {
  const { input, completion = 0, reasoning, total } = counts;
  if (total === input + completion + reasoning) return true;
  if (total === input + completion && reasoning <= completion) return false;
  return reasoningOutside;
}

function webSearches(usage: UnknownRecord): unknown {
  const { server_tool_use_details: details, server_tool_use: use, num_search_queries: queries } = usage;
  if (isRecord(details)) return details.web_search_requests;
  return isRecord(use) ? use.web_search_requests : queries;
}

const COSTS: Record<
  NonNullable<Compatibility["reportedCost"]>,
  (usage: UnknownRecord, body: UnknownRecord) => unknown
> = {
  // With a key of the caller's own it is OpenRouter's fee alone, and the rest is on another bill.
  "usage.cost": ({ cost, is_byok: isOwnKey }) => (isOwnKey === true ? undefined : cost),
  "usage.cost.total_cost": ({ cost }) => (isRecord(cost) ? cost.total_cost : undefined),
  "usage.cost_in_usd_ticks": ({ cost_in_usd_ticks: ticks }) => usdOfTicks(ticks),
  "cost.usd": (_usage, { cost }) => (isRecord(cost) ? cost.usd : undefined),
};

/** xAI's ticks are 1e-10 USD (https://docs.x.ai/docs/api-reference). */
function usdOfTicks(ticks: unknown): string | undefined {
  if (typeof ticks !== "number" || !Number.isSafeInteger(ticks) || ticks < 0) return undefined;
  const digits = String(ticks).padStart(11, "0");
  return `${digits.slice(0, -10)}.${digits.slice(-10)}`;
}

function uncached(tokens: unknown, left: number): number {
  const count = number(tokens) ?? 0;
  return Math.max(0, Math.min(count, left));
}

function recordIn(value: unknown): UnknownRecord | undefined {
  return isRecord(value) ? value : undefined;
}

function number(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}
