import type { ChatRequest, ReasoningEffort } from "../../chat.ts";
import type { Block, Encoding } from "./encoding.ts";

/** The parts of a body that say how much a model thinks. */
export interface ThinkingParts {
  thinking?: Block;
  effort?: string;
}

/** The least budget Anthropic takes, in tokens. */
const LEAST_BUDGET = 1_024;

/**
 * The share of `max_tokens` a model may think with, where it takes a budget; the shares are those of OpenRouter
 * (https://openrouter.ai/docs/guides/best-practices/reasoning-tokens), for Anthropic names none.
 */
const SHARES: Readonly<Record<Exclude<ReasoningEffort, "none">, number>> = {
  minimal: 0.1,
  low: 0.2,
  medium: 0.5,
  high: 0.8,
  xhigh: 0.95,
  max: 0.95,
};

const ORDER: readonly ReasoningEffort[] = ["none", "minimal", "low", "medium", "high", "xhigh", "max"];

/** `reasoning_effort` in Anthropic's words; what the caller said in them himself (`extra`) stands. */
export function encodeThinking(request: ChatRequest, maxTokens: number, encoding: Encoding): ThinkingParts {
  const { reasoning_effort: effort, extra } = request;
  if (effort === undefined || effort === null) return {};
  if (extra !== undefined && ("thinking" in extra || "output_config" in extra)) return {};
  const { rules } = encoding;
  if (effort === "none") return withoutThinking(encoding);
  if (rules.thinking === "none") {
    encoding.adapt("reasoning_effort", `ignored: ${encoding.context.model} does not think`);
    return {};
  }
  const level = levelFor(effort, encoding);
  if (rules.thinking === "adaptive")
    return { thinking: adaptive(encoding), ...(level === undefined ? {} : { effort: level }) };
  const budget = budgetFor(effort, maxTokens);
  if (budget === undefined) {
    encoding.adapt("reasoning_effort", `no thinking: it needs ${LEAST_BUDGET} tokens, and max_tokens is ${maxTokens}`);
    return level === undefined ? {} : { effort: level };
  }
  if (isForced(request)) {
    encoding.adapt("reasoning_effort", "no thinking: this model does not think while a tool call is forced");
    return level === undefined ? {} : { effort: level };
  }
  return { thinking: { type: "enabled", budget_tokens: budget }, ...(level === undefined ? {} : { effort: level }) };
}

/** The effort a body's `thinking` and `output_config.effort` come nearest to; for requests that go on in other dialects. */
export function readEffort(thinking: unknown, effort: unknown, maxTokens: unknown): ReasoningEffort | undefined {
  const { type, budget_tokens: budget } = (typeof thinking === "object" && thinking !== null ? thinking : {}) as Block;
  if (type === "disabled" || type === "between_tools") return "none";
  const level = ORDER.find((known) => known === effort);
  if (level !== undefined) return level;
  if (type === "adaptive") return "high";
  if (type !== "enabled" || typeof budget !== "number") return undefined;
  const share = budget / (typeof maxTokens === "number" && maxTokens > 0 ? maxTokens : budget);
  const levels = ["minimal", "low", "medium", "high"] as const;
  return levels.reduce((best, next) => (Math.abs(SHARES[next] - share) < Math.abs(SHARES[best] - share) ? next : best));
}

function withoutThinking(encoding: Encoding): ThinkingParts {
  const { rules, context } = encoding;
  if (rules.thinking === "none" || rules.thinkingOff === "omit") return {};
  if (rules.thinkingOff !== "never") return { thinking: { type: rules.thinkingOff } };
  encoding.adapt("reasoning_effort", `${context.model} always thinks; asked to with the least effort`);
  return { effort: rules.efforts[0] ?? "low" };
}

function adaptive({ rules }: Encoding): Block {
  return rules.hidesThinking ? { type: "adaptive", display: "summarized" } : { type: "adaptive" };
}

function levelFor(effort: ReasoningEffort, encoding: Encoding): string | undefined {
  const { efforts } = encoding.rules;
  if (efforts.length === 0 || efforts.includes(effort)) return efforts.length === 0 ? undefined : effort;
  const rank = ORDER.indexOf(effort);
  const level = efforts.findLast((known) => ORDER.indexOf(known) < rank) ?? efforts[0];
  encoding.adapt(
    "reasoning_effort",
    `"${level}" in place of "${effort}", which ${encoding.context.model} does not know`,
  );
  return level;
}

function budgetFor(effort: Exclude<ReasoningEffort, "none">, maxTokens: number): number | undefined {
  const budget = Math.max(Math.floor(maxTokens * SHARES[effort]), LEAST_BUDGET);
  return budget < maxTokens ? budget : undefined;
}

function isForced({ tool_choice: choice }: ChatRequest): boolean {
  if (choice === undefined || choice === "auto" || choice === "none") return false;
  return choice === "required" || choice.type === "function" || choice.allowed_tools.mode === "required";
}
