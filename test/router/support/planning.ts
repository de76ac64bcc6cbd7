import { STRATEGIES_BY_NAME } from "../../../src/builtins/strategies.ts";
import type { ChatRequest } from "../../../src/chat.ts";
import type { Catalogue, Config } from "../../../src/config.ts";
import type { Facts } from "../../../src/model.ts";
import type { Quality } from "../../../src/quality.ts";
import { createPlanner, type Plan, type PlannerParts, type PlanOptions } from "../../../src/router/choice/plan.ts";
import type { Admission } from "../../../src/router/health/admission.ts";
import type { RouterCallOptions } from "../../../src/router.ts";
import type { Performance, Strategy } from "../../../src/strategy.ts";
import { catalogueWith, configOf } from "../../config/support/config-of.ts";

/** What a planner of a test is made with. */
export interface PlanningOptions {
  /** By `provider/model-id`. */
  readonly facts?: Readonly<Record<string, Facts>>;
  readonly quality?: Readonly<Record<string, number>>;
  /** By `target account`, or by target. */
  readonly states?: Map<string, Admission>;
  readonly performance?: Map<string, Performance>;
  readonly strategies?: readonly Strategy[];
  readonly answers?: PlannerParts["answers"];
  readonly random?: () => number;
  readonly now?: () => number;
}

export const NOON = Date.UTC(2026, 4, 1, 12);

export const HELLO: ChatRequest = { messages: [{ role: "user", content: "Hello" }] };

/** A planner over a config of a test, whose keys are all set. */
export async function planning(text: string, options: PlanningOptions = {}) {
  const { facts = {}, states = new Map(), performance = new Map(), strategies = [], random = () => 0.99 } = options;
  const { now = () => NOON, answers, quality = {} } = options;
  const catalogue: Catalogue = {
    ...catalogueWith(facts),
    quality: (provider, id) => qualityOf(quality[`${provider}/${id}`]),
  };
  const config = await configOf(text, catalogue);
  const planner = createPlanner({
    catalogue,
    strategies: new Map([...STRATEGIES_BY_NAME, ...strategies.map((strategy) => [strategy.name, strategy] as const)]),
    health: {
      isCalm: () => states.size === 0,
      admit: ({ target, account }, _settings, take) => {
        if (take) throw new Error("a plan only looks");
        return states.get(`${target} ${account}`) ?? states.get(target) ?? { admitted: true, state: "ready" };
      },
      performance: (target) => performance.get(target),
    },
    clock: { now },
    random,
    ...(answers && { answers }),
  });
  const plan = (
    name: string,
    request: ChatRequest | undefined = HELLO,
    call: RouterCallOptions = {},
    how?: PlanOptions,
  ) => planner.plan(config, name, request, call, how);
  return { config: config as Config, planner, plan, states, performance };
}

/** The ids of a plan's targets, in order. */
export function idsOf({ targets }: Pick<Plan, "targets">): string[] {
  return targets.map(({ target }) => target.id);
}

/** A state in which a target is left alone. */
export function cooling(reason = "it answered 429", until = NOON + 5_000): Admission {
  return { admitted: false, state: "cooling", until, code: "rate_limited", reason };
}

function qualityOf(percentile: number | undefined): Quality | undefined {
  return percentile === undefined ? undefined : { percentile, coverage: { known: 3, of: 10 }, parts: [] };
}

/** The tokens of a text of so many words, as the planner estimates them. */
export function words(count: number): ChatRequest {
  return { messages: [{ role: "user", content: "word ".repeat(count) }] };
}

/** Three targets of which nothing is known. */
export const THREE = `
models:
  m:
    backend: [ollama/a, ollama/b, ollama/c]
`;

/** What a planner throws that must not succeed. */
export function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}
