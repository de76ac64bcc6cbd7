import { openBackend } from "../builtins/open-backend.ts";
import { STRATEGIES_BY_NAME } from "../builtins/strategies.ts";
import { type Catalogue, type Config, EMPTY_CATALOGUE } from "../config.ts";
import { InvalidInputError } from "../errors.ts";
import type { Router, RouterOptions } from "../router.ts";
import { memoryState } from "../states/memory.ts";
import { createAccounts } from "./accounts/accounts.ts";
import { askWhole } from "./calling/ask-whole.ts";
import { createAttemptFeed } from "./calling/attempt-feed.ts";
import { CallDesk } from "./calling/call-desk.ts";
import { countAtTarget } from "./calling/count-at-target.ts";
import { createHedgeShare } from "./calling/hedge-share.ts";
import {
  EMBED,
  GENERATE,
  IMAGE,
  MODERATE,
  type Operation,
  RERANK,
  type Recorded,
  SPEAK,
  TRANSCRIBE,
} from "./calling/operation.ts";
import { RoutedStream } from "./calling/routed-stream.ts";
import { targetsOf } from "./calling/targets-of.ts";
import { createAnswerMemory } from "./choice/observed-answers.ts";
import { createPlanner } from "./choice/plan.ts";
import { createHealth } from "./health/health.ts";
import { createRetryBudget } from "./health/retry-budget.ts";
import { createRouterProbes } from "./health/router-probes.ts";
import { createBudgets } from "./limits/budgets.ts";
import { guardState } from "./limits/guarded-state.ts";
import { createLimits } from "./limits/limits.ts";
import { systemClock } from "./system-clock.ts";

/**
 * A router over a config: it needs nothing else, keeps everything in memory, and opens accounts when they are first called.
 * @example
 * ```ts
 * const router = createRouter({ config: await loadConfig("modelmall.yaml") });
 * const { content, target, cost } = await router.generate("gpt-4", { messages: [{ role: "user", content: "Hello" }] });
 * ```
 */
export function createRouter(options: RouterOptions): Router {
  const { clock = systemClock, random = Math.random, env = process.env, ledger } = options;
  const catalogue = catalogueOf(options.facts);
  const own = memoryState({ clock });
  const guarded = options.state && guardState({ shared: options.state, local: own, clock });
  const state = guarded ?? own;
  const health = createHealth({ clock, state, random });
  const limits = createLimits({ state, clock });
  const answers = createAnswerMemory();
  const feed = createAttemptFeed(ledger);
  const planner = createPlanner({
    catalogue,
    strategies: strategiesOf(options),
    health,
    answers,
    clock,
    random,
  });
  const accounts = createAccounts({
    backends: options.backends ?? openBackend({ catalogue, env }),
    onRenewed: (account) => health.renewed(account),
    onCloseFailed: (error) => {
      const said = error instanceof Error ? error.message : String(error);
      process.emitWarning(`a backend could not be closed: ${said}`, "ModelMallWarning");
    },
  });
  const probes = createRouterProbes({ accounts, clock, random, health });
  const budgets = createBudgets({ state });
  const retryBudget = createRetryBudget(clock);
  const desk = new CallDesk({
    parts: { clock, random, health, limits, budgets, retryBudget, hedgeShare: createHedgeShare(), feed, answers },
    planner,
    accounts,
    config: () => configIn(options.config),
    onConfig: (config) => probes.follow(config),
    async onClose() {
      probes.stop();
      limits.close();
      await accounts.close();
      await own.close();
      await ledger?.flush();
    },
  });

  // Backends are asked from now on where the config says so, not only from the first call.
  if (configNow(options.config) !== undefined) desk.lookAtConfig();

  const whole =
    <Request, Reply extends Recorded>(operation: Operation<Request, Reply>) =>
    (name: string, request: Request, callOptions: Parameters<Router["generate"]>[2] = {}) =>
      askWhole(desk, operation, name, request, callOptions);

  return {
    generate: whole(GENERATE),
    embed: whole(EMBED),
    generateImage: whole(IMAGE),
    transcribe: whole(TRANSCRIBE),
    speak: whole(SPEAK),
    rerank: whole(RERANK),
    moderate: whole(MODERATE),
    stream: (name, request, callOptions = {}) =>
      new RoutedStream(
        {
          signal: callOptions.signal,
          onServing: callOptions.onServing,
          begin: (signal) => desk.begin({ kind: "stream" }, name, request, { ...callOptions, signal }),
          ended: (call) => desk.end(call),
        },
        request,
      ),
    async countTokens(name, request, callOptions = {}) {
      const call = desk.begin({ kind: "generate" }, name, request, callOptions, { peek: true });
      try {
        return await countAtTarget(call, request);
      } finally {
        desk.end(call);
      }
    },
    async explain(name, request, callOptions = {}) {
      return planner.plan(desk.lookAtConfig(), name, request, callOptions, { peek: true }).decision;
    },
    health() {
      const called = health.snapshot();
      const known = new Set(called.map(({ target }) => target));
      const others = [...targetsOf(desk.lookAtConfig())].filter((target) => !known.has(target));
      const fresh = others.map((target) => ({ target, state: "ready", calls: 0, failures: 0, running: 0 }) as const);
      const targets = [...called, ...fresh];
      const degraded = guarded?.degraded;
      return degraded === undefined ? { targets } : { targets, degraded };
    },
    budgets: () => budgets.spent(),
    probe: (backends, callOptions) => probes.probe(desk.lookAtConfig(), backends, callOptions),
    onAttempt: (listener) => feed.add(listener),
    close: () => desk.close(),
  };
}

function catalogueOf(facts: RouterOptions["facts"]): Catalogue {
  return typeof facts === "function" ? { ...EMPTY_CATALOGUE, facts } : (facts ?? EMPTY_CATALOGUE);
}

function strategiesOf({ strategies = [] }: RouterOptions) {
  return new Map([...STRATEGIES_BY_NAME, ...strategies.map((strategy) => [strategy.name, strategy] as const)]);
}

function configIn(source: RouterOptions["config"]): Config {
  const config = configNow(source);
  if (config !== undefined) return config;
  throw configProblem("there is none in use; load one before the first call");
}

/** The config in use; `undefined` while there is none. @throws {InvalidInputError} for what is no config */
function configNow(source: RouterOptions["config"]): Config | undefined {
  // Programs without types hand over what a file holds, or nothing.
  const isHolder = typeof source === "object" && source !== null && "config" in source;
  const config = isHolder ? source.config : source;
  if ((isHolder && config === undefined) || typeof config?.models?.get === "function") return config;
  throw configProblem("expected one that was read: loadConfig() reads a file, parseConfig() a text");
}

function configProblem(message: string): InvalidInputError {
  return new InvalidInputError("router", [{ path: "config", message }]);
}
