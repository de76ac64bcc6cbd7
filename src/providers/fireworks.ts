import type { Provider } from "../provider.ts";

/** Fireworks AI. */
export const fireworks = {
  name: "fireworks",
  title: "Fireworks AI",
  aliases: ["fireworks-ai", "fireworks_ai"],
  dialect: "openai",
  baseUrl: "https://api.fireworks.ai/inference/v1",
  baseUrlVariables: ["FIREWORKS_BASE_URL"],
  litellmPrefix: "fireworks_ai",
  keyVariables: ["FIREWORKS_API_KEY"],
  docs: "https://docs.fireworks.ai/tools-sdks/openai-compatibility",
} satisfies Provider;
