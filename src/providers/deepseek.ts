import type { Provider } from "../provider.ts";

/** DeepSeek. */
export const deepseek = {
  name: "deepseek",
  title: "DeepSeek",
  dialect: "openai",
  baseUrl: "https://api.deepseek.com",
  baseUrlVariable: "DEEPSEEK_BASE_URL",
  keyVariables: ["DEEPSEEK_API_KEY"],
  docs: "https://api-docs.deepseek.com/",
} satisfies Provider;
