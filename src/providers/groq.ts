import type { Provider } from "../provider.ts";

/** Groq. */
export const groq = {
  name: "groq",
  title: "Groq",
  dialect: "openai",
  baseUrl: "https://api.groq.com/openai/v1",
  baseUrlVariables: ["GROQ_BASE_URL"],
  litellmPrefix: "groq",
  keyVariables: ["GROQ_API_KEY"],
  models: { path: "models", field: "data", rows: "groq" },
  docs: "https://console.groq.com/docs/openai",
} satisfies Provider;
