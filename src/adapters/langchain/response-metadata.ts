import type { StreamEnd } from "../../chat.ts";
import type { Decision, ExpectedCost } from "../../router.ts";
import type { Adaptation, Attempt, Cost } from "../../usage.ts";

/** What `response_metadata` tells of a call, as plain JSON: it is traced, stored and sent about. */
export interface CallMetadata extends Record<string, unknown> {
  /** `backend/model-id`. */
  readonly target: string;
  /** The model that served it, else the one that was asked for. */
  readonly model_name: string;
  readonly model_served?: string;
  /** The provider's own id of the answer. */
  readonly response_id?: string;
  /** Of all attempts together. */
  readonly cost: ExpectedCost;
  readonly attempts: readonly AttemptMetadata[];
  /** What could not be carried as asked; absent where all was. */
  readonly adaptations?: readonly Adaptation[];
  readonly decision?: Decision;
}

/** An attempt without what JSON cannot hold. */
export type AttemptMetadata = Omit<Attempt, "cost"> & { readonly cost?: ExpectedCost };

/** What there is to tell of a call that has ended. */
export function callMetadata(
  end: Pick<StreamEnd, "cost" | "modelAsked" | "target" | "attempts" | "adaptations">,
  { id, modelServed }: { readonly id: string | undefined; readonly modelServed: string | undefined },
  decision: Decision | undefined,
): CallMetadata {
  const { cost, modelAsked, target, attempts, adaptations } = end;
  return {
    target,
    model_name: modelServed ?? modelAsked,
    ...(modelServed !== undefined && { model_served: modelServed }),
    ...(id !== undefined && { response_id: id }),
    cost: plainCost(cost),
    attempts: attempts.map(plainAttempt),
    ...(adaptations.length > 0 && { adaptations }),
    ...(decision !== undefined && { decision }),
  };
}

function plainAttempt({ cost, ...attempt }: Attempt): AttemptMetadata {
  return { ...attempt, ...(cost !== undefined && { cost: plainCost(cost) }) };
}

function plainCost(cost: Cost): ExpectedCost {
  return cost.usd === null ? cost : { usd: cost.usd };
}
