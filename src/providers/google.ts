import type { Provider } from "../provider.ts";

/** Google Gemini API. */
export const google = {
  name: "google",
  title: "Google Gemini API",
  aliases: ["gemini", "google-genai", "google-ai-studio"],
  dialect: "google",
  baseUrl: "https://generativelanguage.googleapis.com",
  baseUrlVariables: ["GOOGLE_BASE_URL", "GOOGLE_GEMINI_BASE_URL"],
  openaiPath: "/v1beta/openai",
  litellmPrefix: "gemini",
  keyVariables: ["GEMINI_API_KEY", "GOOGLE_API_KEY", "GOOGLE_GENERATIVE_AI_API_KEY"],
  keyHeader: "x-goog-api-key",
  models: {
    path: "v1beta/models",
    field: "models",
    rows: "google",
    query: { pageSize: "1000" },
    paging: { parameter: "pageToken", cursor: "nextPageToken" },
  },
  families: ["gemini-", "imagen-", "veo-", "lyria-", "text-embedding-004"],
  docs: "https://ai.google.dev/gemini-api/docs/openai",
} satisfies Provider;
