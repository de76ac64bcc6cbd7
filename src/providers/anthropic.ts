import type { Provider } from "../provider.ts";

/** Anthropic. */
export const anthropic = {
  name: "anthropic",
  title: "Anthropic",
  dialect: "anthropic",
  baseUrl: "https://api.anthropic.com",
  baseUrlVariables: ["ANTHROPIC_BASE_URL"],
  openaiPath: "/v1",
  anthropicPath: ".",
  litellmPrefix: "anthropic",
  keyVariables: ["ANTHROPIC_API_KEY"],
  keyHeader: "x-api-key",
  canonicalName: (name) => name.replace(/(?<=\d)\.(?=\d)/g, "-"),
  models: {
    path: "v1/models",
    field: "data",
    rows: "anthropic",
    query: { limit: "1000" },
    headers: { "anthropic-version": "2023-06-01" },
    paging: { parameter: "after_id", cursor: "last_id", more: "has_more" },
  },
  families: ["claude-"],
  docs: "https://platform.claude.com/docs/en/api/openai-sdk",
} satisfies Provider;
