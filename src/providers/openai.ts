import type { Provider } from "../provider.ts";

/** OpenAI. */
export const openai = {
  name: "openai",
  title: "OpenAI",
  dialect: "openai",
  baseUrl: "https://api.openai.com/v1",
  baseUrlVariables: ["OPENAI_BASE_URL"],
  litellmPrefix: "openai",
  keyVariables: ["OPENAI_API_KEY"],
  models: { path: "models", field: "data", rows: "openai" },
  docs: "https://platform.openai.com/docs/api-reference/introduction",
} satisfies Provider;
