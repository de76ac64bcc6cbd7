import { parseOllamaHost } from "../providers/ollama-host.ts";
import type { ModelSource } from "../source.ts";
import { type Environment, readEnv } from "../util/env.ts";

/** A source that comes with the package: loaded when it is first asked. */
export interface BuiltinSource {
  readonly name: string;
  /** One sentence for lists. */
  readonly description: string;
  /** The environment variable that replaces its address. */
  readonly addressVariable?: string;
  load(env: Environment): Promise<ModelSource>;
}

export const SOURCES = [
  {
    name: "catalog",
    description: "the catalogue inside the package: prices, windows and capabilities, without network",
    async load() {
      const { catalog } = await import("../sources/catalog.ts");
      return catalog();
    },
  },
  {
    name: "openrouter",
    description: "the models of OpenRouter, at its prices",
    addressVariable: "OPENROUTER_BASE_URL",
    async load(env) {
      const { openrouter } = await import("../sources/openrouter.ts");
      const baseUrl = readEnv(env, "OPENROUTER_BASE_URL");
      return openrouter(baseUrl === undefined ? {} : { baseUrl });
    },
  },
  {
    name: "ollama",
    description: "the models installed on an Ollama server",
    addressVariable: "OLLAMA_HOST",
    async load(env) {
      const { ollama } = await import("../sources/ollama.ts");
      const host = readEnv(env, "OLLAMA_HOST");
      return ollama(host === undefined ? {} : { baseUrl: parseOllamaHost(host) });
    },
  },
] as const satisfies readonly BuiltinSource[];

export type BuiltinSourceName = (typeof SOURCES)[number]["name"];
