import type { ReasoningDetail } from "../../chat.ts";
import type { UnknownRecord } from "../../util/record.ts";
import { fieldsOf, toWireDetail } from "./reasoning.ts";

/**
 * What was thought as OpenRouter tells it in `reasoning_details`
 * (https://openrouter.ai/docs/guides/best-practices/reasoning-tokens), each with the dialect it came from, so that it can
 * come back to it; what is plain text of this dialect is told by `reasoning_content` alone.
 *
 * @param first - The place of the first of them among all details of the answer.
 */
export function encodeDetails(
  details: readonly ReasoningDetail[] | undefined,
  first: number,
): UnknownRecord[] | undefined {
  if (details === undefined) return undefined;
  const encoded: UnknownRecord[] = [];
  for (const detail of details) {
    if (detail.dialect === "openai" && fieldsOf(detail) !== undefined) continue;
    encoded.push(toWireDetail(detail, first + encoded.length));
  }
  return encoded.length === 0 ? undefined : encoded;
}
