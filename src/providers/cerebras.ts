import type { Provider } from "../provider.ts";

/** Cerebras. */
export const cerebras = {
  name: "cerebras",
  title: "Cerebras",
  dialect: "openai",
  baseUrl: "https://api.cerebras.ai/v1",
  baseUrlVariable: "CEREBRAS_BASE_URL",
  keyVariables: ["CEREBRAS_API_KEY"],
  docs: "https://inference-docs.cerebras.ai/resources/openai",
} satisfies Provider;
