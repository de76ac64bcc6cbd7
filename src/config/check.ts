import type { Config } from "../config.ts";
import { checkAliases } from "./check/aliases.ts";
import { checkBackends, checkFallbackProviders, checkFallbacks } from "./check/backends.ts";
import { checkBudgets } from "./check/budgets.ts";
import { checkCapabilities } from "./check/capabilities.ts";
import { type Check, type CheckOptions, createContext } from "./check/context.ts";
import { checkDisabled } from "./check/disabled.ts";
import { checkFallbackCycles } from "./check/fallback-cycles.ts";
import { checkLifecycles } from "./check/lifecycle.ts";
import { checkLimits } from "./check/limits.ts";
import { checkParameters } from "./check/parameters.ts";
import { checkPlainKeys } from "./check/plain-keys.ts";
import { checkPolicies } from "./check/policies.ts";
import { checkPrices } from "./check/prices.ts";
import { checkGroups, checkGroupTags, checkPolicyNames, checkStrategies } from "./check/references.ts";
import { checkUnknownModels } from "./check/unknown-models.ts";
import { checkVariables } from "./check/variables.ts";
import type { ConfigProblem } from "./problem.ts";

const CHECKS: readonly Check[] = [
  checkAliases,
  checkBackends,
  checkFallbacks,
  checkFallbackProviders,
  checkFallbackCycles,
  checkStrategies,
  checkGroups,
  checkGroupTags,
  checkPolicyNames,
  checkPolicies,
  checkDisabled,
  checkUnknownModels,
  checkLifecycles,
  checkCapabilities,
  checkParameters,
  checkLimits,
  checkBudgets,
  checkPrices,
  checkPlainKeys,
  checkVariables,
];

/** Looks at a config as a whole: do its parts fit each other, the environment, and what is known of models? */
export function crossCheck(config: Config, options: CheckOptions = {}): readonly ConfigProblem[] {
  const context = createContext(config, options);
  return CHECKS.flatMap((check) => check(context));
}
