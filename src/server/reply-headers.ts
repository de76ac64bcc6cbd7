import type { Attempt, Cost } from "../usage.ts";

/** What is known of an answer beside it. */
export interface Answered {
  /** `backend/model-id`. */
  readonly target: string;
  readonly attempts: readonly Attempt[];
  readonly cost: Cost;
}

/** Says who answered, at which try, and what it cost, where that is known. */
export function replyHeaders({ target, attempts, cost }: Answered): string[] {
  const headers = ["x-modelmall-target", headerText(target), "x-modelmall-attempts", String(attempts.length)];
  if (cost.usd !== null) headers.push("x-modelmall-cost-usd", cost.usd);
  return headers;
}

/** A text as a header may hold it: whatever is no visible ASCII becomes a question mark. */
export function headerText(text: string): string {
  return /^[!-~]*$/.test(text) ? text : text.replace(/[^!-~]/g, "?");
}
