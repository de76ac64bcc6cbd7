// The catalogue: what models there are, and which one you want.
export { createManager, ModelManager } from "./manager.ts";
export type { ConnectOverrides, ManagerOptions } from "./manager.ts";
export type { ConnectorOutputs } from "./builtins/connectors.ts";
export type { Environment } from "./util/env.ts";
export { ModelRegistry } from "./registry.ts";
export { ModelLookup } from "./registry/model-lookup.ts";
export type { AttachedModels } from "./registry/attached.ts";
export type { FilterOptions, RegistryOptions } from "./registry.ts";
export type { RegistryChange } from "./registry/records.ts";
export type { ModelPredicate } from "./registry/search.ts";
export type { Disagreement, Provenance, Statement } from "./registry/provenance.ts";
export type { StoredProblem } from "./registry/stored-facts.ts";
export type {
  FieldChange,
  ImportOptions,
  ImportResult,
  ModelChange,
  Renaming,
  SkippedRow,
} from "./registry/import-result.ts";

// The config: names users see, and what runs behind them.
export type {
  BackendConfig,
  BackendModel,
  Budget,
  Catalogue,
  Condition,
  Config,
  DataPolicy,
  FallbackReason,
  Parameters,
  Policy,
  RateLimits,
  Retry,
  RouteModel,
  StrategyWeights,
  TargetConfig,
  Timeouts,
} from "./config.ts";
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
} from "./route.ts";
export type { BreakerSettings, HedgeSettings, RouterSettings } from "./config.ts";
export { ConfigError } from "./config/config-error.ts";
export type { ConfigChange, ConfigChangeKind, ConfigDifference } from "./config/diff.ts";
export type { ConfigPosition, ConfigProblem, YamlPath } from "./config/problem.ts";
export { RouteError } from "./config/route-error.ts";
export type { RouteErrorCode, RouteErrorDetails } from "./config/route-error.ts";
export type { ConfigEvent, ConfigWatcher } from "./config/watch.ts";
export { Secret } from "./util/secret.ts";

// Looking at the registry.
export { ModelMall } from "./mall.ts";
export type { GroupedView, ListedView, MallOptions, SingleView } from "./mall.ts";
export type { ViewKeys } from "./mall/group-models.ts";
export { View } from "./mall/view.ts";
export { compareModels } from "./compare.ts";
export type { ComparedField, ComparedValue, Comparison } from "./compare.ts";
export type { JournalContent, JournalEntry } from "./journal.ts";

// What is known of a model.
export { CAPABILITIES, MODALITIES } from "./model.ts";
export type {
  BenchmarkScore,
  Capability,
  Facts,
  Lifecycle,
  Modality,
  Model,
  ModelInput,
  SystemMetadata,
} from "./model.ts";
export { pricingAt } from "./pricing.ts";
export type { ModeRates, PricePeriod, Pricing, Rates } from "./pricing.ts";
export type { JsonValue } from "./util/json.ts";

// Queries.
export { compileQuery, compileSort, parseQuery } from "./query.ts";
export type { CompiledQuery, FieldPath, Query, QueryOptions, Sort } from "./query.ts";

// Discovery.
export type { DiscoveryOptions, DiscoveryProgress } from "./discovery.ts";
export type { DiscoveryReport, NotAsked, SourceReport, SourceStatus } from "./discovery/report.ts";
export type { BuiltinSource } from "./builtins/builtin-source.ts";
export type { BuiltinSourceName } from "./builtins/sources.ts";

// Calling.
export { createBackend } from "./builtins/backends.ts";
export type { BackendOptions } from "./builtins/backend-options.ts";
export type { Key } from "./builtins/backend-account.ts";
export type { HttpDialect } from "./builtins/dialects.ts";
export type { Backend, CallOptions, CallTimeouts, TokenCount } from "./backend.ts";
export type {
  AssistantMessage,
  AudioPart,
  ChatChoice,
  ChatChunk,
  ChatMessage,
  ChatReply,
  ChatRequest,
  ContentPart,
  FilePart,
  FinishReason,
  FunctionTool,
  ImagePart,
  NativePart,
  RawEvent,
  ReasoningDetail,
  ReasoningEffort,
  RefusalPart,
  ResponseFormat,
  StreamEnd,
  SystemMessage,
  TextPart,
  Tool,
  ToolCall,
  ToolCallDelta,
  ToolChoice,
  ToolMessage,
  UserMessage,
} from "./chat.ts";
export type { WireEvent } from "./dialect.ts";
export type { Adaptation, Attempt, Cost, CostPart, Usage } from "./usage.ts";
export type { EmbedReply, EmbedRequest } from "./embedding.ts";
export type {
  CallRecord,
  ImageReply,
  ImageRequest,
  SpeechReply,
  SpeechRequest,
  TranscriptionReply,
  TranscriptionRequest,
} from "./media.ts";
export type { ModerationPart, ModerationReply, ModerationRequest, ModerationResult } from "./moderation.ts";
export type { RerankReply, RerankRequest } from "./rerank.ts";
export type { Wire, WireAnswer, WireOptions, WireRequest } from "./wire.ts";

// The router: along the routes of a config. `createRouter` stands in `modelmall/router`.
export type { ManagerRouterOptions } from "./manager/routers.ts";
export type {
  BudgetStatus,
  Clock,
  DecidedTarget,
  Decision,
  ExpectedCost,
  OpenBackend,
  PassedOver,
  ProbeResult,
  Routed,
  RoutedChunk,
  RoutedReply,
  Router,
  RouterCallOptions,
  RouterHealth,
  RouterOptions,
  Serving,
  TargetHealth,
  TargetState,
} from "./router.ts";
export { RouterError } from "./router-error.ts";
export type { RouterErrorCode, RouterErrorDetails } from "./router-error.ts";
export type { AttemptEvent, CallKind } from "./attempt.ts";
export type { AttemptReason } from "./usage.ts";
export type { Performance, RankedTarget, ScorePart, Strategy, StrategyContext } from "./strategy.ts";
export type { Quality, QualityPart } from "./quality.ts";
export type {
  AnnouncedLimit,
  BudgetClaim,
  BudgetKey,
  Cooldown,
  Grant,
  LimitClaim,
  Refusal,
  Spent,
  State,
} from "./state.ts";
export type { Awaitable } from "./util/awaitable.ts";
export type { Ledger, LedgerGroup, LedgerQuery, LedgerTotal } from "./ledger.ts";
export type { AnswerHead } from "./backend.ts";

// The contracts of plug-ins.
export type { DiscoverContext, HttpClient, HttpOptions, ModelSource, OriginKind, SourceAccount } from "./source.ts";
export type {
  ModelStore,
  OriginRecord,
  RegistryState,
  StateChange,
  StoreContent,
  StoredLayer,
  StoredModel,
} from "./store.ts";
export { idAt, keyOf } from "./connector.ts";
export type { Connector } from "./connector.ts";
export type { LitellmArguments } from "./connector/litellm-arguments.ts";
export type { AiSdkOptions, CallSettings } from "./connectors/ai-sdk.ts";
export type { AnthropicOptions } from "./connectors/anthropic.ts";
export type { DspyOptions } from "./connectors/dspy.ts";
export type { GoogleOptions } from "./connectors/google.ts";
export type { LangchainOptions } from "./connectors/langchain.ts";
export type { LitellmOptions } from "./connectors/litellm.ts";
export type { OllamaOptions } from "./connectors/ollama.ts";
export type { OpenAIOptions } from "./connectors/openai.ts";
export type { Account, Dialect, ModelList, Provider } from "./provider.ts";

// What can go wrong.
export { CallError } from "./call-error.ts";
export type { CallErrorCode, CallErrorOptions } from "./call-error.ts";
export {
  AmbiguousModelError,
  ConnectorError,
  InvalidInputError,
  ModelMallError,
  ModelNotFoundError,
  QueryError,
  SourceError,
  StateError,
  StoreError,
} from "./errors.ts";
export type {
  ConnectorErrorCode,
  Fault,
  Issue,
  ModelMallErrorOptions,
  SourceErrorCode,
  StateErrorCode,
  StoreErrorCode,
} from "./errors.ts";
