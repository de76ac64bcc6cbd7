import type { ChatRequest, ReasoningEffort } from "../../chat.ts";
import type { Adaptation } from "../../usage.ts";
import type { ModelFamily } from "./model-family.ts";

/** Tokens Claude may think, where it is told a number; 1,024 is the least it takes. */
const BUDGETS: Readonly<Record<Exclude<ReasoningEffort, "none">, number>> = {
  minimal: 1_024,
  low: 2_048,
  medium: 8_192,
  high: 16_384,
  xhigh: 24_576,
  max: 32_000,
};

/**
 * How a model is told to think, as fields of its own:
 * https://docs.aws.amazon.com/bedrock/latest/userguide/claude-messages-extended-thinking.html and
 * https://docs.aws.amazon.com/nova/latest/nova2-userguide/extended-thinking.html
 */
export function thinkingFields(
  { reasoning_effort: effort, max_completion_tokens: most, max_tokens: more }: ChatRequest,
  family: ModelFamily,
  adaptations: Adaptation[],
): Record<string, unknown> | undefined {
  if (effort === undefined || effort === null) return undefined;
  const adapted = (what: string) => {
    adaptations.push({ field: "reasoning_effort", what });
    return undefined;
  };
  switch (family.name) {
    case "claude":
      if (effort === "none") return undefined;
      if (family.thinking === "adaptive") {
        const level = effort === "minimal" ? "low" : effort === "xhigh" ? "max" : effort;
        if (level !== effort) adapted(`Claude knows low, medium, high and max; "${effort}" became "${level}"`);
        return { thinking: { type: "adaptive" }, output_config: { effort: level } };
      }
      if (family.thinking === "budget") {
        const limit = most ?? more ?? Number.POSITIVE_INFINITY;
        const budget = Math.min(BUDGETS[effort], limit - 1);
        if (budget < BUDGETS.minimal)
          return adapted(`no room to think in ${limit} tokens; Claude needs more than 1,024`);
        adapted(`Claude is told how many tokens it may think: ${budget}`);
        return { thinking: { type: "enabled", budget_tokens: budget } };
      }
      return adapted("this Claude does not think; it was left out");
    case "nova": {
      if (effort === "none") return { reasoningConfig: { type: "disabled" } };
      const level = effort === "minimal" ? "low" : effort === "xhigh" || effort === "max" ? "high" : effort;
      if (level !== effort) adapted(`Nova knows low, medium and high; "${effort}" became "${level}"`);
      return { reasoningConfig: { type: "enabled", maxReasoningEffort: level } };
    }
    case "gpt-oss": {
      const level =
        effort === "none" || effort === "minimal" ? "low" : effort === "xhigh" || effort === "max" ? "high" : effort;
      if (level !== effort) adapted(`gpt-oss knows low, medium and high; "${effort}" became "${level}"`);
      return { reasoning_effort: level };
    }
    default:
      return effort === "none"
        ? undefined
        : adapted("Bedrock cannot tell this model how much to think; it was left out");
  }
}

/** `top_k` where the model's makers gave it a name: https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters.html */
export function topKFields(
  topK: number | null | undefined,
  family: ModelFamily,
  adaptations: Adaptation[],
): Record<string, unknown> | undefined {
  if (topK === undefined || topK === null) return undefined;
  switch (family.name) {
    case "claude":
    case "mistral":
      return { top_k: topK };
    case "nova":
      return { inferenceConfig: { topK } };
    case "cohere":
      return { k: topK };
    default:
      adaptations.push({ field: "top_k", what: "this model has no such field at Bedrock; it was left out" });
      return undefined;
  }
}
