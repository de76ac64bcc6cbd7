import type { Provider } from "../provider.ts";

/** Mistral AI. */
export const mistral = {
  name: "mistral",
  title: "Mistral AI",
  aliases: ["mistralai", "mistral-ai"],
  dialect: "openai",
  baseUrl: "https://api.mistral.ai/v1",
  baseUrlVariables: ["MISTRAL_BASE_URL"],
  moderationPath: "moderations",
  litellmPrefix: "mistral",
  keyVariables: ["MISTRAL_API_KEY"],
  models: { path: "models", field: "data", rows: "mistral" },
  families: ["mistral-", "ministral-", "codestral-", "pixtral-", "magistral-", "devstral-", "voxtral-"],
  openFamilies: ["mistral-7b", "mistral-nemo"],
  docs: "https://docs.mistral.ai/api/",
} satisfies Provider;
