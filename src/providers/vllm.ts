import type { Provider } from "../provider.ts";

/** vLLM. */
export const vllm = {
  name: "vllm",
  title: "vLLM",
  dialect: "openai",
  baseUrl: "http://localhost:8000/v1",
  baseUrlVariables: ["VLLM_BASE_URL"],
  anthropicPath: "..",
  rerankPath: "rerank",
  litellmPrefix: "hosted_vllm",
  keyVariables: ["VLLM_API_KEY"],
  isLocal: true,
  models: { path: "models", field: "data", rows: "openai-compatible" },
  docs: "https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html",
} satisfies Provider;
