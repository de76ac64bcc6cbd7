import type { ChatDialect } from "../dialect.ts";

/** A dialect that comes with the package: loaded when it is first spoken. */
export interface BuiltinDialect {
  /** What it has beside chat; a test compares it with the dialect itself. */
  readonly offers: readonly ("embedding" | "counting" | "media" | "moderation")[];
  load(): Promise<ChatDialect>;
}

/** The dialects that are spoken over HTTP, by name. */
export const DIALECTS = {
  openai: {
    offers: ["embedding", "media", "moderation"],
    load: async () => (await import("../dialects/openai.ts")).openai,
  },
  "openai-responses": {
    offers: [],
    load: async () => (await import("../dialects/openai-responses.ts")).openaiResponses,
  },
  anthropic: {
    offers: ["counting"],
    load: async () => (await import("../dialects/anthropic.ts")).anthropic,
  },
  google: {
    offers: ["embedding", "counting"],
    load: async () => (await import("../dialects/google.ts")).google,
  },
  ollama: {
    offers: ["embedding"],
    load: async () => (await import("../dialects/ollama.ts")).ollama,
  },
} as const satisfies Readonly<Record<string, BuiltinDialect>>;

/** The name of a dialect that is spoken over HTTP. */
export type HttpDialect = keyof typeof DIALECTS;
