import type {
  BackendConfig,
  BackendModel,
  Condition,
  Config,
  Parameters,
  Policy,
  Retry,
  RouteModel,
  RouterSettings,
  TargetConfig,
  Timeouts,
} from "../config.ts";
import { CAPABILITIES, type Facts } from "../model.ts";
import { ownScore } from "../quality.ts";
import { isRecord } from "../util/record.ts";
import { toSnakeCase } from "../util/snake-case.ts";
import { implicitBackend } from "./implicit-backend.ts";

type Data = Record<string, unknown>;

/** What stands in place of every secret. */
const HIDDEN = "[redacted]";
/** The unit in which prices are kept, and so shown. */
const UNIT = "per_1m_tokens";

/**
 * A config as plain data in the names and the new form of the file: merged, defaults that say nothing left out, and
 * every secret hidden. Prices are in USD per million tokens.
 */
export function configData(config: Config): Record<string, unknown> {
  return filled({
    version: 1,
    models: dataOf(config.models, modelData),
    backends: dataOf(config.backends, backendData),
    model_defaults: parametersData(config.modelDefaults),
    fallback_providers: config.fallbackProviders,
    groups: dataOf(config.groups, (names) => names),
    strategies: dataOf(config.strategies, (weights) => (isNothing(weights) ? "code" : weights)),
    router: routerData(config.router),
  });
}

function modelData(model: RouteModel): unknown {
  const { targets, fallback, strategy, capabilities, facts, timeouts, retry, policy, budget, enabled } = model;
  const { any, contextWindow, contentPolicy } = fallback;
  const isPlain = contextWindow.length === 0 && contentPolicy.length === 0;
  const backend = targets.map(targetData);
  return filled({
    backend: backend.length === 1 && typeof backend[0] === "string" ? backend[0] : backend,
    strategy: strategy === "manual" ? undefined : strategy,
    description: model.description,
    capabilities: capabilitiesData(capabilities),
    parameters: parametersData(model.parameters),
    aliases: model.aliases,
    tags: model.tags,
    ...factsData(facts),
    fallback: isPlain ? any : filled({ any, context_window: contextWindow, content_policy: contentPolicy }),
    timeout: timeoutData(timeouts),
    retry: retryData(retry),
    policy: policyData(policy),
    budget,
    enabled: enabled ? undefined : false,
  });
}

function targetData({ target, weight, when, parameters }: TargetConfig): unknown {
  const own = filled({
    weight: weight === 1 ? undefined : weight,
    when: whenData(when),
    parameters: parametersData(parameters),
  });
  return Object.keys(own).length === 0 ? target : { target, ...own };
}

function whenData(when: Condition | undefined): Data | undefined {
  return when === undefined
    ? undefined
    : { ...snakeKeys(when), ...(when.needs && { needs: when.needs.map(capabilityName) }) };
}

function backendData(backend: BackendConfig): unknown {
  const { provider, apiKeys, headers, organization, region, rateLimits, tags, dataPolicy, enabled } = backend;
  const isCustom = implicitBackend(provider.name)?.provider !== provider;
  const keys = apiKeys.map(() => HIDDEN);
  return filled({
    provider: isCustom ? "custom" : provider.name,
    dialect: isCustom && provider.dialect !== "openai" ? provider.dialect : undefined,
    api_key: keys.length > 1 ? keys : keys[0],
    base_url: backend.baseUrl ?? (isCustom ? provider.baseUrl : undefined),
    headers: Object.fromEntries(Object.keys(headers).map((name) => [name, HIDDEN])),
    organization,
    region,
    api_version: backend.apiVersion,
    parameters: parametersData(backend.parameters),
    models: dataOf(backend.models, backendModelData),
    rate_limits: snakeKeys(rateLimits),
    tags,
    data_policy: snakeKeys(dataPolicy),
    enabled: enabled ? undefined : false,
  });
}

function backendModelData({ facts, deployment, parameters }: BackendModel): Data {
  return filled({
    ...factsData(facts),
    capabilities: capabilitiesData(facts.capabilities ?? {}),
    quality: ownScore(facts),
    deployment,
    parameters: parametersData(parameters),
  });
}

function timeoutData({ connectMs, firstContentMs, idleMs, totalMs }: Timeouts): unknown {
  const [connect, first, idle, total] = [connectMs, firstContentMs, idleMs, totalMs].map(duration);
  const parts = filled({ connect, first_content: first, idle, total });
  return Object.keys(parts).length === 1 && total !== undefined ? total : parts;
}

function retryData({ attempts, backoffMs, maxBackoffMs }: Retry): unknown {
  const parts = filled({ attempts, backoff: duration(backoffMs), max_backoff: duration(maxBackoffMs) });
  return Object.keys(parts).length === 1 && attempts !== undefined ? attempts : parts;
}

function policyData({ maxPrice, ...policy }: Policy): Data {
  return { ...snakeKeys(policy), ...(maxPrice && { max_price: { unit: UNIT, ...maxPrice } }) };
}

function routerData({ queue, breaker, hedge, probeMs, allowUnpriced, budgets }: RouterSettings): Data {
  return filled({
    queue: queue && { size: queue.size, wait: duration(queue.waitMs) },
    breaker:
      breaker &&
      filled({
        failure_share: breaker.failureShare,
        minimum_calls: breaker.minimumCalls,
        open: duration(breaker.openMs),
        max_open: duration(breaker.maxOpenMs),
      }),
    hedge: hedge && (isNothing(hedge) || filled({ after: duration(hedge.afterMs), share: hedge.share })),
    probe: duration(probeMs),
    allow_unpriced: allowUnpriced,
    budgets: filled({
      tags: dataOf(budgets.tags, (budget) => budget),
      callers: dataOf(budgets.callers, (budget) => budget),
    }),
  });
}

function duration(ms: number | undefined): string | undefined {
  if (ms === undefined) return undefined;
  return ms % 1_000 === 0 ? `${ms / 1_000}s` : `${ms}ms`;
}

function parametersData({ known, extra }: Parameters): Data {
  return filled({ ...known, extra });
}

function capabilitiesData(capabilities: NonNullable<Facts["capabilities"]>): Data {
  return Object.fromEntries(Object.entries(capabilities).map(([name, isOn]) => [capabilityName(name), isOn]));
}

/** A known capability in the file's spelling; a label of the user's own as it is. */
function capabilityName(name: string): string {
  return CAPABILITIES.some((known) => known === name) ? toSnakeCase(name) : name;
}

function factsData({ contextWindow, maxOutputTokens, pricing }: Facts): Data {
  return {
    context_window: contextWindow,
    max_output_tokens: maxOutputTokens,
    pricing: pricing === undefined ? undefined : { unit: UNIT, ...snakeKeys(pricing) },
  };
}

/** The same with every key in snake_case, those inside too. */
function snakeKeys(data: object): Data {
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [toSnakeCase(key), snakeInside(value)]));
}

function snakeInside(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(snakeInside);
  return isRecord(value) ? snakeKeys(value) : value;
}

function dataOf<Value>(named: ReadonlyMap<string, Value>, show: (value: Value) => unknown): Data {
  return Object.fromEntries(Array.from(named, ([name, value]) => [name, show(value)]));
}

/** The same without what says nothing: absent values, empty lists and records. */
function filled(data: Data): Data {
  return Object.fromEntries(Object.entries(data).filter(([, value]) => !isNothing(value)));
}

function isNothing(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return value === undefined || (isRecord(value) && Object.keys(value).length === 0);
}
