import type { Provider } from "../provider.ts";

/** xAI. */
export const xai = {
  name: "xai",
  title: "xAI",
  aliases: ["x-ai", "x.ai"],
  dialect: "openai",
  baseUrl: "https://api.x.ai/v1",
  baseUrlVariables: ["XAI_BASE_URL"],
  litellmPrefix: "xai",
  keyVariables: ["XAI_API_KEY"],
  models: { path: "models", field: "data", rows: "xai" },
  families: ["grok-"],
  openFamilies: ["grok-1"],
  docs: "https://docs.x.ai/docs/api-reference",
} satisfies Provider;
