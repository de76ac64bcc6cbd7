import { findProvider } from "../../builtins/providers.ts";
import { canonicalId } from "../../providers/canonical-id.ts";

/**
 * What a key of the map stands for: a model, a price of a model in one region or at one size (`variant`), or neither.
 * `name` is what the provider's own API takes.
 */
export type Identity =
  | { kind: "model"; id: string; provider: string; name: string }
  | { kind: "variant"; of: string; variant: string }
  | { kind: "none"; reason: string };

/** LiteLLM's names of providers where neither ours nor an alias fits. */
const PROVIDERS = new Map([
  ["azure_text", "azure"],
  ["bedrock_converse", "bedrock"],
  ["cohere_chat", "cohere"],
  ["dashscope", "alibaba"],
  ["fireworks_ai-embedding-models", "fireworks"],
  ["meta_llama", "llama"],
  ["novita", "novita-ai"],
  ["text-completion-codestral", "codestral"],
  ["text-completion-inception", "inception"],
  ["text-completion-openai", "openai"],
  ["vercel_ai_gateway", "vercel"],
]);

const SIZE = /^((\d+|max)-x-(\d+|max)|(\d+|max)-steps|low|medium|high|standard|hd)$/;

/** The parts that may stand before a model's name and say at which price it is sold, by provider. */
const VARIANTS = new Map<string, RegExp[]>([
  ["azure", [SIZE, /^(us|eu|global|global-standard)$/]],
  ["bedrock", [SIZE, /^([a-z]{2}(-gov)?-[a-z]+-\d|\*|\d+-month-commitment|invoke)$/]],
  ["openai", [SIZE]],
]);

/** Providers whose own rows without a slash are price classes (`together-ai-4.1b-8b`). */
const PRICE_CLASSES = new Set(["fireworks", "together"]);

/** Reads a key of LiteLLM's map together with its `litellm_provider`. */
export function identify(key: string, litellmProvider: string): Identity {
  const provider = providerOf(litellmProvider);
  if (findProvider(provider)?.isLocal)
    return { kind: "none", reason: "what runs on your own machine is for it to say" };
  const parts = key.split("/");
  if (parts.length === 1 && PRICE_CLASSES.has(provider)) {
    return { kind: "none", reason: "a price by the size of a model, and no model" };
  }
  const before: string[] = [];
  while (parts.length > 1) {
    const [part = ""] = parts;
    if (VARIANTS.get(provider)?.some((form) => form.test(part))) before.push(part);
    else if (providerOf(part) !== provider) break;
    parts.shift();
    if (before.length === 0 && !VARIANTS.has(provider)) break;
  }
  const name = parts.join("/");
  if (name === "") return { kind: "none", reason: "expected a model's name after the provider" };
  const canonical = canonicalId(provider, name);
  if (before.length > 0) return { kind: "variant", of: canonical.id, variant: before.join("/") };
  return { kind: "model", ...canonical, name };
}

function providerOf(litellmProvider: string): string {
  // Its many `vertex_ai-…` tell the maker of a model, which is all at one place.
  if (/^vertex_ai\b/.test(litellmProvider)) return "google-vertex";
  const named = PROVIDERS.get(litellmProvider) ?? litellmProvider;
  return findProvider(named)?.name ?? named.replaceAll("_", "-");
}
