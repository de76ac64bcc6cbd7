import type { Provider } from "../provider.ts";

/** Together AI. */
export const together = {
  name: "together",
  title: "Together AI",
  aliases: ["togetherai", "together-ai", "together_ai"],
  dialect: "openai",
  baseUrl: "https://api.together.ai/v1",
  baseUrlVariable: "TOGETHER_BASE_URL",
  keyVariables: ["TOGETHER_API_KEY"],
  docs: "https://docs.together.ai/docs/inference/openai-compatibility",
} satisfies Provider;
