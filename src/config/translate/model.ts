import type { Policy, Retry, RouteModel, Timeouts } from "../../config.ts";
import { deepFreeze } from "../../util/deep-freeze.ts";
import { given } from "../../util/given.ts";
import { present } from "../../util/present.ts";
import { parseDuration } from "../duration.ts";
import { isPlaceholder } from "../placeholder.ts";
import type { YamlPath } from "../problem.ts";
import { toBudget } from "./budget.ts";
import { toCapabilities } from "./capabilities.ts";
import type { ModelBlock, ModelEntry } from "./entry.ts";
import { toOwnFacts } from "./facts.ts";
import { toFallback } from "./fallback.ts";
import { toParameters } from "./parameters.ts";
import { toPricing } from "./pricing.ts";
import { toTargets } from "./targets.ts";
import { type Translating, tellPlaceholder } from "./translating.ts";

/** An exposed model. */
export function toRouteModel(name: string, entry: ModelEntry, translating: Translating): RouteModel {
  const path: YamlPath = Object.freeze(["models", name]);
  const block: ModelBlock = typeof entry === "string" ? {} : entry;
  if (isPlaceholder(name)) tellPlaceholder(translating, path, name, "key");
  const budget = toBudget(block.budget);
  return Object.freeze({
    name,
    ...present({ description: block.description, budget }),
    targets: toTargets(name, entry, path, translating),
    fallback: toFallback(name, block.fallback, [...path, "fallback"], translating),
    strategy: block.strategy ?? "manual",
    capabilities: toCapabilities(block.capabilities, [...path, "capabilities"], translating),
    parameters: toParameters(block.parameters),
    aliases: Object.freeze([...(block.aliases ?? [])]),
    tags: Object.freeze([...(block.tags ?? [])]),
    facts: toOwnFacts(block, path, translating),
    timeouts: toTimeouts(block.timeout),
    retry: toRetry(block.retry),
    policy: toPolicy(block.policy, [...path, "policy"], translating),
    enabled: block.enabled ?? true,
    path,
  });
}

function toTimeouts(timeout: ModelBlock["timeout"]): Timeouts {
  const { connect, first_content, idle, total } = typeof timeout === "object" ? timeout : { total: timeout };
  return Object.freeze(
    present({
      connectMs: parseDuration(connect),
      firstContentMs: parseDuration(first_content),
      idleMs: parseDuration(idle),
      totalMs: parseDuration(total),
    }),
  );
}

function toRetry(retry: ModelBlock["retry"]): Retry {
  const { attempts, backoff, max_backoff } = typeof retry === "object" ? retry : { attempts: retry };
  return Object.freeze(
    present({ attempts, backoffMs: parseDuration(backoff), maxBackoffMs: parseDuration(max_backoff) }),
  );
}

function toPolicy(policy: ModelBlock["policy"] = {}, path: YamlPath, translating: Translating): Policy {
  const { input, output } =
    policy.max_price === undefined ? {} : toPricing(policy.max_price, [...path, "max_price"], translating);
  const maxPrice = given({ input, output });
  return deepFreeze(
    present({
      allowedProviders: policy.allowed_providers,
      deniedProviders: policy.denied_providers,
      regions: policy.regions,
      localOnly: policy.local_only,
      noTraining: policy.no_training,
      maxPrice: Object.keys(maxPrice).length === 0 ? undefined : maxPrice,
    }),
  );
}
