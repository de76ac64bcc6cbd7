import type { Provider } from "../provider.ts";

/** Perplexity. */
export const perplexity = {
  name: "perplexity",
  title: "Perplexity",
  aliases: ["perplexity-ai"],
  dialect: "openai",
  baseUrl: "https://api.perplexity.ai",
  baseUrlVariables: ["PERPLEXITY_BASE_URL"],
  litellmPrefix: "perplexity",
  keyVariables: ["PERPLEXITY_API_KEY"],
  families: ["sonar"],
  docs: "https://docs.perplexity.ai/guides/chat-completions-guide",
} satisfies Provider;
