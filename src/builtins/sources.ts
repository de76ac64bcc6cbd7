import { parseOllamaHost } from "../providers/ollama-host.ts";
import { type Environment, readEnv } from "../util/env.ts";
import { bedrockSource } from "./bedrock-source.ts";
import type { BuiltinSource } from "./builtin-source.ts";
import { PROVIDER_SOURCES, providerSource } from "./provider-sources.ts";

const OWN = [
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
  bedrockSource,
  {
    name: "models-dev",
    description: "what models.dev collects of the models of many providers: prices, windows, capabilities",
    addressVariable: "MODELS_DEV_URL",
    async load(env) {
      const { modelsDev } = await import("../sources/models-dev.ts");
      const url = readEnv(env, "MODELS_DEV_URL");
      return modelsDev(url === undefined ? {} : { url });
    },
  },
  {
    name: "litellm",
    description: "LiteLLM's map of prices and context windows, from its address or a file",
    addressVariable: "LITELLM_MODEL_COST_MAP_URL",
    // It says much of what models.dev says, in coarser terms: it is for those who want it.
    notReady: (env) => unset("LITELLM_MODEL_COST_MAP_URL", env),
    async load(env) {
      const { litellm } = await import("../sources/litellm.ts");
      const place = readEnv(env, "LITELLM_MODEL_COST_MAP_URL");
      if (place === undefined) return litellm();
      return litellm(/^https?:/i.test(place) ? { url: place } : { path: place });
    },
  },
  {
    name: "benchmarks",
    description: "quality scores from files and addresses, of models that other sources list",
    addressVariable: "MODELMALL_BENCHMARKS",
    notReady: (env) => unset("MODELMALL_BENCHMARKS", env),
    async load(env) {
      const { benchmarks } = await import("../sources/benchmarks.ts");
      const places = readEnv(env, "MODELMALL_BENCHMARKS")?.split(",") ?? [];
      return benchmarks({ from: places.map((place) => place.trim()).filter((place) => place !== "") });
    },
  },
] as const satisfies readonly BuiltinSource[];

function unset(variable: string, env: Environment): string | undefined {
  return readEnv(env, variable) === undefined ? `${variable} is not set` : undefined;
}

/** Every source that comes with the package. */
export const SOURCES: readonly BuiltinSource[] = [...OWN, ...PROVIDER_SOURCES.map(providerSource)];

/** The name of a source that comes with the package. */
export type BuiltinSourceName = (typeof OWN)[number]["name"] | (typeof PROVIDER_SOURCES)[number];
