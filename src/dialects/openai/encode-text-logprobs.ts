import { isRecord, type UnknownRecord } from "../../util/record.ts";

/**
 * Log probabilities as the text completions tell them: lists side by side
 * (https://platform.openai.com/docs/api-reference/completions/object). `null` where there are none.
 *
 * @param begin - How many characters of the text were told before.
 */
export function encodeTextLogprobs(logprobs: unknown, begin: number): UnknownRecord | null {
  if (!isRecord(logprobs)) return null;
  if (Array.isArray(logprobs.tokens)) return logprobs;
  if (!Array.isArray(logprobs.content)) return null;
  const encoded = {
    tokens: [] as string[],
    token_logprobs: [] as (number | null)[],
    top_logprobs: [] as Record<string, number>[],
    text_offset: [] as number[],
  };
  let offset = begin;
  for (const step of logprobs.content as unknown[]) {
    if (!isRecord(step) || typeof step.token !== "string") continue;
    encoded.tokens.push(step.token);
    encoded.token_logprobs.push(typeof step.logprob === "number" ? step.logprob : null);
    encoded.top_logprobs.push(likeliest(step.top_logprobs));
    encoded.text_offset.push(offset);
    offset += step.token.length;
  }
  return encoded;
}

function likeliest(steps: unknown): Record<string, number> {
  const found = (Array.isArray(steps) ? (steps as unknown[]) : []).flatMap((step) =>
    isRecord(step) && typeof step.token === "string" && typeof step.logprob === "number"
      ? [[step.token, step.logprob] as const]
      : [],
  );
  return Object.fromEntries(found);
}
