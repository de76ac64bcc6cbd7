import type { RouterSettings } from "../../config.ts";
import { addCosts } from "../../cost.ts";
import { RouterError } from "../../router-error.ts";
import type { Cost } from "../../usage.ts";
import { type Awaitable, isPending } from "../../util/awaitable.ts";
import type { HealthKey } from "../accounts/account-key.ts";
import type { Account } from "../accounts/accounts.ts";
import type { PlannedTarget } from "../choice/plan.ts";
import type { NotAdmitted } from "../health/admission.ts";
import type { RetryCause } from "../health/retry-budget.ts";
import type { BudgetGrant } from "../limits/budgets.ts";
import { ClaimedSize } from "../limits/claimed-size.ts";
import type { UsedSize } from "../limits/limit-claims.ts";
import type { LimitGrant, LimitRefusal } from "../limits/limits.ts";
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

/** Asks health, budgets and limits, in this order, whether a call may be made at a spot now; at once where they know at once. */
export function admit(
  call: RouterCall,
  spot: Spot,
  { alone = false, ignoreHealth = false, queued = false, retryCause }: AdmitOptions = {},
): Awaitable<AdmittedCall | NotNow> {
  const { config } = call;
  const { health } = call.parts;
  let isProbe = false;
  if (!ignoreHealth) {
    const admission = health.admit(spot.key, config.router.breaker, true, alone);
    if (!admission.admitted) return { why: "health", spot, health: admission };
    isProbe = admission.state === "probing";
  }
  const admittance = new Admittance(call, spot, isProbe, retryCause);
  return admittance.pass(queued ? config.router.queue : undefined);
}

/** The way of one call past budgets and limits; what it was given before it is refused, it gives back. */
class Admittance implements AdmittedCall {
  readonly planned: PlannedTarget;
  readonly account: Account;
  readonly healthKey: HealthKey;
  readonly isProbe: boolean;
  readonly retryCause: RetryCause | undefined;
  readonly #call: RouterCall;
  readonly #spot: Spot;
  #money: BudgetGrant | undefined;
  #place: LimitGrant | undefined;

  constructor(call: RouterCall, spot: Spot, isProbe: boolean, retryCause: RetryCause | undefined) {
    this.planned = spot.planned;
    this.account = spot.account;
    this.healthKey = spot.key;
    this.isProbe = isProbe;
    this.retryCause = retryCause;
    this.#call = call;
    this.#spot = spot;
  }

  get overspent(): readonly string[] {
    return this.#money === undefined ? NONE : this.#money.overspent;
  }

  pass(queue: RouterSettings["queue"]): Awaitable<AdmittedCall | NotNow> {
    try {
      const money = reserve(this.#call, this.planned);
      if (!isPending(money)) return this.#paid(money, queue);
      return money.then(
        (reserved) => this.#paid(reserved, queue),
        (error: unknown) => this.#unpaid(error),
      );
    } catch (error) {
      return this.#unpaid(error);
    }
  }

  settle(used: UsedSize | undefined, cost: Cost | undefined): void {
    this.#place?.leave(used);
    this.#money?.settle(cost ?? NOTHING_SPENT);
  }

  giveBack(): void {
    this.#place?.leave({ tokens: 0, requests: 0 });
    this.#refuse();
  }

  #unpaid(error: unknown): NotNow {
    this.#refuse();
    if (error instanceof RouterError) return { why: "budget", spot: this.#spot, error };
    throw error;
  }

  #paid(money: BudgetGrant | undefined, queue: RouterSettings["queue"]): Awaitable<AdmittedCall | NotNow> {
    this.#money = money;
    const { parts, plan, options, deadline: deadlineMs } = this.#call;
    try {
      const size = new ClaimedSize(plan.size, this.planned.target);
      const entering = parts.limits.enter(this.account.key, size, { queue, signal: options.signal, deadlineMs });
      if (!isPending(entering)) return this.#entered(entering);
      return entering.then(
        (entered) => this.#entered(entered),
        (error: unknown) => this.#failed(error),
      );
    } catch (error) {
      return this.#failed(error);
    }
  }

  #entered(entered: LimitGrant | LimitRefusal): AdmittedCall | NotNow {
    if (entered.granted) {
      this.#place = entered;
      return this;
    }
    this.#refuse();
    return { why: "limited", spot: this.#spot, refusal: entered };
  }

  #failed(error: unknown): never {
    this.#refuse();
    throw error;
  }

  #refuse(): void {
    if (this.isProbe) this.#call.parts.health.giveBack(this.healthKey);
    this.#money?.settle(NOTHING_SPENT);
  }
}

/** Whether a call may be made. */
export function isAdmitted(result: AdmittedCall | NotNow): result is AdmittedCall {
  return !("why" in result);
}

function reserve(call: RouterCall, { target }: PlannedTarget): Awaitable<BudgetGrant> | undefined {
  const { route } = call.plan;
  const { router: settings } = call.config;
  const { tags, callers } = settings.budgets;
  if (route.budget === undefined && tags.size === 0 && callers.size === 0) return undefined;
  const { tags: given = [], caller } = call.options;
  const scope = { route, tags: given, caller, settings };
  return call.parts.budgets.reserve(scope, call.plan.expectedAmount(target), () => call.plan.mostAmount(target));
}
