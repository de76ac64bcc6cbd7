import type { Condition } from "../../config.ts";
import type { RouteRequest } from "../../route.ts";

/** Whether a request is one that a condition is for; `undefined` where too little is known of the request to say. */
export function conditionHolds(when: Condition, request: RouteRequest): boolean | undefined {
  const { inputTokens, needs, tags } = request;
  const parts = [
    judge(when.needs, needs, (wanted, given) => wanted.every((need) => given.includes(need))),
    judge(when.minInputTokens, inputTokens, (least, tokens) => tokens >= least),
    judge(when.maxInputTokens, inputTokens, (most, tokens) => tokens <= most),
    judge(when.tags, tags, (wanted, given) => wanted.some((tag) => given.includes(tag))),
  ];
  if (parts.includes(false)) return false;
  return parts.includes(undefined) ? undefined : true;
}

/** The requests a condition is for, as the end of a sentence: `requests that need vision`. */
export function showCondition({ needs, minInputTokens, maxInputTokens, tags }: Condition): string {
  const parts = [
    ...(needs === undefined ? [] : [`that need ${needs.join(" and ")}`]),
    ...(minInputTokens === undefined ? [] : [`of at least ${minInputTokens} tokens of input`]),
    ...(maxInputTokens === undefined ? [] : [`of at most ${maxInputTokens} tokens of input`]),
    ...(tags === undefined ? [] : [`tagged ${tags.join(" or ")}`]),
  ];
  return ["requests", ...parts.slice(0, 1), ...parts.slice(1).map((part) => `and ${part}`)].join(" ");
}

function judge<Wanted, Given>(
  wanted: Wanted | undefined,
  given: Given | undefined,
  holds: (wanted: Wanted, given: Given) => boolean,
): boolean | undefined {
  if (wanted === undefined) return true;
  return given === undefined ? undefined : holds(wanted, given);
}
