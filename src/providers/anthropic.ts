import type { Provider } from "../provider.ts";

/** Anthropic. */
export const anthropic = {
  name: "anthropic",
  title: "Anthropic",
  dialect: "anthropic",
  baseUrl: "https://api.anthropic.com",
  baseUrlVariable: "ANTHROPIC_BASE_URL",
  openaiPath: "/v1",
  keyVariables: ["ANTHROPIC_API_KEY"],
  keyHeader: "x-api-key",
  canonicalName: (name) => name.replace(/(?<=\d)\.(?=\d)/g, "-"),
  docs: "https://platform.claude.com/docs/en/api/openai-sdk",
} satisfies Provider;
