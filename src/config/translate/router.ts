import type { BreakerSettings, Budget, HedgeSettings, RouterSettings } from "../../config.ts";
import { present } from "../../util/present.ts";
import { parseDuration } from "../duration.ts";
import type { ConfigFile } from "../schema.ts";
import { toBudget } from "./budget.ts";
import type { ModelBlock } from "./entry.ts";

type RouterBlock = NonNullable<ConfigFile["router"]>;

/** A breaker's longest time, where the file says nothing else. */
const LONGEST_OPEN_MS = 300_000;

/** How the router behaves; what the file leaves out, or a variable, is left to the router. */
export function toRouterSettings(block: RouterBlock = {}): RouterSettings {
  const { queue, breaker, hedge, probe, allow_unpriced: allowUnpriced, budgets = {} } = block;
  return Object.freeze({
    ...present({
      queue: toQueue(queue),
      breaker: breaker === undefined ? undefined : toBreaker(breaker),
      hedge: toHedge(hedge),
      probeMs: parseDuration(probe),
      allowUnpriced,
    }),
    budgets: Object.freeze({ tags: toBudgets(budgets.tags), callers: toBudgets(budgets.callers) }),
  });
}

function toQueue({ size, wait }: NonNullable<RouterBlock["queue"]> = {}): RouterSettings["queue"] {
  const waitMs = parseDuration(wait);
  return size === undefined || waitMs === undefined ? undefined : Object.freeze({ size, waitMs });
}

function toBreaker(block: NonNullable<RouterBlock["breaker"]>): BreakerSettings {
  const [openMs, longest] = [parseDuration(block.open), parseDuration(block.max_open)];
  const maxOpenMs = longest ?? (openMs !== undefined && openMs > LONGEST_OPEN_MS ? openMs : undefined);
  const { failure_share: failureShare, minimum_calls: minimumCalls } = block;
  return Object.freeze(present({ failureShare, minimumCalls, openMs, maxOpenMs }));
}

function toHedge(hedge: RouterBlock["hedge"]): HedgeSettings | undefined {
  if (hedge === undefined || hedge === false) return undefined;
  if (hedge === true) return Object.freeze({});
  return Object.freeze(present({ afterMs: parseDuration(hedge.after), share: hedge.share }));
}

function toBudgets(blocks: Readonly<Record<string, ModelBlock["budget"]>> = {}): ReadonlyMap<string, Budget> {
  const budgets = Object.entries(blocks).map(([name, block]) => [name, toBudget(block)] as const);
  return new Map(budgets.filter((entry): entry is [string, Budget] => entry[1] !== undefined));
}
