import { expect, it, onTestFinished } from "vitest";
import type { BackendOptions } from "../../../src/builtins/backend-options.ts";
import { createBackend } from "../../../src/builtins/backends.ts";
import { startFakeServer } from "../../../src/testing/fake-server.ts";
import { type Plans, startLoopback } from "../../support/loopback.ts";

async function open(plans: Plans, options: Omit<BackendOptions, "baseUrl">, path = "") {
  const server = await startLoopback(plans);
  const backend = createBackend({ apiKey: "key-0123456789", env: {}, ...options, baseUrl: `${server.url}${path}` });
  onTestFinished(async () => {
    await backend.close();
    await server.close();
  });
  return { server, backend };
}

it.each([
  ["openai", "/v1"],
  ["ollama", ""],
])("embeds texts by %s, one vector each in their order", async (provider, path) => {
  await using server = await startFakeServer();
  const backend = createBackend({ provider, baseUrl: `${server.url}${path}`, apiKey: "k-0123456", env: {} });
  const reply = await backend.embed?.("m", { input: ["one fox", "a dog"] });
  expect(reply?.embeddings.map((vector) => vector.length)).toEqual([8, 8]);
  expect(reply?.embeddings[0]).not.toEqual(reply?.embeddings[1]);
  expect(reply).toMatchObject({ target: `${provider}/m`, modelAsked: "m", attempts: [{ outcome: "ok" }] });
  expect(reply?.usage?.totalInput).toBe(4);
  await backend.close();
});

it.each(["anthropic", "google"])("asks %s itself how many tokens a request is", async (provider) => {
  await using server = await startFakeServer();
  const backend = createBackend({ provider, baseUrl: server.url, apiKey: "k-0123456", env: {} });
  const count = await backend.countTokens?.("m", { messages: [{ role: "user", content: "one two three" }] });
  expect(count).toMatchObject({ method: "provider", margin: 0 });
  expect(count?.tokens).toBeGreaterThan(3);
  await backend.close();
});

it("counts tokens without asking where the provider cannot", async () => {
  const backend = createBackend({ provider: "openai", env: {} });
  const count = await backend.countTokens?.("gpt-4o", { messages: [{ role: "user", content: "one two three" }] });
  expect(count?.method).toBe("tokenizer");
});

it("puts documents in order by Cohere, and chats with it by its OpenAI-compatible address", async () => {
  const { server, backend } = await open(
    {
      "/v2/rerank": {
        json: {
          results: [
            { index: 1, relevance_score: 0.9 },
            { index: 0, relevance_score: 0.1 },
          ],
        },
      },
      "/compatibility/v1/chat/completions": {
        json: { choices: [{ index: 0, message: { role: "assistant", content: "hi" }, finish_reason: "stop" }] },
      },
    },
    { provider: "cohere" },
  );
  const ranked = await backend.rerank?.("rerank-v3.5", { query: "fox", documents: ["dog", "fox"] });
  expect(ranked?.results.map(({ index }) => index)).toEqual([1, 0]);
  expect((await backend.generate("command-r", { messages: [{ role: "user", content: "x" }] })).content).toBe("hi");
  expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
    "Bearer key-0123456789",
    "Bearer key-0123456789",
  ]);
});

it("makes images, writes recordings down, and speaks", async () => {
  const { server, backend } = await open(
    {
      "/v1/images/generations": { json: { created: 1, data: [{ b64_json: "aGk=", revised_prompt: "a fox" }] } },
      "/v1/audio/transcriptions": { json: { text: "hello there", duration: 1.5 } },
      "/v1/audio/speech": { headers: { "content-type": "audio/mpeg" }, body: Buffer.from([1, 2, 3]) },
    },
    { provider: "openai", facts: () => ({ pricing: { image: 0.04 } }) },
    "/v1",
  );
  const made = await backend.generateImage?.("dall-e-3", { prompt: "a fox" });
  expect(made?.images).toEqual([{ base64: "aGk=", revisedPrompt: "a fox" }]);
  expect(made?.cost.usd).toBe("0.04");
  const heard = await backend.transcribe?.("whisper-1", { file: new Uint8Array([1, 2]), filename: "a.mp3" });
  expect(heard?.text).toBe("hello there");
  expect(server.requests[1]?.headers["content-type"]).toMatch(/^multipart\/form-data; boundary=/);
  const said = await backend.speak?.("tts-1", { input: "hello", voice: "alloy" });
  expect([...(said?.audio ?? [])]).toEqual([1, 2, 3]);
  expect(said?.contentType).toBe("audio/mpeg");
});

it("finds what is harmful, each text for itself, and does not say what it cost where nobody tells", async () => {
  await using server = await startFakeServer();
  const options = {
    baseUrl: `${server.url}/v1`,
    apiKey: "k-0123456",
    env: {},
    facts: () => ({ pricing: { input: 1 } }),
  };
  const backend = createBackend({ provider: "openai", ...options });
  const reply = await backend.moderate?.("m", { input: ["a nice day", "violence"] });
  expect(reply?.results).toMatchObject([
    { flagged: false, categories: { violence: false }, scores: { violence: 0 } },
    { flagged: true, categories: { violence: true }, scores: { violence: 1 } },
  ]);
  expect(reply).toMatchObject({ target: "openai/m", cost: { usd: null }, attempts: [{ outcome: "ok" }] });
  expect(server.requests.map(({ path }) => path)).toEqual(["/v1/moderations"]);
  await backend.close();
});

it("takes no answer that leaves out one of several texts", async () => {
  const json = { results: [{ flagged: false, categories: {} }] };
  const { backend } = await open({ "/v1/moderations": { json } }, { provider: "openai" }, "/v1");
  await expect(backend.moderate?.("m", { input: ["a", "b"] })).rejects.toMatchObject({
    code: "malformed_answer",
    target: "openai/m",
    retryable: true,
  });
  const parts = [{ type: "text", text: "a" } as const, { type: "text", text: "b" } as const];
  expect((await backend.moderate?.("m", { input: parts }))?.results).toHaveLength(1);
});

it("prices what is moderated by what Mistral says was used, and tells what it was asked otherwise", async () => {
  const results = [{ categories: { pii: false }, category_scores: { pii: 0.1 } }];
  const json = { model: "m", results, usage: { prompt_tokens: 1_000, total_tokens: 1_000, completion_tokens: 0 } };
  const facts = () => ({ pricing: { input: 0.1 } });
  const { backend } = await open({ "/v1/moderations": { json } }, { provider: "mistral", facts }, "/v1");
  const reply = await backend.moderate?.("m", { input: [{ type: "text", text: "a" }] });
  expect(reply).toMatchObject({
    results: [{ flagged: false }],
    cost: { usd: "0.0001" },
    adaptations: [{ field: "input" }],
  });
});

it("refuses sound that is none", async () => {
  const plans = { "/v1/audio/speech": { json: { hello: "world" } } };
  const { backend } = await open(plans, { provider: "openai" }, "/v1");
  const call = backend.speak?.("tts-1", { input: "hello", voice: "alloy" });
  await expect(call).rejects.toMatchObject({ code: "malformed_answer", target: "openai/tts-1" });
});

it("lists models page by page, and stops at the last", async () => {
  const { server, backend } = await open(
    {
      "/v1/models?limit=1000": { json: { data: [{ id: "a" }, { id: "b" }], has_more: true, last_id: "b" } },
      "/v1/models?limit=1000&after_id=b": {
        json: { data: [{ id: "c" }, { no: "id" }], has_more: false, last_id: "c" },
      },
    },
    { provider: "anthropic" },
  );
  expect(await backend.models?.()).toEqual(["a", "b", "c"]);
  expect(server.requests[0]?.headers).toMatchObject({
    "x-api-key": "key-0123456789",
    "anthropic-version": "2023-06-01",
  });
});

it("says of a list of models that is none which account it is", async () => {
  const { backend } = await open({ "/v1/models": { json: { surprise: 1 } } }, { provider: "openai" }, "/v1");
  await expect(backend.models?.()).rejects.toMatchObject({ code: "malformed_answer", target: "openai" });
});

it("reads usage that follows the end marker, and does not wait for a server that does not close", async () => {
  const event = (data: unknown) => `data: ${JSON.stringify(data)}\n\n`;
  const choice = (delta: object, finish_reason: string | null = null) =>
    event({ choices: [{ index: 0, delta, finish_reason }] });
  const usage = event({ choices: [], usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 } });
  const chunks = [choice({ content: "hi" }), choice({}, "stop"), usage, "data: [DONE]\n\n"];
  const { backend } = await open(
    { "/v1/chat/completions": { chunks, hold: "end", headers: { "content-type": "text/event-stream" } } },
    { provider: "openai" },
    "/v1",
  );
  const all = [];
  for await (const chunk of backend.stream("m", { messages: [{ role: "user", content: "x" }] })) all.push(chunk);
  expect(all.at(-1)).toMatchObject({
    finishReason: "stop",
    usage: { totalInput: 3, totalOutput: 2 },
    end: { target: "openai/m" },
  });
});
