import type { PassedOver } from "../router.ts";
import type { Attempt, Cost } from "../usage.ts";

/** What is known of an answer beside it. */
export interface Answered {
  /** `backend/model-id`. */
  readonly target: string;
  readonly attempts: readonly Attempt[];
  readonly cost: Cost;
  readonly passedOver?: readonly PassedOver[];
}

/** Says who answered, at which try, what it cost, where that is known, and who was passed over. */
export function replyHeaders({ target, attempts, cost, passedOver = [] }: Answered): string[] {
  const headers = ["x-modelmall-target", headerText(target), "x-modelmall-attempts", String(attempts.length)];
  if (cost.usd !== null) headers.push("x-modelmall-cost-usd", cost.usd);
  return passedOver.length === 0 ? headers : [...headers, ...passedOverHeader(passedOver)];
}

const MOST_PASSED_OVER = 16;

/** Says who was not asked when it was their turn, and by which code: `a/gpt-4o cooling, b/gpt-4o limited`. */
export function passedOverHeader(passedOver: readonly PassedOver[]): string[] {
  if (passedOver.length === 0) return [];
  const told = passedOver.slice(0, MOST_PASSED_OVER).map(({ target, code }) => `${headerText(target)} ${code}`);
  return ["x-modelmall-passed-over", told.join(", ")];
}

/** A text as a header may hold it: whatever is no visible ASCII becomes a question mark. */
export function headerText(text: string): string {
  return /^[!-~]*$/.test(text) ? text : text.replace(/[^!-~]/g, "?");
}
