import type { Backend } from "../backend.ts";
import type { EmbeddingDialect, RerankDialect } from "../dialect.ts";
import type { Facts } from "../model.ts";
import type { Provider } from "../provider.ts";
import { type Environment, readEnv } from "../util/env.ts";
import type { Wire } from "../wire.ts";
import type { BackendAccount } from "./backend-account.ts";
import type { BackendOptions } from "./backend-options.ts";
import { DIALECTS, type HttpDialect } from "./dialects.ts";

/** Loads what calls an account over HTTP: transport, dialect, and what the provider offers beside it. */
export async function loadHttp(
  name: string,
  provider: Provider,
  dialectName: HttpDialect,
  { baseUrl: native = "", apiKeys, headers, notReady }: BackendAccount,
  { facts, clock, timeouts, apiVersion, wire, env }: BackendOptions,
): Promise<Backend> {
  const [{ httpBackend }, dialect, beside, carrier] = await Promise.all([
    import("../backends/http.ts"),
    DIALECTS[dialectName].load(),
    loadBeside(provider),
    wire === undefined ? newWire(env) : kept(wire),
  ]);
  return httpBackend({
    name,
    provider,
    dialect,
    baseUrl: addressIn(dialectName, provider, native),
    nativeBaseUrl: native,
    apiKeys,
    headers,
    native: beside,
    wire: carrier,
    ...(notReady !== undefined && { notReady }),
    ...(apiVersion !== undefined && { apiVersion }),
    ...(facts !== undefined && { facts }),
    ...(clock !== undefined && { clock }),
    ...(timeouts !== undefined && { timeouts }),
  });
}

/** Loads what calls Bedrock through the AWS SDK, which looks for credentials itself where none are set. */
export async function loadBedrock(
  name: string,
  provider: Provider,
  { apiKeys: [apiKey], baseUrl }: BackendAccount,
  { region, facts, clock, timeouts, wire, env = process.env }: BackendOptions,
): Promise<Backend> {
  const { bedrockBackend } = await import("../backends/bedrock.ts");
  const credentials = apiKey === undefined ? awsCredentials(env) : undefined;
  return bedrockBackend({
    name,
    provider,
    wire: wire === undefined ? await newWire(env) : await kept(wire),
    ...(region !== undefined && { region }),
    ...(baseUrl !== undefined && { baseUrl }),
    ...(apiKey !== undefined && { apiKey }),
    ...(credentials !== undefined && { credentials }),
    ...(facts !== undefined && { facts }),
    ...(clock !== undefined && { clock }),
    ...(timeouts !== undefined && { timeouts }),
  });
}

function awsCredentials(env: Environment) {
  const accessKeyId = readEnv(env, "AWS_ACCESS_KEY_ID");
  const secretAccessKey = readEnv(env, "AWS_SECRET_ACCESS_KEY");
  const sessionToken = readEnv(env, "AWS_SESSION_TOKEN");
  if (accessKeyId === undefined || secretAccessKey === undefined) return undefined;
  return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
}

/** Loads the backend that answers by itself. */
export async function loadMock(name: string, { clock, facts = () => FREE }: BackendOptions): Promise<Backend> {
  const { fakeBackend, mockAnswer, MOCK_MODELS } = await import("../backends/fake.ts");
  return fakeBackend(mockAnswer, {
    name,
    models: Object.keys(MOCK_MODELS),
    facts,
    ...(clock !== undefined && { clock }),
  });
}

const FREE: Facts = { pricing: { input: 0, output: 0, reasoning: 0 } };

async function newWire(env: BackendOptions["env"]): Promise<Wire> {
  const { createWire } = await import("../wire/create-wire.ts");
  return createWire(env === undefined ? {} : { env });
}

/** A wire of the caller's own, which outlives the backend. */
async function kept(wire: Wire): Promise<Wire> {
  return { send: (request, options) => wire.send(request, options), close: async () => undefined };
}

async function loadBeside(provider: Provider): Promise<{ embedding?: EmbeddingDialect; rerank?: RerankDialect }> {
  if (provider.rerankPath === undefined) return {};
  const { cohereEmbedding, cohereRerank } = await import("../dialects/cohere-rerank.ts");
  return { rerank: cohereRerank, ...(provider.dialect === "cohere" && { embedding: cohereEmbedding }) };
}

/** Where a provider is called in a dialect, by its address in its own. */
function addressIn(dialect: HttpDialect, provider: Provider, native: string): string {
  const { dialect: own, openaiPath, anthropicPath } = provider;
  if (dialect === own || (dialect === "openai-responses" && own === "openai")) return native;
  if (dialect === "anthropic") return joined(anthropicPath ?? ".", native);
  return openaiPath === undefined || /^https?:\/\//.test(openaiPath)
    ? (openaiPath ?? native)
    : `${native}${openaiPath}`;
}

function joined(path: string, base: string): string {
  return new URL(path, `${base}/`).href.replace(/\/+$/, "");
}
