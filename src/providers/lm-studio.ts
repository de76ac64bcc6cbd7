import type { Provider } from "../provider.ts";

/** LM Studio. */
export const lmStudio = {
  name: "lm-studio",
  title: "LM Studio",
  aliases: ["lmstudio", "lm_studio"],
  dialect: "openai",
  baseUrl: "http://localhost:1234/v1",
  baseUrlVariable: "LM_STUDIO_BASE_URL",
  keyVariables: [],
  isLocal: true,
  docs: "https://lmstudio.ai/docs/developer/openai-compat",
} satisfies Provider;
