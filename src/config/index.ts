// Loading and following.
export { checkConfig, loadConfig, parseConfig } from "./load.ts";
export type { CheckedConfig, ConfigSource, LoadOptions } from "./load.ts";
export { findConfig } from "./find-config.ts";
export type { FindConfigOptions } from "./find-config.ts";
export { watchConfig } from "./watch.ts";
export type { ConfigEvent, ConfigWatcher, WatchOptions } from "./watch.ts";

// What a name leads to.
export { resolve } from "./resolve.ts";
export type { ResolveOptions } from "./resolve.ts";
export { explain } from "./explain.ts";
export { isExposed } from "./is-exposed.ts";
export type { IsExposedOptions } from "./is-exposed.ts";
export { RouteError } from "./route-error.ts";

// Comparing, showing, migrating.
export { diffConfigs } from "./diff.ts";
export type { ConfigChange, ConfigChangeKind, ConfigDifference, DiffOptions } from "./diff.ts";
export { configData } from "./config-data.ts";
export { migrate } from "./migrate.ts";
export type { MigrateOptions, MigrationFormat, MigrationRemark, MigrationResult } from "./migrate.ts";

// What is wrong with one.
export { ConfigError } from "./config-error.ts";
export { formatProblem } from "./problem.ts";
export type { ConfigPosition, ConfigProblem, YamlPath } from "./problem.ts";

// The words.
export { EMPTY_CATALOGUE, STRATEGIES } from "../config.ts";
export type {
  BackendConfig,
  BackendModel,
  BreakerSettings,
  Budget,
  Catalogue,
  Condition,
  Config,
  DataPolicy,
  FallbackReason,
  HedgeSettings,
  Parameters,
  Policy,
  RateLimits,
  Retry,
  RouteModel,
  RouterSettings,
  StrategyWeights,
  TargetConfig,
  Timeouts,
} from "../config.ts";
export type {
  DropReason,
  DroppedTarget,
  ExplainedParameter,
  Explanation,
  ExplanationStep,
  ParameterOrigin,
  Route,
  RouteRequest,
  Target,
} from "../route.ts";
export { Secret } from "../util/secret.ts";
