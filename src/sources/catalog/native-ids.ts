/** Rows of genai-prices whose name is only its own label, and the id the provider's API takes instead. */
export const NATIVE_IDS: ReadonlyMap<string, string> = new Map([
  ["aws/global.anthropic.claude-fable-5-1-v1:0", "global.anthropic.claude-fable-5-1"],
  ["aws/global.anthropic.claude-fable-5-v1:0", "global.anthropic.claude-fable-5"],
  ["aws/global.anthropic.claude-opus-4-5-v1:0", "global.anthropic.claude-opus-4-5-20251101-v1:0"],
  ["aws/global.anthropic.claude-opus-4-6-v1:0", "global.anthropic.claude-opus-4-6-v1"],
  ["aws/global.anthropic.claude-opus-4-7-v1:0", "global.anthropic.claude-opus-4-7"],
  ["aws/global.anthropic.claude-opus-4-8-v1:0", "global.anthropic.claude-opus-4-8"],
  ["aws/global.anthropic.claude-sonnet-4-6-v1:0", "global.anthropic.claude-sonnet-4-6"],
  ["aws/global.anthropic.claude-sonnet-5-v1:0", "global.anthropic.claude-sonnet-5"],
  ["aws/nvidia.nemotron-nano-3-30b:0", "nvidia.nemotron-nano-3-30b"],
  ["aws/nvidia.nemotron-nano-9b-v2:0", "nvidia.nemotron-nano-9b-v2"],
  ["aws/nvidia.nemotron-super-3-120b:0", "nvidia.nemotron-super-3-120b"],
  ["aws/qwen.qwen3-vl-235b-a22b-v1:0", "qwen.qwen3-vl-235b-a22b"],
  ["aws/regional.anthropic.claude-fable-5-1-v1:0", "anthropic.claude-fable-5-1"],
  ["aws/regional.anthropic.claude-fable-5-v1:0", "anthropic.claude-fable-5"],
  ["aws/regional.anthropic.claude-opus-4-5-v1:0", "anthropic.claude-opus-4-5-20251101-v1:0"],
  ["aws/regional.anthropic.claude-opus-4-6-v1:0", "anthropic.claude-opus-4-6-v1"],
  ["aws/regional.anthropic.claude-opus-4-7-v1:0", "anthropic.claude-opus-4-7"],
  ["aws/regional.anthropic.claude-opus-4-8-v1:0", "anthropic.claude-opus-4-8"],
  ["aws/regional.anthropic.claude-sonnet-4-6-v1:0", "anthropic.claude-sonnet-4-6"],
  ["aws/regional.anthropic.claude-sonnet-5-v1:0", "anthropic.claude-sonnet-5"],
  ["cohere/command-a", "command-a-03-2025"],
  ["cohere/command-r", "command-r-08-2024"],
  ["cohere/command-r-plus", "command-r-plus-08-2024"],
  ["cohere/command-r7b", "command-r7b-12-2024"],
  ["mistral/codestral", "codestral-latest"],
  ["mistral/magistral-medium", "magistral-medium-latest"],
  ["mistral/magistral-small", "magistral-small-latest"],
  ["mistral/mistral-7b", "open-mistral-7b"],
  ["mistral/mistral-large", "mistral-large-latest"],
  ["mistral/mistral-medium-3-1", "mistral-medium-2508"],
  ["mistral/mistral-nemo", "open-mistral-nemo"],
  ["mistral/mistral-saba", "mistral-saba-latest"],
  ["mistral/mixtral-8x7b", "open-mixtral-8x7b"],
  ["mistral/pixtral-12b", "pixtral-12b-latest"],
  ["mistral/pixtral-large", "pixtral-large-latest"],
  ["openai/computer-use", "computer-use-preview"],
  ["openai/moderation", "omni-moderation-latest"],
  ["zai/GLM-5.2", "glm-5.2"],
  ["zai/GLM-5.3", "glm-5.3"],
  ["zai/GLM-5.3-Flash", "glm-5.3-flash"],
]);

const RETIRED = "retired, or a family of retired models";
const PREFIX = "the beginning of a fine-tuned model's name";
const ELSEWHERE = "OpenRouter's name, which the provider's own API does not take";

/** Rows of genai-prices that name no model one can ask for at the provider, and why. */
export const NOT_MODELS: ReadonlyMap<string, string> = new Map([
  ...named("anthropic", RETIRED, [
    "claude-2",
    "claude-v1",
    "claude-3-haiku",
    "claude-3-opus-latest",
    "claude-3-sonnet",
    "claude-opus-4-0",
    "claude-sonnet-4-0",
  ]),
  ...named("anthropic", RETIRED, ["claude-3-5-haiku-latest", "claude-3-5-sonnet", "claude-3-7-sonnet-latest"]),
  ...named("azure", RETIRED, ["ada", "babbage", "curie", "davinci"]),
  ...named("deepseek", ELSEWHERE, ["deepseek-v3.1-terminus", "deepseek-v3.2", "deepseek-v3.2-exp"]),
  ...named("google", RETIRED, ["gemini-1.0-pro-vision-001", "gemini-1.5-flash", "gemini-1.5-pro", "gemini-pro"]),
  ...named("google", ELSEWHERE, ["gemini-flash-1.5", "gemini-flash-1.5-8b", "gemini-pro-1.5"]),
  ...named("google", "a family of models", ["gemma-3", "gemma-3n"]),
  ...named("google", "sold by Vertex AI, not by the Gemini API", ["gemma-4-26b-a4b-it-maas"]),
  ...named("mistral", ELSEWHERE, ["mistral-small-24b-instruct-2501", "mistral-small-3.1-24b-instruct"]),
  ...named("mistral", ELSEWHERE, ["mistral-small-3.2-24b-instruct", "mixtral-8x22b-instruct"]),
  ...named("openai", RETIRED, ["ada", "babbage", "curie", "davinci", "text-davinci-002", "text-davinci-003"]),
  ...named("openai", RETIRED, [
    "gpt-3.5-0301",
    "gpt-3.5-turbo-0613",
    "gpt-4-32k",
    "gpt-4-vision-preview",
    "gpt-4.5-preview",
  ]),
  ...named("openai", ELSEWHERE, ["gpt-5-image", "gpt-5-image-mini", "gpt-5.4-image-2", "gpt-chat-latest"]),
  ...named("openai", "open weights, which OpenAI does not serve", [
    "gpt-oss-120b",
    "gpt-oss-20b",
    "gpt-oss-safeguard-20b",
  ]),
  ...named("openai", PREFIX, ["ft:gpt-3.5-turbo-", "ft:gpt-4o", "ft:gpt-4o-mini", "gpt-4o-mini-2024-07-18.ft-"]),
]);

function named(provider: string, reason: string, ids: readonly string[]): [string, string][] {
  return ids.map((id) => [`${provider}/${id}`, reason]);
}
