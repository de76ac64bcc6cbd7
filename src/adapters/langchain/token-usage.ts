import type { UsageMetadata } from "@langchain/core/messages";

/** Tokens of a call under the names older LangChain tools read. */
export interface TokenUsage {
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly totalTokens: number;
}

/** The totals of what was used. */
export function tokenUsage(used: UsageMetadata): TokenUsage {
  return { promptTokens: used.input_tokens, completionTokens: used.output_tokens, totalTokens: used.total_tokens };
}

/** The totals of several calls together; those that told nothing are left out. */
export function sumOfTokenUsage(outputs: readonly (Record<string, unknown> | undefined)[]): TokenUsage {
  const sum = { promptTokens: 0, completionTokens: 0, totalTokens: 0 };
  for (const output of outputs) {
    const usage = output?.tokenUsage as TokenUsage | undefined;
    if (usage === undefined) continue;
    sum.promptTokens += usage.promptTokens;
    sum.completionTokens += usage.completionTokens;
    sum.totalTokens += usage.totalTokens;
  }
  return sum;
}
