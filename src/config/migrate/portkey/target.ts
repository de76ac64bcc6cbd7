import { findProvider, providers } from "../../../builtins/providers.ts";
import type { Provider } from "../../../provider.ts";
import type { Account, Accounts } from "../accounts.ts";
import type { DraftTarget } from "../draft.ts";
import { addressOf, headersOf, keyOf, reference, textOf } from "../foreign-value.ts";
import type { Part } from "../part.ts";
import { providerAt, providerByFamily } from "../provider-at.ts";
import { parametersOf } from "../request-parameters.ts";

/** Reads one target; what is written around it holds for it too. One that cannot be carried over is listed. */
export function readTarget(part: Part, accounts: Accounts, outer: readonly Part[]): DraftTarget | undefined {
  const from = outer.reduce((inner, around) => inner.over(around), part);
  const override = from.oneOf("override_params", "overrideParams");
  const model = override.at("model");
  const name = typeof model.value === "string" ? model.value.trim() : undefined;
  const provider = providerOf(from, name);
  if (provider === undefined) {
    part.refuse(refusalOf(from));
    return undefined;
  }
  if (name !== undefined && /[\s*]/.test(name)) {
    part.refuse('the id of a model holds no spaces and no "*"');
    return undefined;
  }
  const deployment = textOf(from.oneOf("deployment_id", "azure_deployment_id", "azureDeploymentId"));
  const backend = accounts.use(accountOf(from, provider, accounts));
  const id = textOf(model) ?? deployment ?? "*";
  if (deployment !== undefined && id !== deployment) accounts.facts(backend, id).deployment = deployment;
  const parameters = parametersOf(override.without("model"), { all: true });
  if (parameters !== undefined)
    override.note("Portkey lets these win over the request; here the request wins over them");
  return { target: `${backend}/${id}`, ...(parameters === undefined ? {} : { parameters }) };
}

type Found = Provider | "custom";

function providerOf(from: Part, model: string | undefined): Found | undefined {
  const provider = from.at("provider");
  const host = from.oneOf("custom_host", "customHost");
  const key = from.oneOf("virtual_key", "virtualKey");
  if (typeof provider.value === "string" && !provider.value.startsWith("@")) {
    const known = findProvider(provider.value.trim()) ?? findProvider(provider.value.replace(/-ai$/, ""));
    if (known !== undefined) {
      provider.take();
      if (host.isGiven && known.name === "openai") return providerAt(String(host.value)) ?? "custom";
      return known;
    }
    return undefined;
  }
  const slug = typeof provider.value === "string" ? provider : key;
  const found = typeof slug.value === "string" ? byWords(slug.value) : undefined;
  const guess = found ?? (model === undefined ? undefined : providerByFamily(model));
  if (guess === undefined) return host.isGiven ? "custom" : undefined;
  if (slug.isGiven) {
    slug.take();
    slug.note(
      `read as an account at ${guess.title}, by ${found === undefined ? "its model" : "its name"}; what it really is only Portkey knows`,
    );
  }
  return guess;
}

/** The provider whose name stands in a virtual key's: `open-ai-virtual-key`; the longest, where one holds another. */
function byWords(slug: string): Provider | undefined {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, "");
  const text = plain(slug);
  const named = [...providers.values()]
    .flatMap((provider) =>
      [provider.name, ...(provider.aliases ?? [])].map((name) => ({ provider, name: plain(name) })),
    )
    .filter(({ name }) => name.length > 3 && text.includes(name))
    .sort((a, b) => b.name.length - a.name.length);
  return named[0]?.provider;
}

function accountOf(from: Part, found: Found, accounts: Accounts): Account {
  const provider = found === "custom" ? undefined : found;
  const host = addressOf(from.oneOf("custom_host", "customHost"));
  const resource = from.oneOf("resource_name", "azure_resource_name", "azureResourceName").text();
  const isOwn = provider !== undefined && host !== undefined && providerAt(host) === provider;
  const azure = resource === undefined ? undefined : `https://${resource}.openai.azure.com`;
  const missing = provider !== undefined && provider.baseUrl === undefined ? provider.baseUrlVariables?.[0] : undefined;
  const isRegion = provider?.dialect === "bedrock";
  return {
    provider: provider?.name ?? "custom",
    api_key: keyAt(from, provider, accounts),
    base_url: isOwn
      ? undefined
      : (host ?? azure ?? (missing === undefined || isRegion ? undefined : reference(missing))),
    organization: textOf(from.oneOf("openai_organization", "openaiOrganization")),
    region: textOf(from.oneOf("aws_region", "awsRegion")),
    api_version: textOf(from.oneOf("api_version", "azure_api_version", "azureApiVersion")),
    headers: headersOf(from.at("headers")),
  };
}

function keyAt(from: Part, provider: Provider | undefined, accounts: Accounts): string | undefined {
  const key = keyOf(from.oneOf("api_key", "apiKey"));
  const [variable] = provider?.keyVariables ?? [];
  if (key !== undefined || variable === undefined || provider?.isLocal === true) return key;
  const virtual = from.oneOf("virtual_key", "virtualKey");
  const slug = String(virtual.value ?? "");
  const own = slug
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");
  const name = accounts.claim(variable, slug) || own === "" ? variable : `${/^\d/.test(own) ? "_" : ""}${own}_API_KEY`;
  if (virtual.isGiven) virtual.note(`Portkey keeps the key itself; put it into the variable ${name}`);
  return reference(name);
}

function refusalOf(from: Part): string {
  if (from.oneOf("prompt_id", "promptId").isGiven) return "a prompt kept at Portkey cannot be reached from here";
  const provider = from.at("provider").value;
  if (typeof provider === "string" && !provider.startsWith("@"))
    return `"${provider}" is no provider that modelmall knows`;
  return "nothing says which provider this is: write provider and api_key instead of Portkey's virtual key";
}
