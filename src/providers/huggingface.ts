import type { Provider } from "../provider.ts";

/** Hugging Face Inference Providers. */
export const huggingface = {
  name: "huggingface",
  title: "Hugging Face Inference Providers",
  aliases: ["hf", "hugging-face"],
  dialect: "openai",
  baseUrl: "https://router.huggingface.co/v1",
  baseUrlVariables: ["HF_BASE_URL"],
  keyVariables: ["HF_TOKEN", "HUGGINGFACE_API_KEY"],
  models: { path: "models", field: "data", rows: "huggingface", isPublic: true },
  docs: "https://huggingface.co/docs/inference-providers/index",
} satisfies Provider;
