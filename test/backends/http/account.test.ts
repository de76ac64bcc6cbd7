import { describe, expect, it, onTestFinished } from "vitest";
import type { BackendOptions } from "../../../src/builtins/backend-options.ts";
import { createBackend } from "../../../src/builtins/backends.ts";
import { CallError } from "../../../src/call-error.ts";
import { type Plans, startLoopback } from "../../support/loopback.ts";

const ASKED = { messages: [{ role: "user" as const, content: "hello" }] };
const ANSWER = {
  id: "c",
  object: "chat.completion",
  model: "gpt-4o-2024-08-06",
  choices: [{ index: 0, message: { role: "assistant", content: "hi" }, finish_reason: "stop" }],
  usage: { prompt_tokens: 1_000, completion_tokens: 500, total_tokens: 1_500 },
};

async function openai(plans: Plans, options: Partial<BackendOptions> = {}) {
  const server = await startLoopback(plans);
  const backend = createBackend({
    provider: "openai",
    baseUrl: `${server.url}/v1`,
    apiKey: "sk-one-0123456789",
    env: {},
    ...options,
  });
  onTestFinished(async () => {
    await backend.close();
    await server.close();
  });
  return { server, backend };
}

const chat = { "/v1/chat/completions": { json: ANSWER } };

describe("the keys of an account", () => {
  it("are used in turn, one a call", async () => {
    const { server, backend } = await openai(chat, { apiKey: ["key-a-0123456789", "key-b-0123456789"] });
    for (let call = 0; call < 3; call++) await backend.generate("m", ASKED);
    const sent = server.requests.map(({ headers }) => headers.authorization);
    expect(sent).toEqual(["Bearer key-a-0123456789", "Bearer key-b-0123456789", "Bearer key-a-0123456789"]);
  });

  it("are told by their position when one is refused, never by their text", async () => {
    const refuse = { status: 401, json: { error: { message: "Incorrect API key provided: key-b-0123456789" } } };
    const { backend } = await openai(
      { "/v1/chat/completions": [{ json: ANSWER }, refuse] },
      { apiKey: ["key-a-0123456789", { reveal: () => "key-b-0123456789" }] },
    );
    await backend.generate("m", ASKED);
    const error = await backend.generate("m", ASKED).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "invalid_key", fault: "credential", target: "openai/m" });
    expect((error as CallError).message).toMatch(/^openai\/m: .*\(key 2 of 2\)$/);
    expect(JSON.stringify({ ...(error as CallError), m: (error as CallError).message })).not.toContain("key-b");
  });

  it("come from the provider's variable, and go nowhere but to where the provider is", async () => {
    const server = await startLoopback(chat);
    const { url } = server;
    const OPENAI_API_KEY = "sk-env-0123456789";
    const own = createBackend({ provider: "openai", env: { OPENAI_API_KEY, OPENAI_BASE_URL: `${url}/v1` } });
    const elsewhere = createBackend({ provider: "openai", baseUrl: `${url}/v1`, env: { OPENAI_API_KEY } });
    await own.generate("m", ASKED);
    await elsewhere.generate("m", ASKED);
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      `Bearer ${OPENAI_API_KEY}`,
      undefined,
    ]);
    await Promise.all([own.close(), elsewhere.close(), server.close()]);
  });

  it("that are missing are an error of the call, naming the variable, before anything is sent", async () => {
    const server = await startLoopback(chat);
    const backend = createBackend({ provider: "openai", env: { OPENAI_BASE_URL: `${server.url}/v1` } });
    const expected = { code: "missing_key", fault: "credential", target: "openai/m", retryable: false };
    await expect(backend.generate("m", ASKED)).rejects.toMatchObject(expected);
    await expect(backend.stream("m", ASKED)[Symbol.asyncIterator]().next()).rejects.toThrow("set OPENAI_API_KEY");
    expect(server.requests).toEqual([]);
    await Promise.all([backend.close(), server.close()]);
  });

  it("are not needed where a header carries one", async () => {
    const { server, backend } = await openai(chat, { apiKey: [], headers: { Authorization: "Bearer own-0123456789" } });
    await backend.generate("m", ASKED);
    expect(server.requests[0]?.headers.authorization).toBe("Bearer own-0123456789");
  });

  it.each([
    ["anthropic", "", "/v1/messages", "x-api-key"],
    ["google", "", "/v1beta/models/m:generateContent", "x-goog-api-key"],
    ["azure", "/openai/v1", "/openai/v1/chat/completions", "api-key"],
  ])("are sent to %s as it wants them, and never in the address", async (provider, path, asked, header) => {
    const { server, backend } = await openai({ [asked]: { status: 500 } }, { provider });
    const account = createBackend({ provider, baseUrl: `${server.url}${path}`, apiKey: "key-0123456789", env: {} });
    await account.generate("m", ASKED).catch(() => undefined);
    const [request] = server.requests;
    expect(request?.path).toBe(asked);
    expect(request?.headers[header]).toBe("key-0123456789");
    expect(request?.headers.authorization).toBeUndefined();
    await Promise.all([account.close(), backend.close()]);
  });
});

describe("the headers of a call", () => {
  it("are the account's own, its organization's, and those a call may add", async () => {
    const { server, backend } = await openai(chat, {
      organization: "org-1",
      project: "proj-1",
      headers: { "X-Title": "Example" },
    });
    await backend.generate("m", ASKED, { headers: { "X-Request-Id": "r-1" } });
    expect(server.requests[0]?.headers).toMatchObject({
      "openai-organization": "org-1",
      "openai-project": "proj-1",
      "x-title": "Example",
      "x-request-id": "r-1",
      "content-type": "application/json",
    });
  });

  it("are the account's where the dialect sends the same, and the next call's own again", async () => {
    const { server, backend } = await openai({ "/v1/messages": { status: 500 } }, { provider: "anthropic" });
    const account = createBackend({
      provider: "anthropic",
      baseUrl: server.url,
      apiKey: "k-0123456",
      headers: { "Anthropic-Version": "2099-01-01" },
      env: {},
    });
    await account.generate("m", ASKED, { headers: { "x-request-id": "1" } }).catch(() => undefined);
    await account.generate("m", ASKED).catch(() => undefined);
    expect(server.requests.map(({ headers }) => [headers["anthropic-version"], headers["x-request-id"]])).toEqual([
      ["2099-01-01", "1"],
      ["2099-01-01", undefined],
    ]);
    await Promise.all([account.close(), backend.close()]);
  });

  it("of a stream ask for one", async () => {
    const { server, backend } = await openai({ "/v1/chat/completions": { status: 500 } });
    await backend
      .stream("m", ASKED)
      [Symbol.asyncIterator]()
      .next()
      .catch(() => undefined);
    expect(server.requests[0]?.headers.accept).toBe("text/event-stream");
  });

  it.each(["authorization", "Cookie", "x-api-key", "host"])("may not hold %s from a caller", async (name) => {
    const { server, backend } = await openai(chat);
    const call = backend.generate("m", ASKED, { headers: { [name]: "x" } });
    const field = `headers.${name.toLowerCase()}`;
    await expect(call).rejects.toMatchObject({ code: "unsupported_request", fault: "request", field });
    expect(server.requests).toEqual([]);
  });
});

describe("the address of a call", () => {
  it("holds Azure's deployment and version where a version is chosen", async () => {
    const path = "/openai/deployments/my%20model/chat/completions?api-version=2024-10-21";
    const { server } = await openai({ [path]: { json: ANSWER } });
    const backend = createBackend({
      provider: "azure",
      baseUrl: server.url,
      apiVersion: "2024-10-21",
      apiKey: "key-0123456789",
      env: {},
    });
    expect((await backend.generate("my model", ASKED)).content).toBe("hi");
    expect(server.requests.map(({ path: asked }) => asked)).toEqual([path]);
    await backend.close();
  });

  it("is the provider's in the dialect that is asked for", async () => {
    const { server } = await openai({ "/v1/chat/completions": { json: ANSWER } });
    const backend = createBackend({
      provider: "anthropic",
      dialect: "openai",
      baseUrl: server.url,
      apiKey: "k-0123456",
      env: {},
    });
    expect((await backend.generate("m", ASKED)).content).toBe("hi");
    expect(server.requests[0]?.headers.authorization).toBe("Bearer k-0123456");
    await backend.close();
  });
});

describe("what a reply tells of its call", () => {
  const at = new Date("2026-03-04T05:06:07Z");
  const facts = () => ({ pricing: { input: 2.5, output: 10 } });

  it("holds the exact cost, the attempt and the models", async () => {
    const { backend } = await openai(chat, { facts, clock: () => at, name: "mine" });
    const reply = await backend.generate("gpt-4o", ASKED);
    expect(reply).toMatchObject({
      modelAsked: "gpt-4o",
      modelServed: "gpt-4o-2024-08-06",
      target: "mine/gpt-4o",
      raw: ANSWER,
    });
    expect(reply.cost).toMatchObject({ usd: "0.0075", basis: "computed" });
    expect(reply.attempts).toMatchObject([
      { target: "mine/gpt-4o", startedAt: at.toISOString(), outcome: "ok", status: 200, cost: { usd: "0.0075" } },
    ]);
  });

  describe("of a model that answered in place of another", () => {
    const sold = { "gpt-4o": 2.5, "gpt-4o-mini": 0.15, "meta/llama": 0.1, "meta/llama:free": 0 } as const;
    const prices = (model: string) =>
      model in sold ? { pricing: { input: sold[model as keyof typeof sold], output: 0 } } : undefined;
    const costOfAsking = async (model: string, served: string, options: Partial<BackendOptions> = {}) => {
      const plan = { json: { ...ANSWER, model: served } };
      const plans = { "/v1/chat/completions": plan, "/v1/openai/v1/chat/completions": plan };
      const { backend } = await openai(plans, { facts: prices, ...options });
      return (await backend.generate(model, ASKED)).cost;
    };

    it("costs what that one costs, where it is known", async () => {
      expect(await costOfAsking("gpt-4o", "gpt-4o-mini")).toMatchObject({ usd: "0.00015" });
    });

    it("is not priced as the one that was asked, and says who answered", async () => {
      expect(await costOfAsking("gpt-4o", "gpt-4.5")).toEqual({
        usd: null,
        reason: "gpt-4.5 answered in place of gpt-4o, and no price is known for it",
      });
    });

    it("costs what its own name costs, where the answer only spells it otherwise", async () => {
      for (const served of ["gpt-4o", "gpt-4o-2024-08-06", "openai/gpt-4o"])
        expect(await costOfAsking("gpt-4o", served)).toMatchObject({ usd: "0.0025" });
    });

    it("costs what the variant costs that was asked for, though the answer does not name it", async () => {
      expect(await costOfAsking("meta/llama:free", "meta/llama")).toMatchObject({ usd: "0" });
      expect(await costOfAsking("meta/llama:fast", "meta/llama")).toMatchObject({ usd: null });
    });

    it("costs what the caller says of a name of his own: a deployment's, or on his own machine", async () => {
      for (const provider of ["azure", "lm-studio"])
        expect(await costOfAsking("gpt-4o", "something-else", { provider })).toMatchObject({ usd: "0.0025" });
    });

    it("costs what its provider says it charged, all the same", async () => {
      const usage = { ...ANSWER.usage, cost: 0.5 };
      const answer = { "/v1/chat/completions": { json: { ...ANSWER, model: "gpt-4.5", usage } } };
      const { backend } = await openai(answer, { facts: prices, provider: "openrouter" });
      expect((await backend.generate("gpt-4o", ASKED)).cost).toMatchObject({ usd: "0.5", basis: "reported" });
    });
  });

  it("says why a cost is not known", async () => {
    const { backend } = await openai(chat);
    expect((await backend.generate("m", ASKED)).cost).toEqual({
      usd: null,
      reason: "no prices are known here; pass { facts }",
    });
    const silent = await openai({ "/v1/chat/completions": { json: { ...ANSWER, usage: undefined } } }, { facts });
    expect((await silent.backend.generate("m", ASKED)).cost).toMatchObject({
      usd: null,
      reason: expect.stringContaining("what was used"),
    });
  });
});

describe("an answer that is none", () => {
  it.each([
    ["an error with status 200", { error: { message: "overloaded", code: 503 } }, "overloaded"],
    ["an error in words with status 200", { error: "the model crashed" }, "server_error"],
    ["an answer without choices", { id: "c", choices: [] }, "malformed_answer"],
    ["a list", [], "malformed_answer"],
    ["null", null, "malformed_answer"],
    ["another API's answer", { hello: "world" }, "malformed_answer"],
  ])("is refused: %s", async (_what, json, code) => {
    const { backend } = await openai({ "/v1/chat/completions": { body: JSON.stringify(json) } });
    await expect(backend.generate("m", ASKED)).rejects.toMatchObject({ code, target: "openai/m" });
  });

  it("is refused: a page of HTML, a redirect, and nothing at all", async () => {
    const page = await openai({ "/v1/chat/completions": { body: "<html>log in</html>" } });
    await expect(page.backend.generate("m", ASKED)).rejects.toMatchObject({ code: "malformed_answer" });
    const away = await openai({ "/v1/chat/completions": { redirect: "http://127.0.0.1:1/elsewhere" } });
    await expect(away.backend.generate("m", ASKED)).rejects.toMatchObject({ code: "redirected" });
    const empty = await openai({ "/v1/chat/completions": { body: "" } });
    await expect(empty.backend.generate("m", ASKED)).rejects.toMatchObject({ code: "malformed_answer" });
  });

  it("is an error a caller can catch by its type, also for a request that cannot be read", async () => {
    const { backend } = await openai(chat);
    const error = await backend.generate("m", null as never).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(CallError);
    expect(error).toMatchObject({ fault: "request", target: "openai/m" });
  });
});
