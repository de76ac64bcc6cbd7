import type { Provider } from "../provider.ts";

/** Moonshot AI. */
export const moonshotai = {
  name: "moonshotai",
  title: "Moonshot AI",
  aliases: ["moonshot", "moonshot-ai"],
  dialect: "openai",
  baseUrl: "https://api.moonshot.ai/v1",
  baseUrlVariables: ["MOONSHOT_BASE_URL"],
  anthropicPath: "../anthropic",
  litellmPrefix: "moonshot",
  keyVariables: ["MOONSHOT_API_KEY"],
  families: ["kimi-", "moonshot-"],
  docs: "https://platform.kimi.ai/docs/api/overview",
} satisfies Provider;
