import { describe, expect, it } from "vitest";
import { createBackend } from "../../src/builtins/backends.ts";
import { DIALECTS } from "../../src/builtins/dialects.ts";
import { providers } from "../../src/builtins/providers.ts";
import { CallError } from "../../src/call-error.ts";
import type { ChatDialect } from "../../src/dialect.ts";
import { InvalidInputError } from "../../src/errors.ts";
import type { Provider } from "../../src/provider.ts";
import { startFakeServer } from "../../src/testing/fake-server.ts";
import type { Wire } from "../../src/wire.ts";

const ASKED = { messages: [{ role: "user" as const, content: "hello" }] };

describe("the dialects", () => {
  it.each(Object.entries(DIALECTS))(
    "%s has what the table says it offers, and nothing beside it",
    async (name, row) => {
      const dialect: ChatDialect = await row.load();
      expect(dialect.name).toBe(name);
      const offers = (["embedding", "counting", "media", "moderation"] as const).filter(
        (part) => dialect[part] !== undefined,
      );
      expect([...row.offers].sort()).toEqual(offers.sort());
    },
  );
});

describe("createBackend", () => {
  it.each([...providers.values()])("makes a backend of $name without key, address or network", ({ name }) => {
    expect(createBackend({ provider: name, env: {} }).name).toBe(name);
  });

  it.each([...providers.values()].filter(({ keyVariables, isLocal }) => keyVariables.length > 0 && !isLocal))(
    "a backend of $name whose key or address is missing says so at the call",
    async ({ name, dialect }) => {
      if (dialect === "bedrock") return;
      const error = await createBackend({ provider: name, env: {} })
        .generate("m", ASKED)
        .catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(CallError);
      expect((error as CallError).message).toMatch(/^[a-z-]+\/m: .*(set [A-Z0-9_]+|pass \{)/);
    },
  );

  it("asks models that answer through Responses alone by that, and the others by Chat Completions", async () => {
    await using server = await startFakeServer({ text: "hi" });
    const backend = createBackend({ provider: "openai", apiKey: "k", baseUrl: `${server.url}/v1`, env: {} });
    for (const model of ["gpt-4o", "o3-pro"]) expect((await backend.generate(model, ASKED)).content).toBe("hi");
    expect(server.requests.map(({ path }) => path)).toEqual(["/v1/chat/completions", "/v1/responses"]);
    await backend.close();
  });

  it("prices an answer by the model that gave it", async () => {
    const usage = { input: 412, output: 264 };
    await using server = await startFakeServer({ text: "hi", usage, modelServed: "claude-sonnet-4-5" });
    const prices = new Map([
      ["claude-opus-4-5", { input: 10, output: 50 }],
      ["claude-sonnet-4-5", { input: 5, output: 25 }],
    ]);
    const facts = (model: string) => ({ pricing: prices.get(model) });
    const backend = createBackend({ provider: "anthropic", apiKey: "k", baseUrl: server.url, env: {}, facts });
    const { cost, modelServed } = await backend.generate("claude-opus-4-5", ASKED);
    expect([modelServed, cost.usd]).toEqual(["claude-sonnet-4-5", "0.00866"]);
    await backend.close();
  });

  it("has the methods the backend has once it is loaded", async () => {
    const wire: Wire = { send: () => Promise.reject(new Error("nothing is sent")), close: async () => undefined };
    for (const provider of ["openai", "anthropic", "google", "ollama", "cohere", "mistral", "mock"]) {
      const backend = createBackend({ provider, env: {}, apiKey: "k", wire });
      for (const method of [
        "embed",
        "rerank",
        "models",
        "countTokens",
        "speak",
        "transcribe",
        "generateImage",
        "moderate",
      ] as const) {
        if (backend[method] === undefined) continue;
        const called = Reflect.apply(backend[method], backend, ["m", {}]) as Promise<unknown>;
        const error = await called.catch((thrown: unknown) => thrown);
        // A method that is promised and not there would be a TypeError of ours.
        expect(String(error), `${provider}.${method}`).not.toMatch(
          /undefined is not|Function\.prototype|not a function/,
        );
      }
    }
  });

  it("does not have what the provider does not offer", () => {
    const anthropic = createBackend({ provider: "anthropic", env: {} });
    expect([anthropic.embed, anthropic.rerank, anthropic.speak]).toEqual([undefined, undefined, undefined]);
    expect(createBackend({ provider: "openai", env: {} }).rerank).toBeUndefined();
  });

  it.each([
    ["openai", true],
    ["mistral", true],
    ["custom", true],
    ["mock", true],
    ["groq", false],
    ["azure", false],
    ["google", false],
  ])("of %s can moderate: %s", (provider, can) => {
    expect(createBackend({ provider, env: {} }).moderate !== undefined).toBe(can);
  });

  it.each([
    [{ provider: "opnai" }, 'backend: provider: unknown provider "opnai"; did you mean openai?'],
    [{ provider: "constructor" }, 'unknown provider "constructor"; there are anthropic'],
    [
      { provider: "openai", dialect: "ollama" as const },
      'OpenAI does not speak "ollama"; it speaks openai, openai-responses',
    ],
    [
      { provider: "openai", baseUrl: "ftp://example.com" },
      "baseUrl: the address of OpenAI must be an http or https URL",
    ],
    [{ provider: "openai", baseUrl: "https://user:secret@example.com" }, "must not hold a user or password"],
    [{ provider: "openai", baseUrl: "https://example.com/v1?key=secret" }, "must end before the `?`"],
    [{ provider: "openai", apiVersion: "2024-10-21" }, "OpenAI has no versions to choose from"],
  ])("refuses %j", (options, message) => {
    const make = () => createBackend({ ...options, env: {} });
    expect(make).toThrow(InvalidInputError);
    expect(make).toThrow(message);
    expect(make).not.toThrow("secret");
  });

  it("takes a server of one's own, and a provider as data", async () => {
    const custom = createBackend({ provider: "custom", env: {} });
    await expect(custom.generate("m", ASKED)).rejects.toThrow(
      "custom/m: every account of custom server has an address",
    );
    const data: Provider = {
      name: "acme",
      title: "Acme",
      dialect: "openai",
      baseUrl: "http://127.0.0.1:1/v1",
      keyVariables: ["ACME_KEY"],
      docs: "https://example.com",
    };
    await expect(createBackend({ provider: data, env: {} }).generate("m", ASKED)).rejects.toThrow("set ACME_KEY");
    const reached = createBackend({ provider: data, env: { ACME_KEY: "acme-0123456789" } });
    await expect(reached.generate("m", ASKED)).rejects.toMatchObject({ code: "unreachable", target: "acme/m" });
    await reached.close();
  });

  it("leaves a wire of the caller's own open, and sends through it", async () => {
    const sent: string[] = [];
    let isClosed = false;
    const wire: Wire = {
      send: async ({ url }) => {
        sent.push(url);
        throw new CallError("unreachable", "nobody is there", { fault: "target" });
      },
      close: async () => {
        isClosed = true;
      },
    };
    const backend = createBackend({ provider: "mistral", apiKey: "k", env: {}, wire });
    await expect(backend.generate("m", ASKED)).rejects.toMatchObject({ code: "unreachable", target: "mistral/m" });
    await backend.close();
    expect([sent, isClosed]).toEqual([["https://api.mistral.ai/v1/chat/completions"], false]);
  });

  it("offers a provider that needs nothing, for trying out", async () => {
    const backend = createBackend({ provider: "mock", env: {} });
    const reply = await backend.generate("echo", ASKED);
    expect([reply.content, reply.target, reply.cost.usd]).toEqual(["hello", "mock/echo", "0"]);
    expect(await backend.models?.()).toContain("rate-limited");
    await expect(backend.generate("nobody", ASKED)).rejects.toMatchObject({ code: "model_not_found" });
  });
});
