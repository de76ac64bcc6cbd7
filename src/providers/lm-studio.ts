import type { Provider } from "../provider.ts";

/** LM Studio. */
export const lmStudio = {
  name: "lm-studio",
  title: "LM Studio",
  aliases: ["lmstudio", "lm_studio"],
  dialect: "openai",
  baseUrl: "http://localhost:1234/v1",
  baseUrlVariables: ["LM_STUDIO_BASE_URL"],
  anthropicPath: "..",
  litellmPrefix: "lm_studio",
  keyVariables: [],
  isLocal: true,
  models: { path: "../api/v0/models", field: "data", rows: "lm-studio" },
  docs: "https://lmstudio.ai/docs/developer/openai-compat",
} satisfies Provider;
