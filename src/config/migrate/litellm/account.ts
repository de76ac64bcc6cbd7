import type { Provider } from "../../../provider.ts";
import type { Account } from "../accounts.ts";
import { addressOf, headersOf, keyOf, reference, textOf } from "../foreign-value.ts";
import type { Part } from "../part.ts";
import { providerAt } from "../provider-at.ts";
import type { LitellmRoute } from "./route.ts";

/** What LiteLLM takes from the environment where a file says nothing, and our table would take from elsewhere. */
const LITELLM_VARIABLES: ReadonlyMap<string, { key?: string; address: string }> = new Map([
  ["azure", { key: "AZURE_API_KEY", address: "AZURE_API_BASE" }],
  ["azure_ai", { key: "AZURE_AI_API_KEY", address: "AZURE_AI_API_BASE" }],
  ["hosted_vllm", { address: "HOSTED_VLLM_API_BASE" }],
]);

/** Where and as whom an entry calls its model. */
export function accountOf(params: Part, route: LitellmRoute): Account {
  const written = params.oneOf("api_base", "base_url");
  const address = withoutMethod(addressOf(written), route.provider);
  const provider = providerOf(route, address);
  const isAws = provider?.dialect === "bedrock";
  if (isAws) takeAwsDefaults(params);
  return {
    provider: provider?.name ?? "custom",
    api_key: keyOf(params.at("api_key")) ?? usualKey(route, provider, { params, address }),
    base_url: baseUrlOf(route, provider, { address, written }),
    headers: headersOf(params.at("extra_headers")),
    organization: textOf(params.at("organization")),
    region: textOf(isAws ? params.oneOf("aws_region_name", "region_name") : params.at("region_name")),
    api_version: textOf(params.at("api_version")),
  };
}

/** The provider by our table; none where a server of another kind stands at the address. */
function providerOf({ provider, prefix }: LitellmRoute, address: string | undefined): Provider | undefined {
  if (provider === undefined || address === undefined) return provider;
  const isVariable = [...(provider.baseUrlVariables ?? []), `${wordOf(prefix)}_API_BASE`].some(
    (name) => address === reference(name),
  );
  // LiteLLM calls any server in OpenAI's dialect as openai; Hugging Face's router is one thing, an endpoint there another.
  if (provider.name === "openai" && !isVariable) return providerAt(address);
  return provider.name === "huggingface" && !isVariable ? providerAt(address) : provider;
}

interface Address {
  readonly address: string | undefined;
  /** Where it stands, or should. */
  readonly written: Part;
}

function baseUrlOf(
  { service, prefix, provider: named }: LitellmRoute,
  provider: Provider | undefined,
  { address, written }: Address,
) {
  if (address !== undefined) {
    if (provider?.dialect === "google" && /^https?:\/\/[^/]+\/./.test(address)) {
      written.refuse(
        "carried over as it stands, but LiteLLM adds /models/… to it and modelmall /v1beta/models/…; check it",
      );
    }
    return address === provider?.baseUrl ? undefined : address;
  }
  const usual = LITELLM_VARIABLES.get(prefix)?.address;
  const fixed = provider === undefined ? service?.baseUrl : provider.baseUrl;
  const isKnown = fixed !== undefined || provider?.dialect === "bedrock";
  if (!written.isGiven && usual === undefined && isKnown) {
    if (provider !== undefined) return undefined;
    written.note(`LiteLLM knows this address by itself; ${fixed} is put in its place, check it`);
    return fixed;
  }
  const variable =
    usual ?? service?.addressVariable ?? `${wordOf(prefix === named?.litellmPrefix ? named.name : prefix)}_API_BASE`;
  written.note(`the address is read from the variable ${variable}`);
  return reference(variable);
}

// Clients add the method themselves; LiteLLM takes addresses with and without it.
function withoutMethod(address: string | undefined, provider: Provider | undefined): string | undefined {
  if (provider?.dialect === "anthropic") return address?.replace(/\/v1(?:\/messages)?$/, "");
  if (provider?.dialect === "google") return address?.replace(/\/v1beta(?:\/models)?$/, "");
  return address?.replace(/\/(?:chat\/completions|embeddings|completions)$/, "");
}

/** The key that is used where the file names none. */
function usualKey(
  { prefix, service, provider: named }: LitellmRoute,
  provider: Provider | undefined,
  { params, address }: { params: Part; address: string | undefined },
): string | undefined {
  // Whoever holds the address would get the key of somebody else's service.
  const isForeign = provider === undefined ? named !== undefined : isElsewhere(provider, address);
  if (isForeign && named !== undefined) {
    params.note(`LiteLLM sends ${named.keyVariables[0] ?? "a key"} to this address too; write api_key if it wants one`);
    return undefined;
  }
  const isOptional = provider?.isLocal === true || provider?.dialect === "bedrock";
  const variable =
    LITELLM_VARIABLES.get(prefix)?.key ?? service?.keyVariable ?? (isOptional ? undefined : provider?.keyVariables[0]);
  return variable === undefined ? undefined : reference(variable);
}

function isElsewhere({ baseUrl }: Provider, address: string | undefined): boolean {
  if (address === undefined || baseUrl === undefined || !URL.canParse(address)) return false;
  return new URL(address).origin !== new URL(baseUrl).origin;
}

// The AWS SDK reads these by itself; any other account must be given to it in its own ways.
function takeAwsDefaults(params: Part): void {
  for (const variable of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"]) {
    const part = params.at(variable.toLowerCase());
    if (part.value === `os.environ/${variable}`) part.take();
  }
}

function wordOf(prefix: string): string {
  return prefix.toUpperCase().replace(/[^A-Z0-9]+/g, "_");
}
