import type { Provider } from "../provider.ts";

/** Mistral AI. */
export const mistral = {
  name: "mistral",
  title: "Mistral AI",
  aliases: ["mistralai", "mistral-ai"],
  dialect: "openai",
  baseUrl: "https://api.mistral.ai/v1",
  baseUrlVariable: "MISTRAL_BASE_URL",
  keyVariables: ["MISTRAL_API_KEY"],
  docs: "https://docs.mistral.ai/api/",
} satisfies Provider;
