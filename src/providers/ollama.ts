import type { Provider } from "../provider.ts";
import { parseOllamaHost } from "./ollama-host.ts";

/** An Ollama server. */
export const ollama = {
  name: "ollama",
  title: "Ollama",
  dialect: "ollama",
  baseUrl: "http://localhost:11434",
  baseUrlVariables: ["OLLAMA_HOST"],
  parseBaseUrl: parseOllamaHost,
  openaiPath: "/v1",
  anthropicPath: ".",
  litellmPrefix: "ollama_chat",
  keyVariables: [],
  isLocal: true,
  docs: "https://docs.ollama.com/api/openai-compatibility",
} satisfies Provider;
