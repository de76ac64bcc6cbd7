import type { Provider } from "../provider.ts";

/** xAI. */
export const xai = {
  name: "xai",
  title: "xAI",
  aliases: ["x-ai", "x.ai"],
  dialect: "openai",
  baseUrl: "https://api.x.ai/v1",
  baseUrlVariable: "XAI_BASE_URL",
  keyVariables: ["XAI_API_KEY"],
  docs: "https://docs.x.ai/docs/api-reference",
} satisfies Provider;
