import type { Provider } from "../provider.ts";

/** OpenRouter. */
export const openrouter = {
  name: "openrouter",
  title: "OpenRouter",
  dialect: "openai",
  baseUrl: "https://openrouter.ai/api/v1",
  baseUrlVariables: ["OPENROUTER_BASE_URL"],
  anthropicPath: "..",
  litellmPrefix: "openrouter",
  keyVariables: ["OPENROUTER_API_KEY"],
  docs: "https://openrouter.ai/docs/quickstart",
} satisfies Provider;
