import type { Provider } from "../provider.ts";
import { anthropic } from "../providers/anthropic.ts";
import { azure } from "../providers/azure.ts";
import { bedrock } from "../providers/bedrock.ts";
import { cerebras } from "../providers/cerebras.ts";
import { cohere } from "../providers/cohere.ts";
import { deepseek } from "../providers/deepseek.ts";
import { fireworks } from "../providers/fireworks.ts";
import { google } from "../providers/google.ts";
import { groq } from "../providers/groq.ts";
import { huggingface } from "../providers/huggingface.ts";
import { llamaCpp } from "../providers/llama-cpp.ts";
import { lmStudio } from "../providers/lm-studio.ts";
import { mistral } from "../providers/mistral.ts";
import { moonshotai } from "../providers/moonshotai.ts";
import { ollama } from "../providers/ollama.ts";
import { openai } from "../providers/openai.ts";
import { openrouter } from "../providers/openrouter.ts";
import { perplexity } from "../providers/perplexity.ts";
import { together } from "../providers/together.ts";
import { vllm } from "../providers/vllm.ts";
import { xai } from "../providers/xai.ts";
import { zai } from "../providers/zai.ts";

const all: readonly Provider[] = [
  anthropic,
  azure,
  bedrock,
  cerebras,
  cohere,
  deepseek,
  fireworks,
  google,
  groq,
  huggingface,
  llamaCpp,
  lmStudio,
  mistral,
  moonshotai,
  ollama,
  openai,
  openrouter,
  perplexity,
  together,
  vllm,
  xai,
  zai,
];

/** The providers modelmall knows, by name. */
export const providers: ReadonlyMap<string, Provider> = new Map(all.map((provider) => [provider.name, provider]));

const byAlias = new Map(all.flatMap((provider) => (provider.aliases ?? []).map((alias) => [alias, provider] as const)));

/** The provider whose own a model's name is (`claude-…` is Anthropic's); absent where many offer models of such names. */
export function ownerOf(modelName: string): Provider | undefined {
  return all.find(({ families = [], openFamilies = [] }) => {
    const begins = (beginning: string) => modelName.startsWith(beginning);
    return families.some(begins) && !openFamilies.some(begins);
  });
}

/** The provider with a name or an alias of it. */
export function findProvider(nameOrAlias: string): Provider | undefined {
  return providers.get(nameOrAlias) ?? byAlias.get(nameOrAlias);
}
