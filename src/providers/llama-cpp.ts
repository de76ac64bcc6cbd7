import type { Provider } from "../provider.ts";

/** llama.cpp server. */
export const llamaCpp = {
  name: "llama-cpp",
  title: "llama.cpp server",
  aliases: ["llamacpp", "llama.cpp"],
  dialect: "openai",
  baseUrl: "http://localhost:8080/v1",
  baseUrlVariables: ["LLAMA_CPP_BASE_URL"],
  anthropicPath: "..",
  rerankPath: "rerank",
  keyVariables: ["LLAMA_API_KEY"],
  isLocal: true,
  models: { path: "models", field: "data", rows: "openai-compatible" },
  docs: "https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md",
} satisfies Provider;
