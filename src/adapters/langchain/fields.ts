import type { ToolDefinition } from "@langchain/core/language_models/base";
import type {
  BaseChatModelCallOptions,
  BaseChatModelParams,
  BindToolsInput,
} from "@langchain/core/language_models/chat_models";
import type { ModelProfile } from "@langchain/core/language_models/profile";
import type { ChatRequest, ReasoningEffort, ResponseFormat, Tool } from "../../chat.ts";
import type { Router, RouterCallOptions } from "../../router.ts";
import type { JsonValue } from "../../util/json.ts";
import { present } from "../../util/present.ts";

/** Parameters of a request under LangChain's names; those of a call win over those of the model, and these over the config's. */
export interface RequestParameters {
  readonly temperature?: number | undefined;
  readonly topP?: number | undefined;
  readonly topK?: number | undefined;
  /** Tokens of the answer. */
  readonly maxTokens?: number | undefined;
  readonly seed?: number | undefined;
  readonly presencePenalty?: number | undefined;
  readonly frequencyPenalty?: number | undefined;
  readonly reasoningEffort?: ReasoningEffort | undefined;
  /** The end user, for the provider. */
  readonly user?: string | undefined;
  /** Fields of a provider's own, put into the body as they are. */
  readonly extra?: Readonly<Record<string, JsonValue>> | undefined;
}

/** How calls go along their route. */
export interface RoutingFields {
  /** The calls of one session stay with one key, and with one target where the strategy spreads. */
  readonly sessionKey?: string | undefined;
  /** Who asks, for budgets and the ledger. */
  readonly caller?: string | undefined;
  /** Everything else the router may be told; `tags` here count for routing alone. */
  readonly routerOptions?: Omit<RouterCallOptions, "signal"> | undefined;
}

/** What a `ChatModelMall` is made of. */
export interface ChatModelMallFields extends BaseChatModelParams, RequestParameters, RoutingFields {
  readonly router: Router;
  /** The name to ask for: an exposed model of the config, an alias, or a target. */
  readonly model: string;
  /** Also the caller's tags for routing, budgets and the ledger; tags of a single call are LangChain's alone. */
  tags?: string[];
  /** Texts that end the answer. */
  readonly stop?: readonly string[] | undefined;
  /** Milliseconds for a whole call, fail-over included. @default the route's */
  readonly timeout?: number | undefined;
  /** Whether streamed answers end with what was used. @default true */
  readonly streamUsage?: boolean | undefined;
  /** Whether `response_metadata` has the router's decision, which costs its writing. @default false */
  readonly includeDecision?: boolean | undefined;
  /** What the route can do, for agents that ask: `profileOf(manager.resolve("assistant"))`. @default nothing is known */
  readonly profile?: ModelProfile | undefined;
}

/** What a single call may say. */
export interface ChatModelMallCallOptions extends BaseChatModelCallOptions, RequestParameters, RoutingFields {
  tools?: (BindToolsInput | ToolDefinition | Tool)[];
  /** Whether arguments must keep to the tools' schemas, where a provider can see to that. */
  strict?: boolean;
  parallel_tool_calls?: boolean;
  response_format?: ResponseFormat;
  /** Asked for in place of `response_format`, where no target of the route can keep to a schema. */
  without_response_format?: Pick<ChatRequest, "tools" | "tool_choice">;
}

/** Parameters under their names in a request; empty where none are given. */
export function parametersOf(given: RequestParameters): Partial<ChatRequest> {
  return present({
    temperature: given.temperature,
    top_p: given.topP,
    top_k: given.topK,
    max_tokens: given.maxTokens,
    seed: given.seed,
    presence_penalty: given.presencePenalty,
    frequency_penalty: given.frequencyPenalty,
    reasoning_effort: given.reasoningEffort,
    user: given.user,
    extra: given.extra,
  });
}
