import type { Provider } from "../provider.ts";

/** DeepSeek. */
export const deepseek = {
  name: "deepseek",
  title: "DeepSeek",
  dialect: "openai",
  baseUrl: "https://api.deepseek.com",
  baseUrlVariables: ["DEEPSEEK_BASE_URL"],
  anthropicPath: "anthropic",
  litellmPrefix: "deepseek",
  keyVariables: ["DEEPSEEK_API_KEY"],
  models: { path: "models", field: "data", rows: "openai" },
  families: ["deepseek-"],
  openFamilies: ["deepseek-r1", "deepseek-coder", "deepseek-llm"],
  docs: "https://api-docs.deepseek.com/",
} satisfies Provider;
