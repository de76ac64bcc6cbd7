import { splitTarget } from "../config/target.ts";
import type { ServedAttempt } from "../served-dialect.ts";
import type { Attempt } from "../usage.ts";

const MOST_TOLD = 32;

/** The tries of a call that failed, as data: where, how it ended and how long it took, and no word of any provider. */
export function toldAttempts(attempts: readonly Attempt[]): readonly ServedAttempt[] {
  return attempts.slice(0, MOST_TOLD).map(({ target, code, outcome, status, durationMs }) => {
    const { backend, model } = splitTarget(target) ?? { backend: target, model: undefined };
    return {
      backend,
      ...(model !== undefined && { model }),
      code: code ?? outcome,
      ...(status !== undefined && { status }),
      ms: Math.round(durationMs),
    };
  });
}
