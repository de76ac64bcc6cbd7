import type { Provider } from "../provider.ts";

/** Z.AI. */
export const zai = {
  name: "zai",
  title: "Z.AI",
  aliases: ["z-ai", "z.ai"],
  dialect: "openai",
  baseUrl: "https://api.z.ai/api/paas/v4",
  baseUrlVariables: ["ZAI_BASE_URL"],
  anthropicPath: "../../anthropic",
  litellmPrefix: "zai",
  keyVariables: ["ZAI_API_KEY"],
  families: ["glm-"],
  docs: "https://docs.z.ai/api-reference/introduction",
} satisfies Provider;
