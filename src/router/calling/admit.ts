import { addCosts } from "../../cost.ts";
import { RouterError } from "../../router-error.ts";
import type { Cost } from "../../usage.ts";
import type { HealthKey } from "../accounts/account-key.ts";
import type { Account } from "../accounts/accounts.ts";
import type { PlannedTarget } from "../choice/plan.ts";
import type { NotAdmitted } from "../health/admission.ts";
import type { RetryCause } from "../health/retry-budget.ts";
import type { BudgetGrant } from "../limits/budgets.ts";
import { ClaimedSize } from "../limits/claimed-size.ts";
import type { UsedSize } from "../limits/limit-claims.ts";
import type { LimitRefusal } from "../limits/limits.ts";
import type { RouterCall } from "./router-call.ts";

/** One key at one target of a plan. */
export interface Spot {
  readonly planned: PlannedTarget;
  readonly account: Account;
  readonly key: HealthKey;
}

/** A call that may be made now: health, limits and budgets agree, and what they gave is held. */
export interface AdmittedCall {
  readonly planned: PlannedTarget;
  readonly account: Account;
  readonly healthKey: HealthKey;
  /** Whether it tries, for all others, if the target is well again. */
  readonly isProbe: boolean;
  /** Why it is a retry; absent where it is none. */
  readonly retryCause: RetryCause | undefined;
  /** The soft budgets it goes over, in words; mostly none. */
  readonly overspent: readonly string[];
  /** Ends what limits and budgets gave. Of use, `undefined` is as much as was expected; of cost, nothing. Once. */
  settle(used: UsedSize | undefined, cost: Cost | undefined): void;
  /** It is not made after all. Once. */
  giveBack(): void;
}

/** Why a call may not be made now. */
export type NotNow =
  | { readonly why: "health"; readonly spot: Spot; readonly health: NotAdmitted }
  | { readonly why: "limited"; readonly spot: Spot; readonly refusal: LimitRefusal }
  | { readonly why: "budget"; readonly spot: Spot; readonly error: RouterError };

/** How a call asks to be let in. */
export interface AdmitOptions {
  /** Only one target and key could take the call. */
  readonly alone?: boolean;
  /** Whether it is called although it is left alone. @default false */
  readonly ignoreHealth?: boolean;
  /** Whether it waits for its limits, as the config allows. @default false */
  readonly queued?: boolean;
  readonly retryCause?: RetryCause;
}

/** What a call costs that was not made, or of which nobody is billed. */
const NOTHING_SPENT = addCosts([]);
const NONE: readonly string[] = [];

/** Asks health, budgets and limits, in this order, whether a call may be made at a spot now. */
export async function admit(
  call: RouterCall,
  spot: Spot,
  { alone = false, ignoreHealth = false, queued = false, retryCause }: AdmitOptions = {},
): Promise<AdmittedCall | NotNow> {
  const { parts, config } = call;
  const { planned, account, key } = spot;
  const { health } = parts;
  let isProbe = false;
  if (!ignoreHealth) {
    const admission = health.admit(key, config.router.breaker, true, alone);
    if (!admission.admitted) return { why: "health", spot, health: admission };
    isProbe = admission.state === "probing";
  }
  const giveBackHealth = () => {
    if (isProbe) health.giveBack(key);
  };
  let money: BudgetGrant | undefined;
  try {
    const reserving = reserve(call, planned);
    money = reserving instanceof Promise ? await reserving : reserving;
  } catch (error) {
    giveBackHealth();
    if (error instanceof RouterError) return { why: "budget", spot, error };
    throw error;
  }
  const refuse = () => {
    giveBackHealth();
    money?.settle(NOTHING_SPENT);
  };
  try {
    const { deadline: deadlineMs, options } = call;
    const { signal } = options;
    const queue = queued ? config.router.queue : undefined;
    const size = new ClaimedSize(call.plan.size, planned.target);
    const entering = parts.limits.enter(account.key, size, { queue, signal, deadlineMs });
    const entered = entering instanceof Promise ? await entering : entering;
    if (!entered.granted) {
      refuse();
      return { why: "limited", spot, refusal: entered };
    }
    return {
      planned,
      account,
      healthKey: key,
      isProbe,
      retryCause,
      overspent: money?.overspent ?? NONE,
      settle(used, cost) {
        entered.leave(used);
        money?.settle(cost ?? NOTHING_SPENT);
      },
      giveBack() {
        entered.leave({ tokens: 0, requests: 0 });
        refuse();
      },
    };
  } catch (error) {
    refuse();
    throw error;
  }
}

/** Whether a call may be made. */
export function isAdmitted(result: AdmittedCall | NotNow): result is AdmittedCall {
  return !("why" in result);
}

function reserve(call: RouterCall, { target }: PlannedTarget): BudgetGrant | Promise<BudgetGrant> | undefined {
  const { route } = call.plan;
  const { router: settings } = call.config;
  const { tags, callers } = settings.budgets;
  if (route.budget === undefined && tags.size === 0 && callers.size === 0) return undefined;
  const { tags: given = [], caller } = call.options;
  const scope = { route, tags: given, caller, settings };
  return call.parts.budgets.reserve(scope, call.plan.expectedCost(target), () => call.plan.mostCost(target));
}
