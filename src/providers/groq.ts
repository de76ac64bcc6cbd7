import type { Provider } from "../provider.ts";

/** Groq. */
export const groq = {
  name: "groq",
  title: "Groq",
  dialect: "openai",
  baseUrl: "https://api.groq.com/openai/v1",
  baseUrlVariable: "GROQ_BASE_URL",
  keyVariables: ["GROQ_API_KEY"],
  docs: "https://console.groq.com/docs/openai",
} satisfies Provider;
