import type { Provider } from "../provider.ts";

/** OpenAI. */
export const openai = {
  name: "openai",
  title: "OpenAI",
  dialect: "openai",
  baseUrl: "https://api.openai.com/v1",
  baseUrlVariables: ["OPENAI_BASE_URL"],
  moderationPath: "moderations",
  litellmPrefix: "openai",
  keyVariables: ["OPENAI_API_KEY"],
  models: { path: "models", field: "data", rows: "openai" },
  families: [
    "gpt-",
    "chatgpt-",
    "o1",
    "o3",
    "o4",
    "dall-e-",
    "sora-",
    "whisper-1",
    "tts-1",
    "text-embedding-3-",
    "text-embedding-ada-",
    "text-moderation-",
    "omni-moderation-",
    "babbage-002",
    "davinci-002",
  ],
  openFamilies: ["gpt-oss"],
  docs: "https://platform.openai.com/docs/api-reference/introduction",
} satisfies Provider;
