import type { ChatRequest, ReasoningEffort } from "../../chat.ts";

/**
 * Where a provider departs from OpenAI's Chat Completions. What is absent is as OpenAI documents it, or unknown, and
 * then sent as asked: the provider judges.
 */
export interface Compatibility {
  /** The only name under which it takes the most tokens of an answer. @default both names, as asked */
  readonly maxTokens?: "max_tokens" | "max_completion_tokens";
  /** Models that take `max_completion_tokens` alone. */
  readonly onlyCompletionTokens?: RegExp;
  /** Fields it refuses or passes over: left out, and named in the adaptations. */
  readonly withoutFields?: readonly (keyof ChatRequest)[];
  /** Fields it has under a name of its own. */
  readonly renamedFields?: Partial<Readonly<Record<keyof ChatRequest, string>>>;
  /** Whether it gives several answers to one request (`n`). @default true */
  readonly severalAnswers?: boolean;
  /** Whether a tool choice has an effect. @default true */
  readonly toolChoice?: boolean;
  /** Its word for the tool choice `required`. */
  readonly requiredChoice?: string;
  /** Whether messages may carry a `name`. @default true */
  readonly messageNames?: boolean;
  /** Whether it knows the role `developer`. @default true */
  readonly developerRole?: boolean;
  /** Response formats it does not have. */
  readonly withoutFormats?: readonly ("json_object" | "json_schema")[];
  /** What it answers with, of `modalities`. @default as asked */
  readonly modalities?: readonly string[];
  /** The formats in which it takes sound. @default any */
  readonly audioFormats?: readonly string[];
  /** Whether a file may be given by its address. @default true */
  readonly fileAddresses?: boolean;
  /** Whether what a tool answers may hold more than text. @default true */
  readonly toolMedia?: boolean;
  /** Where it takes images that a model made back: in `images` of the message, or nowhere. @default among its content */
  readonly imagesBack?: "images" | "nowhere";
  /** Whether parts and tools may carry `cache_control`. @default true */
  readonly cacheControl?: boolean;
  /** The efforts it knows; another becomes the nearest. @default as asked */
  readonly efforts?: readonly ReasoningEffort[];
  /** Where it takes the effort: as OpenAI does, or in `reasoning.effort`. */
  readonly effortIn?: "reasoning_effort" | "reasoning";
  /** Effort `none` is said by `thinking: {type: "disabled"}`. */
  readonly thinkingSwitch?: boolean;
  /** The fields of an assistant's message in which it takes its reasoning back. @default every field it has sent */
  readonly reasoningBack?: readonly ReasoningField[];
  /** Takes and sends Gemini's thought signatures in `extra_content` of a tool call. */
  readonly thoughtSignatures?: boolean;
  /** When a stream tells usage: `asked` by `stream_options`, or `always`, which takes no such option. @default "asked" */
  readonly streamUsage?: "asked" | "always";
  /** Its streams may end without `[DONE]`: a finish reason for every answer is their end. */
  readonly endsWithFinish?: boolean;
  /** `reasoning_tokens` are not among the `completion_tokens`, unless the total says they are. */
  readonly reasoningOutside?: boolean;
  /** Where it says what it charged, in USD. */
  readonly reportedCost?: "usage.cost" | "usage.cost.total_cost" | "usage.cost_in_usd_ticks" | "cost.usd";
  /** Vectors are asked for in base64, half the bytes of numbers. */
  readonly base64Vectors?: boolean;
  /** Whether what is to be moderated may come in parts, images among them. @default true */
  readonly moderationParts?: boolean;
  /** Its name for an embedding's `dimensions`. */
  readonly dimensionsIn?: string;
}

/** A field of an assistant's message that holds reasoning. `content` is Mistral's list with `thinking` parts. */
export type ReasoningField = "reasoning_content" | "reasoning" | "reasoning_details" | "content";

const OPENAI: Compatibility = {
  // https://platform.openai.com/docs/api-reference/chat/create#max_tokens: "not compatible with o-series models"
  onlyCompletionTokens: /^(?:o\d|gpt-(?:[5-9]|\d\d)|codex)/,
  withoutFields: ["top_k"],
  // https://platform.openai.com/docs/api-reference/chat/create#chat-create-messages, #chat-create-modalities
  modalities: ["text", "audio"],
  audioFormats: ["wav", "mp3"],
  fileAddresses: false,
  toolMedia: false,
  imagesBack: "nowhere",
  cacheControl: false,
  efforts: ["none", "minimal", "low", "medium", "high", "xhigh"],
  reasoningBack: [],
  base64Vectors: true,
};

/** Servers people run themselves, and services nobody has looked at. */
const UNKNOWN: Compatibility = { endsWithFinish: true };

const BY_PROVIDER: ReadonlyMap<string, Compatibility> = new Map<string, Compatibility>([
  ["openai", OPENAI],
  // https://learn.microsoft.com/en-us/azure/foundry/openai/latest: OpenAI's, under the names of deployments
  ["azure", OPENAI],
  // https://docs.github.com/en/copilot
  ["copilot", { withoutFields: ["top_k"], cacheControl: false }],
  // https://openrouter.ai/docs/api/reference/overview, /docs/guides/best-practices/reasoning-tokens
  ["openrouter", { effortIn: "reasoning", imagesBack: "images", reportedCost: "usage.cost" }],
  // https://docs.snowflake.com/en/user-guide/snowflake-cortex/open_ai_sdk
  ["snowflake", { effortIn: "reasoning" }],
  // https://console.groq.com/docs/openai ("Currently Unsupported OpenAI Features"), /docs/reasoning
  [
    "groq",
    {
      withoutFields: ["logprobs", "top_logprobs", "logit_bias", "top_k"],
      severalAnswers: false,
      messageNames: false,
      cacheControl: false,
      reasoningBack: ["reasoning"],
    },
  ],
  // https://api-docs.deepseek.com/api/create-chat-completion, /guides/json_mode, /guides/thinking_mode: it takes every
  // effort, and makes low, high or max of it itself; /quick_start/rate_limit: `user_id`
  [
    "deepseek",
    {
      maxTokens: "max_tokens",
      withoutFields: ["seed", "logit_bias", "top_k", "metadata"],
      renamedFields: { user: "user_id" },
      severalAnswers: false,
      developerRole: false,
      withoutFormats: ["json_schema"],
      cacheControl: false,
      thinkingSwitch: true,
      reasoningBack: ["reasoning_content"],
    },
  ],
  // https://docs.x.ai/docs/api-reference#chat-completions
  [
    "xai",
    {
      withoutFields: ["logit_bias", "top_k", "metadata"],
      cacheControl: false,
      reasoningBack: ["reasoning_content"],
      reasoningOutside: true,
      reportedCost: "usage.cost_in_usd_ticks",
    },
  ],
  // https://docs.mistral.ai/api/: fields it does not know are refused, also `max_completion_tokens` and `stream_options`;
  // https://docs.mistral.ai/capabilities/reasoning: the efforts
  [
    "mistral",
    {
      maxTokens: "max_tokens",
      withoutFields: ["logprobs", "top_logprobs", "logit_bias", "user", "top_k", "modalities", "audio"],
      renamedFields: { seed: "random_seed" },
      requiredChoice: "any",
      developerRole: false,
      cacheControl: false,
      efforts: ["none", "high"],
      reasoningBack: ["content"],
      streamUsage: "always",
      moderationParts: false,
      dimensionsIn: "output_dimension",
    },
  ],
  // https://docs.together.ai/reference/chat-completions-1
  ["together", { maxTokens: "max_tokens", developerRole: false, reasoningBack: ["reasoning_content", "reasoning"] }],
  // https://docs.fireworks.ai/api-reference/post-chatcompletions
  ["fireworks", { developerRole: false, cacheControl: false, reasoningBack: ["reasoning_content"] }],
  // https://docs.perplexity.ai/api-reference/chat-completions-post;
  // https://github.com/perplexityai/perplexity-py, types/chat/completion_create_params.py: efforts and formats
  [
    "perplexity",
    {
      maxTokens: "max_tokens",
      withoutFields: ["seed", "logit_bias", "logprobs", "top_logprobs", "user", "metadata"],
      severalAnswers: false,
      developerRole: false,
      withoutFormats: ["json_object"],
      cacheControl: false,
      efforts: ["minimal", "low", "medium", "high"],
      reasoningBack: [],
      endsWithFinish: true,
      reasoningOutside: true,
      reportedCost: "usage.cost.total_cost",
    },
  ],
  // https://inference-docs.cerebras.ai/resources/openai
  [
    "cerebras",
    {
      withoutFields: ["logit_bias", "frequency_penalty", "presence_penalty", "top_k"],
      developerRole: false,
      cacheControl: false,
      reasoningBack: ["reasoning"],
    },
  ],
  // https://docs.cohere.com/docs/compatibility-api ("Unsupported parameters")
  [
    "cohere",
    {
      maxTokens: "max_tokens",
      withoutFields: ["logit_bias", "top_logprobs", "metadata", "modalities", "parallel_tool_calls", "audio", "user"],
      severalAnswers: false,
      cacheControl: false,
      reasoningBack: [],
    },
  ],
  // https://ai.google.dev/gemini-api/docs/openai
  [
    "google",
    { withoutFields: ["logit_bias", "top_k", "user"], cacheControl: false, reasoningBack: [], thoughtSignatures: true },
  ],
  // https://docs.ollama.com/api/openai-compatibility ("Supported request fields")
  [
    "ollama",
    {
      maxTokens: "max_tokens",
      withoutFields: ["logit_bias", "user", "metadata", "parallel_tool_calls", "top_k"],
      severalAnswers: false,
      toolChoice: false,
      efforts: ["none", "low", "medium", "high"],
    },
  ],
  // https://lmstudio.ai/docs/developer/openai-compat
  ["lm-studio", { ...UNKNOWN, maxTokens: "max_tokens", developerRole: false, withoutFormats: ["json_object"] }],
  // https://platform.kimi.ai/docs/api/chat; /docs/guide/use-thinking-effort: it passes over efforts it does not know
  [
    "moonshotai",
    {
      maxTokens: "max_completion_tokens",
      withoutFields: ["logit_bias", "top_k", "seed"],
      developerRole: false,
      cacheControl: false,
      efforts: ["low", "high", "max"],
      thinkingSwitch: true,
      reasoningBack: ["reasoning_content"],
    },
  ],
  // https://docs.z.ai/api-reference/llm/chat-completion: `tool_choice` is `auto` alone, and no message has a `name`
  [
    "zai",
    {
      maxTokens: "max_tokens",
      withoutFields: ["logit_bias", "seed", "top_k", "presence_penalty", "frequency_penalty"],
      severalAnswers: false,
      toolChoice: false,
      messageNames: false,
      developerRole: false,
      withoutFormats: ["json_schema"],
      cacheControl: false,
      thinkingSwitch: true,
      reasoningBack: ["reasoning_content"],
    },
  ],
  // https://docs.venice.ai/api-reference/endpoint/chat/completions
  ["venice", { reportedCost: "cost.usd" }],
]);

/** What is known of how a provider speaks OpenAI's dialect. */
export function compatibilityOf(provider: string): Compatibility {
  return BY_PROVIDER.get(provider) ?? UNKNOWN;
}
