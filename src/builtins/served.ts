import type { ServedDialect } from "../served-dialect.ts";

/** A wire format the gateway speaks: loaded when it is first asked in it. */
export interface BuiltinServed {
  load(): Promise<ServedDialect>;
}

/** The wire formats the gateway speaks, by name. */
export const SERVED = {
  openai: {
    load: async () => (await import("../dialects/openai/served.ts")).openaiServed,
  },
  "openai-completions": {
    load: async () => (await import("../dialects/openai/served.ts")).openaiCompletionsServed,
  },
  "openai-responses": {
    load: async () => (await import("../dialects/openai-responses/served.ts")).responsesServed,
  },
  anthropic: {
    load: async () => (await import("../dialects/anthropic/served.ts")).anthropicServed,
  },
  ollama: {
    load: async () => (await import("../dialects/ollama/served.ts")).ollamaServed,
  },
} as const satisfies Readonly<Record<ServedDialect["name"], BuiltinServed>>;

/** The name of a wire format the gateway speaks. */
export type ServedName = keyof typeof SERVED;
