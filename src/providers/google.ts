import type { Provider } from "../provider.ts";

/** Google Gemini API. */
export const google = {
  name: "google",
  title: "Google Gemini API",
  aliases: ["gemini", "google-genai", "google-ai-studio"],
  dialect: "google",
  baseUrl: "https://generativelanguage.googleapis.com",
  baseUrlVariable: "GOOGLE_GEMINI_BASE_URL",
  openaiPath: "/v1beta/openai",
  keyVariables: ["GEMINI_API_KEY", "GOOGLE_API_KEY", "GOOGLE_GENERATIVE_AI_API_KEY"],
  keyHeader: "x-goog-api-key",
  docs: "https://ai.google.dev/gemini-api/docs/openai",
} satisfies Provider;
