import type { Provider } from "../provider.ts";

/** vLLM. */
export const vllm = {
  name: "vllm",
  title: "vLLM",
  dialect: "openai",
  baseUrl: "http://localhost:8000/v1",
  baseUrlVariable: "VLLM_BASE_URL",
  keyVariables: ["VLLM_API_KEY"],
  isLocal: true,
  docs: "https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html",
} satisfies Provider;
