import { afterEach, describe, expect, it } from "vitest";
import { providers } from "../../src/builtins/providers.ts";
import { InvalidInputError } from "../../src/errors.ts";
import type { Provider } from "../../src/provider.ts";
import { openaiCompatible, type ProviderApiOptions, providerApi } from "../../src/sources/provider-api.ts";
import { sourceContract } from "../../src/testing/source-kit.ts";
import { createHttp } from "../../src/util/http.ts";
import type { Fetch } from "../../src/util/transport.ts";
import { report } from "../support/a-source.ts";
import { type Loopback, type Plans, startLoopback } from "../support/loopback.ts";
import { TinyImporter } from "../support/tiny-importer.ts";

const SECRET = "sk-canary-0123456789abcdef";
const open: Loopback[] = [];

async function serve(plans: Plans): Promise<Loopback> {
  const server = await startLoopback(plans);
  open.push(server);
  return server;
}

afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

const listing = [...providers.values()].filter((provider) => provider.models !== undefined);

/** An answer with rows of any provider: they agree on calling a model `id` or `name`. */
function answerOf({ models }: Provider, rows: readonly unknown[]): unknown {
  return models?.field === undefined ? rows : { [models.field]: rows };
}

const good = [
  { id: "one", name: "one" },
  { id: "org/two", name: "org/two" },
];

async function ask(options: ProviderApiOptions) {
  const importer = new TinyImporter();
  const result = await report(providerApi(options), {}, importer);
  return { ...result, ids: [...(importer.models.get(result.source)?.keys() ?? [])] };
}

describe.each(listing)("the list of $name", (provider) => {
  const contract = sourceContract({
    make: (baseUrl) => providerApi({ provider, baseUrl, apiKey: "key" }),
    answer: () => answerOf(provider, good),
    answerWithBrokenRow: () => answerOf(provider, [{ id: 7, name: null }, null, ...good]),
    ids: [`${provider.name}/one`, `${provider.name}/org/two`],
  });
  for (const { name, run, skip } of contract) it.skipIf(skip !== undefined)(name, run);

  it("is asked for at its own address, with the key in a header and nowhere else", async () => {
    const asked: { url: string; headers: Record<string, string> }[] = [];
    const source = providerApi({ provider, baseUrl: provider.baseUrl ?? "https://own.test", apiKey: SECRET });
    const { signal } = new AbortController();
    const fetch: Fetch = async (url, { headers }) => {
      asked.push({ url, headers });
      return Response.json(answerOf(provider, good));
    };
    const http = createHttp({ source: provider.name, signal, fetch });
    await source.discover({ signal, http, skip: () => undefined });
    expect(asked).toHaveLength(1);
    expect(asked[0]?.url.startsWith(`${source.address}`)).toBe(true);
    expect(asked[0]?.url).not.toContain(SECRET);
    const { keyHeader = "bearer" } = provider;
    const name = keyHeader === "bearer" ? "authorization" : keyHeader;
    expect(asked[0]?.headers[name]).toBe(keyHeader === "bearer" ? `Bearer ${SECRET}` : SECRET);
  });
});

describe("providerApi", () => {
  it.each([
    ["openai", "https://api.openai.com/v1/models"],
    ["anthropic", "https://api.anthropic.com/v1/models"],
    ["google", "https://generativelanguage.googleapis.com/v1beta/models"],
    ["mistral", "https://api.mistral.ai/v1/models"],
    ["cohere", "https://api.cohere.com/v1/models"],
    ["together", "https://api.together.ai/v1/models"],
    ["huggingface", "https://router.huggingface.co/v1/models"],
    ["groq", "https://api.groq.com/openai/v1/models"],
    ["deepseek", "https://api.deepseek.com/models"],
    ["xai", "https://api.x.ai/v1/models"],
    ["cerebras", "https://api.cerebras.ai/v1/models"],
    ["vllm", "http://localhost:8000/v1/models"],
    ["llama-cpp", "http://localhost:8080/v1/models"],
    ["lm-studio", "http://localhost:1234/api/v0/models"],
  ])("asks %s at %s", (provider, address) => {
    expect(providerApi({ provider }).address).toBe(address);
  });

  it("asks Azure at the resource's own address", () => {
    const baseUrl = "https://res.openai.azure.com/openai/v1";
    expect(providerApi({ provider: "azure", baseUrl }).address).toBe(`${baseUrl}/models`);
    expect(providerApi({ provider: "azure" })).not.toHaveProperty("address");
  });

  it("reads every page of a list, each provider by its own cursor", async () => {
    const pages: Plans = {
      "/v1/models?limit=1000": { json: { data: [{ id: "a" }], has_more: true, last_id: "a" } },
      "/v1/models?limit=1000&after_id=a": { json: { data: [{ id: "b" }], has_more: false, last_id: "b" } },
      "/v1beta/models?pageSize=1000": { json: { models: [{ name: "models/a" }], nextPageToken: "t/1=" } },
      "/v1beta/models?pageSize=1000&pageToken=t%2F1%3D": { json: { models: [{ name: "models/b" }] } },
      "/v1/models?page_size=1000": { json: { models: [{ name: "a" }], next_page_token: "2" } },
      "/v1/models?page_size=1000&page_token=2": { json: { models: [{ name: "b" }], next_page_token: "" } },
    };
    const server = await serve(pages);
    for (const provider of ["anthropic", "google", "cohere"]) {
      const { ids, status } = await ask({ provider, baseUrl: server.url, apiKey: SECRET });
      expect([status, ids]).toEqual(["ok", [`${provider}/a`, `${provider}/b`]]);
    }
    expect(server.requests.map(({ path }) => path)).toEqual(Object.keys(pages));
    expect(server.requests.map(({ headers }) => headers["anthropic-version"])).toEqual(
      Object.keys(pages).map((_, index) => (index < 2 ? "2023-06-01" : undefined)),
    );
  });

  it("gives up where pages go in a circle, and keeps nothing of them", async () => {
    const server = await serve({ "/v1beta/models": { json: { models: [{ name: "models/a" }], nextPageToken: "1" } } });
    const { status, error, ids } = await ask({ provider: "google", baseUrl: server.url, apiKey: SECRET });
    expect([status, ids]).toEqual(["failed", []]);
    expect(error?.message).toBe(
      `google: its pages do not end (one came twice, or more than 200), from ${server.url}/v1beta/models; try again later`,
    );
    expect(server.requests).toHaveLength(2);
  });

  it("takes no part of a list for all of it", async () => {
    const server = await serve({ "/v1/models": { json: { data: [{ id: "a" }], has_more: true, last_id: null } } });
    const { error, ids } = await ask({ provider: "anthropic", baseUrl: server.url, apiKey: SECRET });
    expect(ids).toEqual([]);
    expect(error?.message).toBe(
      `anthropic: ${server.url}/v1/models says that there is more, but not where ("last_id"); try again later`,
    );
    const second = await serve({
      "/v1/models?limit=1000": { json: { data: [{ id: "a" }], has_more: true, last_id: "a" } },
      "/v1/models?limit=1000&after_id=a": { status: 500 },
    });
    const broken = await ask({ provider: "anthropic", baseUrl: second.url, apiKey: SECRET });
    expect([broken.status, broken.ids, broken.error?.status]).toEqual(["failed", [], 500]);
  });

  it("does not ask without the key it needs, and names the variable", async () => {
    const { status, error } = await ask({ provider: "openai" });
    expect(status).toBe("failed");
    expect(error).toMatchObject({ code: "source_unconfigured", fault: "credential", retryable: false });
    expect(error?.message).toBe("openai: OpenAI was not asked: OPENAI_API_KEY is not set");
    expect((await ask({ provider: "azure" })).error?.message).toBe(
      "azure: Azure OpenAI was not asked: AZURE_OPENAI_ENDPOINT is not set",
    );
  });

  it("asks a server at another address also without a key, and says when one is needed after all", async () => {
    const server = await serve({ "/open/models": { json: { data: [{ id: "a" }] } }, "/shut/models": { status: 401 } });
    expect((await ask({ provider: "openai", baseUrl: `${server.url}/open/` })).ids).toEqual(["openai/a"]);
    const { error } = await ask({ provider: "openai", baseUrl: `${server.url}/shut` });
    expect(error?.message).toBe(
      `openai: a key is needed (HTTP 401 at ${server.url}/shut/models); set OPENAI_API_KEY to one`,
    );
    expect(error?.fault).toBe("credential");
  });

  it("sends headers of the caller's beside the key", async () => {
    const server = await serve({ "/models": { json: { data: [] } } });
    const headers = { "OpenAI-Organization": "org-1" };
    await ask({ provider: "openai", baseUrl: server.url, apiKey: SECRET, headers });
    expect(server.requests[0]?.headers).toMatchObject({
      authorization: `Bearer ${SECRET}`,
      "openai-organization": "org-1",
    });
  });

  it("takes null for an empty list, as servers written in Go send it", async () => {
    const server = await serve({ "/models": { json: { data: null } } });
    expect(await ask({ provider: "openai", baseUrl: server.url })).toMatchObject({ status: "ok", found: 0 });
  });

  it.each([
    [
      "openai",
      "not an address",
      'openai: expected an address like https://host/path, got "not an address"; check the address',
    ],
    ["openai", "ftp://host", 'openai: expected an http or https address, got "ftp://host/models"; check the address'],
    [
      "google",
      "https://me:secret@host.test",
      "google: expected an address without user and password (give the key on its own)",
    ],
  ])("refuses to ask %s at %j", async (provider, baseUrl, message) => {
    const { error } = await ask({ provider, baseUrl, apiKey: SECRET });
    expect(error?.message).toContain(message);
    expect(error?.message).not.toContain("secret");
  });

  it.each([
    ["openai", { models: [] }, 'expected { "data": [ models ] } from {url}/models; check the address'],
    ["together", { data: [] }, "expected [ models ] from {url}/models; check the address"],
    ["google", [], 'expected { "models": [ models ] } from {url}/v1beta/models; check the address'],
    ["mistral", { data: { id: "a" } }, 'expected { "data": [ models ] } from {url}/models; check the address'],
    [
      "groq",
      { data: ["a", 7] },
      "none of the 2 rows of its answer is a model; the first: expected an object with an id",
    ],
  ])("says what it expected of %s instead of %j", async (provider, json, message) => {
    const server = await serve({ "/models": { json }, "/v1beta/models": { json } });
    const { error } = await ask({ provider, baseUrl: server.url, apiKey: SECRET });
    expect(error?.code).toBe("source_malformed");
    expect(error?.message).toBe(`${provider}: ${message.replace("{url}", server.url)}`);
  });

  it("refuses a provider it does not know, or that has a source of its own", () => {
    expect(() => providerApi({ provider: "nobody" })).toThrow(InvalidInputError);
    expect(() => providerApi({ provider: "ollama" })).toThrow(
      'providerApi: provider: "ollama" is no provider that lists its models over HTTP; those are anthropic, azure, cerebras,',
    );
  });
});

describe("openaiCompatible", () => {
  it("lists the models of a server of one's own under its name, free where they are local", async () => {
    const rows = [{ id: "My Model.gguf", meta: { n_ctx_train: 8_192, n_ctx: 2_048 }, aliases: ["small", "two words"] }];
    const server = await serve({ "/v1/models": { json: { data: rows } } });
    const importer = new TinyImporter();
    const source = openaiCompatible({ name: "lab", baseUrl: `${server.url}/v1`, apiKey: SECRET, isLocal: true });
    expect((await report(source, {}, importer)).status).toBe("ok");
    expect(importer.models.get("lab")?.get("lab/My-Model.gguf")).toEqual({
      id: "lab/My-Model.gguf",
      provider: "lab",
      contextWindow: 8_192,
      aliases: ["lab/small"],
      pricing: { input: 0, output: 0 },
      isLocal: true,
      connectorMetadata: { lab: { id: "My Model.gguf", servedContextWindow: 2_048 } },
    });
    expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${SECRET}`);
  });

  it("asks without a key, and knows no price of models that are not local", async () => {
    const server = await serve({ "/models": { json: { data: [{ id: "a" }] } } });
    const importer = new TinyImporter();
    await report(openaiCompatible({ name: "proxy", baseUrl: server.url }), {}, importer);
    expect(importer.models.get("proxy")?.get("proxy/a")).toMatchObject({ isLocal: false });
    expect(importer.models.get("proxy")?.get("proxy/a")).not.toHaveProperty("pricing");
    expect(server.requests[0]?.headers).not.toHaveProperty("authorization");
  });

  it("refuses a name no source can have, or that another provider has", () => {
    expect(() => openaiCompatible({ name: "gemini", baseUrl: "http://lab.test" })).toThrow(
      'openaiCompatible: name: "gemini" is Google Gemini API; choose another name, or use providerApi({ provider: "google", baseUrl })',
    );
    expect(() => openaiCompatible({ name: "My Lab", baseUrl: "http://lab.test" })).toThrow(
      'openaiCompatible: name: expected lower-case letters, digits and dashes, got "My Lab"',
    );
  });
});
