import { findProvider, providers } from "../../../builtins/providers.ts";
import type { Provider } from "../../../provider.ts";
import { providerByFamily } from "../provider-at.ts";
import { OPENAI_LIKE_SERVICES, type OpenaiLikeService, UNREACHABLE } from "./services.ts";

/** Where a model name of LiteLLM leads. */
export interface LitellmRoute {
  /** LiteLLM's own word for the service. */
  readonly prefix: string;
  /** The service, by our table; absent for one that is reached as `custom`. */
  readonly provider?: Provider;
  readonly service?: OpenaiLikeService;
  /** Its id there. */
  readonly id: string;
  /** What was left out of the name, told as a sentence. */
  readonly note?: string;
}

/** A name that leads nowhere from here, and why. */
export interface NoRoute {
  readonly refusal: string;
}

/** The provider that LiteLLM's prefix means. */
const byPrefix = new Map<string, Provider>(
  [...providers.values()].flatMap((provider) =>
    provider.litellmPrefix === undefined ? [] : [[provider.litellmPrefix, provider] as const],
  ),
);
const MORE_PREFIXES: ReadonlyMap<string, string> = new Map([
  ["azure_text", "azure"],
  ["bedrock_converse", "bedrock"],
  ["cohere", "cohere"],
  ["huggingface", "huggingface"],
  ["ollama", "ollama"],
  ["text-completion-openai", "openai"],
  ["vllm", "vllm"],
]);

const BEDROCK_ID =
  /^(?:(?:us|eu|apac|ap|jp|au|ca|global|us-gov)\.)?(?:ai21|amazon|anthropic|cohere|deepseek|meta|mistral|openai|qwen|stability|writer)\.[a-z]/;

/** Where a model name of LiteLLM leads: by its prefix, or, where it has none, by the rules of LiteLLM's own table. */
export function litellmRoute(model: string, llmProvider?: string): LitellmRoute | NoRoute {
  const slash = model.indexOf("/");
  const first = slash < 0 ? undefined : model.slice(0, slash);
  if (llmProvider !== undefined) {
    return byService(llmProvider, first === llmProvider ? model.slice(slash + 1) : model);
  }
  return first === undefined ? byBareName(model) : byService(first, model.slice(slash + 1));
}

function byService(prefix: string, id: string): LitellmRoute | NoRoute {
  const known = MORE_PREFIXES.get(prefix);
  const provider = byPrefix.get(prefix) ?? findProvider(known ?? prefix);
  const service = OPENAI_LIKE_SERVICES.get(prefix);
  if (id.trim() === "" || /[\s\p{C}]/u.test(id))
    return { refusal: "no model id stands after the prefix, or one with spaces" };
  if ((id.match(/\*/g)?.length ?? 0) > 1) return { refusal: 'a target may hold one "*", not several' };
  if (provider !== undefined && !UNREACHABLE.has(prefix)) return withoutRoute({ prefix, provider, id });
  if (service !== undefined) return { prefix, service, id };
  const why = UNREACHABLE.get(prefix);
  if (why !== undefined) return { refusal: `${prefix}: ${why}` };
  return {
    refusal: `"${prefix}" is no provider that modelmall knows; a backend with provider: custom and its base_url can be written by hand`,
  };
}

function byBareName(model: string): LitellmRoute | NoRoute {
  if (model === "*") {
    return {
      refusal:
        "it lets every name through; in modelmall a target (openai/gpt-4o) can be asked for without an entry, and other names need one",
    };
  }
  if (BEDROCK_ID.test(model)) return byService("bedrock", model);
  if (model.startsWith("ft:gpt")) return byService("openai", model);
  const owner = providerByFamily(model);
  if (owner === undefined) {
    return { refusal: "a name without a provider that LiteLLM does not know either; write provider/model" };
  }
  if (owner.name === "google") return byService("vertex_ai", model);
  return byService(owner.litellmPrefix ?? owner.name, model);
}

/** LiteLLM writes ways of calling between the provider and the id: `bedrock/converse/…`, `azure/o_series/…`. */
function withoutRoute(route: LitellmRoute): LitellmRoute | NoRoute {
  const { prefix, provider, id } = route;
  const name = provider?.name;
  if (name === "bedrock") return bedrockRoute(route);
  if (prefix === "azure_ai" && /^claude/.test(id)) {
    return {
      refusal:
        "azure_ai: Claude models speak Anthropic's dialect there, at an address that must be written by hand (provider: custom, dialect: anthropic)",
    };
  }
  if (name === "azure" && /^(?:agents|doc-intelligence|model_router|speech)\/|flux|document-ai/i.test(id)) {
    return {
      refusal: `${prefix}: ${id.split("/")[0]} is a service of its own there, not a model that is called in OpenAI's dialect`,
    };
  }
  const [, way, rest] = /^(o_series|gpt5_series|responses|chat)\/(.+)$/.exec(id) ?? [];
  if ((name === "azure" || name === "openai") && way !== undefined && rest !== undefined) {
    return { ...route, id: rest, note: `"${way}/" says how LiteLLM calls the model; modelmall decides that itself` };
  }
  if (name === "huggingface") {
    const [, host, own] =
      /^(together|fireworks-ai|groq|cerebras|nebius|novita|sambanova|hyperbolic|nscale|featherless-ai|cohere|hf-inference)\/(.+\/.+)$/.exec(
        id,
      ) ?? [];
    if (host !== undefined) return { ...route, id: `${own}:${host}` };
  }
  return route;
}

function bedrockRoute(route: LitellmRoute): LitellmRoute | NoRoute {
  const [, way, rest] = /^([a-z_0-9]+)\/(.+)$/.exec(route.id) ?? [];
  if (way === undefined || rest === undefined) return route;
  if (["agent", "agentcore", "mantle", "async_invoke"].includes(way)) {
    return { refusal: `bedrock/${way}: this is a service of its own at AWS, not a model` };
  }
  return { ...route, id: rest, note: `"${way}/" says how LiteLLM calls the model; modelmall decides that itself` };
}
