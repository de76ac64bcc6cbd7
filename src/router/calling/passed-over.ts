import type { PassedOver } from "../../router.ts";
import type { NotNow } from "./admit.ts";

/** Who was not asked, and why, as it is told. */
export function passedOver(refusal: NotNow): PassedOver {
  const { key, account } = refusal.spot;
  const { position } = account.key;
  return { target: key.target, ...(position !== undefined && { key: position }), ...whyOf(refusal) };
}

function whyOf(refusal: NotNow): Pick<PassedOver, "code" | "reason"> {
  if (refusal.why === "budget") return { code: refusal.error.code, reason: refusal.error.message };
  if (refusal.why === "limited") return { code: refusal.refusal.code, reason: refusal.refusal.reason };
  return { code: refusal.health.state, reason: refusal.health.reason };
}
