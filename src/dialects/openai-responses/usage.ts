import { usageOf } from "../../dialect/usage.ts";
import type { Usage } from "../../usage.ts";
import { isRecord } from "../../util/record.ts";
import type { Item } from "./words.ts";

/** How many decimals of a dollar xAI's ticks have (https://docs.x.ai/docs/api-reference). */
const TICK_DECIMALS = 10;

/** Tiers that cost what no tier costs. */
const USUAL_TIERS: ReadonlySet<unknown> = new Set(["auto", "default", "standard"]);

/** What a response used; `undefined` where it says nothing of it. */
export function readUsage({ usage, service_tier: tier }: Item, webSearches: number): Usage | undefined {
  if (!isRecord(usage)) return undefined;
  const { input_tokens: input, output_tokens: output, total_tokens: total } = usage;
  const { cached_tokens: cacheRead, cache_write_tokens: cacheWrite } = recordOf(usage.input_tokens_details);
  const { reasoning_tokens: reasoning } = recordOf(usage.output_tokens_details);
  const { web_search_calls: searches } = recordOf(usage.server_side_tool_usage_details);
  return usageOf({
    totalInput: input,
    cacheRead,
    cacheWrite,
    totalOutput: isBeside(reasoning, input, output, total) ? Number(output) + Number(reasoning) : output,
    reasoning,
    webSearches: typeof searches === "number" ? searches : webSearches,
    reportedCost: ticksToUsd(usage.cost_in_usd_ticks) ?? usage.cost,
    serviceTier: USUAL_TIERS.has(tier) ? undefined : tier,
  });
}

/** Whether an item is a search that is charged: opening a page that was found is not (https://platform.openai.com/docs/pricing). */
export function isWebSearch({ type, action }: Item): boolean {
  return type === "web_search_call" && (!isRecord(action) || action.type === undefined || action.type === "search");
}

/** Whether thoughts are told beside the output rather than in it, as the total gives away. */
function isBeside(reasoning: unknown, input: unknown, output: unknown, total: unknown): boolean {
  if (typeof reasoning !== "number" || reasoning <= 0) return false;
  return typeof input === "number" && typeof output === "number" && total === input + output + reasoning;
}

function ticksToUsd(ticks: unknown): string | undefined {
  if (typeof ticks !== "number" || !Number.isSafeInteger(ticks) || ticks < 0) return undefined;
  const digits = String(ticks).padStart(TICK_DECIMALS + 1, "0");
  const decimals = digits.slice(-TICK_DECIMALS).replace(/0+$/, "");
  const whole = digits.slice(0, -TICK_DECIMALS);
  return decimals === "" ? whole : `${whole}.${decimals}`;
}

function recordOf(value: unknown): Item {
  return isRecord(value) ? value : {};
}
