import type { Provider } from "../provider.ts";

/** Together AI. */
export const together = {
  name: "together",
  title: "Together AI",
  aliases: ["togetherai", "together-ai", "together_ai"],
  dialect: "openai",
  baseUrl: "https://api.together.ai/v1",
  baseUrlVariables: ["TOGETHER_BASE_URL"],
  rerankPath: "rerank",
  litellmPrefix: "together_ai",
  keyVariables: ["TOGETHER_API_KEY"],
  models: { path: "models", rows: "together" },
  docs: "https://docs.together.ai/docs/inference/openai-compatibility",
} satisfies Provider;
