import type { Dialect, Provider } from "../provider.ts";

/** A server of the user's own that speaks OpenAI's dialect; the config says where it is and whether it wants a key. */
export const custom = {
  name: "custom",
  title: "custom server",
  dialect: "openai",
  moderationPath: "moderations",
  keyVariables: [],
  docs: "https://platform.openai.com/docs/api-reference/chat",
} satisfies Provider;

/** The dialects a server of one's own can be said to speak. */
export const CUSTOM_DIALECTS = ["openai", "anthropic", "google", "ollama"] as const satisfies readonly Dialect[];

/** One of the dialects a server of one's own can be said to speak. */
export type CustomDialect = (typeof CUSTOM_DIALECTS)[number];

const byDialect: Readonly<Record<CustomDialect, Provider>> = {
  openai: custom,
  anthropic: {
    ...custom,
    dialect: "anthropic",
    anthropicPath: ".",
    keyHeader: "x-api-key",
    docs: "https://platform.claude.com/docs/en/api/messages",
  },
  google: {
    ...custom,
    dialect: "google",
    keyHeader: "x-goog-api-key",
    docs: "https://ai.google.dev/api/generate-content",
  },
  ollama: {
    ...custom,
    dialect: "ollama",
    openaiPath: "/v1",
    docs: "https://docs.ollama.com/api/openai-compatibility",
  },
};

/** A server of the user's own that speaks a dialect. */
export function customProvider(dialect: CustomDialect): Provider {
  return byDialect[dialect];
}
