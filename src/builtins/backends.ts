import type { Backend } from "../backend.ts";
import { listingOf } from "../backends/http/list-models.ts";
import { lazyBackend, type OptionalMethod } from "../backends/lazy.ts";
import { needsResponses } from "../dialect/needs-responses.ts";
import { InvalidInputError } from "../errors.ts";
import type { Provider } from "../provider.ts";
import { CUSTOM_DIALECTS, customProvider } from "../providers/custom.ts";
import { mock } from "../providers/mock.ts";
import { nearest } from "../util/nearest.ts";
import { accountOf } from "./backend-account.ts";
import { loadBedrock, loadHttp, loadMock } from "./backend-loading.ts";
import type { BackendOptions } from "./backend-options.ts";
import { DIALECTS, type HttpDialect } from "./dialects.ts";
import { findProvider, providers } from "./providers.ts";

/**
 * A backend: one account at a provider, ready to be called. Nothing is loaded or sent before the first call; a key that
 * is missing is an error of that call.
 * @throws {InvalidInputError} for a provider, dialect or address that cannot be
 */
export function createBackend(options: BackendOptions): Backend {
  const { env = process.env, apiVersion } = options;
  const provider = providerOf(options);
  const { name = provider.name } = options;
  if (provider.name === mock.name) return lazyBackend({ name, can: MOCK_CAN, load: () => loadMock(name, options) });
  if (apiVersion !== undefined && provider.deploymentPath === undefined)
    throw invalid("apiVersion", `${provider.title} has no versions to choose from; leave it out`);
  const account = accountOf(provider, options, env);
  if (provider.dialect === "bedrock" && options.dialect === undefined) {
    if (options.headers !== undefined) throw invalid("headers", "Bedrock is called by the AWS SDK, which takes none");
    return lazyBackend({
      name,
      can: BEDROCK_CAN,
      load: () => loadBedrock(name, provider, account, { ...options, env }),
    });
  }
  const dialect = dialectOf(provider, options.dialect);
  const spoken = (asked: HttpDialect) =>
    lazyBackend({
      name,
      can: abilitiesOf(provider, asked),
      load: () => loadHttp(name, provider, asked, account, { ...options, env }),
    });
  const isChosenByModel = options.dialect === undefined && dialect === "openai";
  return isChosenByModel ? withResponses(provider, spoken(dialect), spoken("openai-responses")) : spoken(dialect);
}

/** A backend that asks by Chat Completions, but models that answer through Responses alone by that. */
function withResponses({ name }: Provider, chat: Backend, responses: Backend): Backend {
  const forModel = (model: string) => (needsResponses(model, name) ? responses : chat);
  return {
    ...chat,
    generate: (model, ...rest) => forModel(model).generate(model, ...rest),
    stream: (model, ...rest) => forModel(model).stream(model, ...rest),
    close: async () => {
      await Promise.all([chat.close(), responses.close()]);
    },
  };
}

/** The provider of a name, those that are no row of the table included. */
export function findBackendProvider(name: string): Provider | undefined {
  return findProvider(name) ?? (name === mock.name ? mock : undefined);
}

const MOCK_CAN = ["embed", "moderate", "models", "countTokens"] as const satisfies readonly OptionalMethod[];
const BEDROCK_CAN = ["embed", "countTokens", "models"] as const satisfies readonly OptionalMethod[];

function providerOf({ provider, dialect }: BackendOptions): Provider {
  if (typeof provider !== "string") return provider;
  if (provider === "custom") {
    const spoken = CUSTOM_DIALECTS.find((known) => known === (dialect ?? "openai"));
    return customProvider(spoken ?? "openai");
  }
  const found = findBackendProvider(provider);
  if (found !== undefined) return found;
  const known = [...providers.keys(), "custom", mock.name];
  const [near] = nearest(provider, known);
  const hint = near === undefined ? `there are ${known.join(", ")}` : `did you mean ${near}?`;
  throw invalid("provider", `unknown provider "${provider}"; ${hint}`);
}

/** The dialect a provider is called in: the one that is asked for, its own, or OpenAI's where its own is none for chat. */
function dialectOf(provider: Provider, asked: HttpDialect | undefined): HttpDialect {
  const spoken = dialectsOf(provider);
  const [own] = spoken;
  if (asked === undefined && own !== undefined) return own;
  if (asked !== undefined && spoken.includes(asked)) return asked;
  throw invalid("dialect", `${provider.title} does not speak "${asked}"; it speaks ${spoken.join(", ")}`);
}

/** What a provider speaks, its own dialect first. */
function dialectsOf({ dialect, openaiPath, anthropicPath }: Provider): HttpDialect[] {
  const own = dialect in DIALECTS ? [dialect as HttpDialect] : [];
  const spoken: HttpDialect[] = [...own];
  if (dialect === "openai") spoken.push("openai-responses");
  else if (openaiPath !== undefined) spoken.push("openai");
  if (anthropicPath !== undefined && dialect !== "anthropic") spoken.push("anthropic");
  return spoken;
}

function abilitiesOf(provider: Provider, dialect: HttpDialect): OptionalMethod[] {
  const offers: readonly string[] = DIALECTS[dialect].offers;
  const hasOwnEmbedding = provider.dialect === "cohere";
  return [
    "countTokens",
    ...(offers.includes("embedding") || hasOwnEmbedding ? (["embed"] as const) : []),
    ...(offers.includes("media") ? (["generateImage", "transcribe", "speak"] as const) : []),
    ...(offers.includes("moderation") && provider.moderationPath !== undefined ? (["moderate"] as const) : []),
    ...(provider.rerankPath === undefined ? [] : (["rerank"] as const)),
    ...(listingOf(provider, dialect) === undefined ? [] : (["models"] as const)),
  ];
}

function invalid(path: string, message: string): InvalidInputError {
  return new InvalidInputError("backend", [{ path, message }]);
}
