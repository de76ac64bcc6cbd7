import type { Provider } from "../provider.ts";

/** OpenAI. */
export const openai = {
  name: "openai",
  title: "OpenAI",
  dialect: "openai",
  baseUrl: "https://api.openai.com/v1",
  baseUrlVariable: "OPENAI_BASE_URL",
  keyVariables: ["OPENAI_API_KEY"],
  docs: "https://platform.openai.com/docs/api-reference/introduction",
} satisfies Provider;
