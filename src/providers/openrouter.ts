import type { Provider } from "../provider.ts";

/** OpenRouter. */
export const openrouter = {
  name: "openrouter",
  title: "OpenRouter",
  dialect: "openai",
  baseUrl: "https://openrouter.ai/api/v1",
  baseUrlVariable: "OPENROUTER_BASE_URL",
  keyVariables: ["OPENROUTER_API_KEY"],
  docs: "https://openrouter.ai/docs/quickstart",
} satisfies Provider;
