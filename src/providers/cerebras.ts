import type { Provider } from "../provider.ts";

/** Cerebras. */
export const cerebras = {
  name: "cerebras",
  title: "Cerebras",
  dialect: "openai",
  baseUrl: "https://api.cerebras.ai/v1",
  baseUrlVariables: ["CEREBRAS_BASE_URL"],
  litellmPrefix: "cerebras",
  keyVariables: ["CEREBRAS_API_KEY"],
  models: { path: "models", field: "data", rows: "openai" },
  docs: "https://inference-docs.cerebras.ai/resources/openai",
} satisfies Provider;
