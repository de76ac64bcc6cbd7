import type { ReasoningEffort } from "../../chat.ts";
import type { CallContext } from "../../dialect.ts";
import type { Adaptation } from "../../usage.ts";
import { isRecord } from "../../util/record.ts";
import { generationOf } from "./generation.ts";

// The table of https://ai.google.dev/gemini-api/docs/openai#thinking; xhigh and max are not in it and mean the most there is
// (https://ai.google.dev/gemini-api/docs/thinking#set-budget).
const BUDGETS: Readonly<Record<ReasoningEffort, number>> = {
  none: 0,
  minimal: 1_024,
  low: 1_024,
  medium: 8_192,
  high: 24_576,
  xhigh: 24_576,
  max: 24_576,
};
const PRO_LEAST_BUDGET = 128;
const PRO_MOST_BUDGET = 32_768;

type Level = "minimal" | "low" | "medium" | "high";

const LEVELS: Readonly<Record<ReasoningEffort, Level>> = {
  none: "minimal",
  minimal: "minimal",
  low: "low",
  medium: "medium",
  high: "high",
  xhigh: "high",
  max: "high",
};

/**
 * `thinkingConfig` for an effort: a level from Gemini 3 on, a budget of tokens for 2.5; `undefined` for models that do
 * not think. What could not be had as asked is reported.
 */
export function thinkingConfigFor(
  effort: ReasoningEffort,
  { model, facts }: CallContext,
  adaptations: Adaptation[],
): Record<string, unknown> | undefined {
  const report = (what: string): void => void adaptations.push({ field: "reasoning_effort", what });
  const { version, tier } = generationOf(model);
  if (facts.capabilities?.reasoning === false || (version === undefined ? !knownToThink(facts) : version < 2.5)) {
    if (effort !== "none") report(`${model} does not think; left out`);
    return undefined;
  }
  if (version === 2.5) return budgetConfig(effort, tier === "pro", report);
  return levelConfig(effort, levelsOf(model, { version, tier }), report);
}

function knownToThink({ capabilities }: CallContext["facts"]): boolean {
  return capabilities?.reasoning === true;
}

function budgetConfig(
  effort: ReasoningEffort,
  isPro: boolean,
  report: (what: string) => void,
): Record<string, unknown> {
  if (effort === "none" && isPro) {
    report(`this model cannot stop thinking; asked for its least, ${PRO_LEAST_BUDGET} tokens`);
    return { thinkingBudget: PRO_LEAST_BUDGET };
  }
  if (effort === "none") return { thinkingBudget: 0 };
  const isMost = effort === "xhigh" || effort === "max";
  const thinkingBudget = isMost && isPro ? PRO_MOST_BUDGET : BUDGETS[effort];
  if (isMost) report(`the most this model thinks is ${thinkingBudget} tokens; asked for that`);
  return { thinkingBudget, includeThoughts: true };
}

/**
 * The levels a model knows: Gemini 3 Pro low and high alone, 3.1 Pro medium too, Flash all four up to 3.6 and none below
 * low from 3.7 on, Flash-Lite all four (https://docs.cloud.google.com/gemini-enterprise-agent-platform/models/thinking,
 * https://ai.google.dev/gemini-api/docs/generate-content/whats-new-gemini-3.7).
 */
function levelsOf(model: string, { version, tier }: { version: number | undefined; tier: string }): readonly Level[] {
  if (tier === "pro") return version === 3 ? ["low", "high"] : ["low", "medium", "high"];
  const isNewFlash = tier === "flash" && !model.includes("flash-lite") && version !== undefined && version >= 3.7;
  return isNewFlash ? ["low", "medium", "high"] : ["minimal", "low", "medium", "high"];
}

function levelConfig(
  effort: ReasoningEffort,
  known: readonly Level[],
  report: (what: string) => void,
): Record<string, unknown> {
  let level = LEVELS[effort];
  if (!known.includes(level)) level = level === "minimal" ? "low" : "high";
  if (level !== effort) report(`asked for thinkingLevel ${level}, the nearest this model has`);
  // As the enum is spelled: https://ai.google.dev/api/generate-content#ThinkingLevel
  const thinkingLevel = level.toUpperCase();
  return effort === "none" ? { thinkingLevel } : { thinkingLevel, includeThoughts: true };
}

/** The effort nearest to a `thinkingConfig`; `undefined` where it leaves the choice to the model. */
export function effortOf(thinkingConfig: unknown): ReasoningEffort | undefined {
  if (!isRecord(thinkingConfig)) return undefined;
  const { thinkingLevel, thinkingBudget } = thinkingConfig;
  if (typeof thinkingLevel === "string") {
    const level = thinkingLevel.toLowerCase();
    return level === "minimal" || level === "low" || level === "medium" || level === "high" ? level : undefined;
  }
  if (typeof thinkingBudget !== "number" || thinkingBudget < 0) return undefined;
  if (thinkingBudget === 0) return "none";
  if (thinkingBudget <= BUDGETS.low) return "low";
  return thinkingBudget <= BUDGETS.medium ? "medium" : "high";
}
