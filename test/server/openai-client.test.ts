import OpenAI from "openai";
import { describe, expect, it, vi } from "vitest";
import { badRequest, type FakeScript, rateLimited } from "../../src/backends/fake.ts";
import type { Router } from "../../src/router.ts";
import { type AGatewayOptions, aGateway, KEY, KEYS } from "./support/a-gateway.ts";
import { gathered } from "./support/gathered.ts";

const messages = [{ role: "user" as const, content: "one two three" }];

/** A gateway and OpenAI's own client of it, which tries nothing again. */
async function aClient(options: AGatewayOptions = {}, more: ConstructorParameters<typeof OpenAI>[0] = {}) {
  const gateway = await aGateway({ keys: KEYS, ...options });
  const client = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: KEY, maxRetries: 0, ...more });
  return { client, ...gateway, [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose]() };
}

const answering = (script: FakeScript) => ({ scripts: { a: script } });

describe("OpenAI's client at the gateway", () => {
  it("chats, and is told the name it asked for, the target, the attempts and the cost", async () => {
    await using gateway = await aClient();
    const { data, response } = await gateway.client.chat.completions.create({ model: "m", messages }).withResponse();
    expect(data).toMatchObject({
      model: "m",
      object: "chat.completion",
      choices: [{ finish_reason: "stop", message: { content: "one two three" } }],
      usage: { prompt_tokens: 3, completion_tokens: 3 },
    });
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "x-modelmall-target": "a/x",
      "x-modelmall-attempts": "1",
      "x-modelmall-cost-usd": "0.000009",
    });
  });

  it("streams, with the target in the headers and usage at the end", async () => {
    await using gateway = await aClient({
      scripts: { a: { failure: { status: 500 } }, b: { text: "one two three" } },
      route: "retry: { attempts: 2 }",
    });
    const { data, response } = await gateway.client.chat.completions
      .create({ model: "m", messages, stream: true, stream_options: { include_usage: true } })
      .withResponse();
    const chunks = await gathered(data);
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? "").join("")).toBe("one two three");
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(1);
    expect(chunks.at(-1)?.usage).toMatchObject({ completion_tokens: 3 });
    expect(response.headers.get("x-modelmall-target")).toBe("b/x");
    expect(response.headers.get("x-modelmall-attempts")).toBe("2");
  });

  it("gets tool calls, several at once and piece by piece", async () => {
    const toolCalls = [
      { name: "weather", arguments: { city: "Genève" } },
      { name: "clock", arguments: { zone: "Europe/Zurich" } },
    ];
    await using gateway = await aClient(answering({ toolCalls }));
    const tools = toolCalls.map(({ name }) => ({ type: "function" as const, function: { name, parameters: {} } }));
    const stream = gateway.client.chat.completions.stream({ model: "m", messages, tools });
    const { choices } = await stream.finalChatCompletion();
    expect(choices[0]?.message.tool_calls?.map((call) => "function" in call && call.function)).toMatchObject([
      { name: "weather", arguments: '{"city":"Genève"}' },
      { name: "clock", arguments: '{"zone":"Europe/Zurich"}' },
    ]);
  });

  it("gets JSON by a schema, which the backend was given", async () => {
    await using gateway = await aClient(answering({ json: { age: 7 } }));
    const schema = { type: "object", properties: { age: { type: "number" } } };
    const response_format = { type: "json_schema" as const, json_schema: { name: "answer", schema } };
    const reply = await gateway.client.chat.completions.parse({ model: "m", messages, response_format });
    expect(reply.choices[0]?.message.parsed).toEqual({ age: 7 });
    expect(gateway.backends.a?.calls[0]?.request.response_format).toEqual(response_format);
  });

  it("gets vectors in the form it asks for, by itself in base64", async () => {
    await using gateway = await aClient();
    const vectors = await gateway.client.embeddings.create({ model: "m", input: ["one fox", "two"], dimensions: 3 });
    const plain = await gateway.client.embeddings.create({
      model: "m",
      input: ["one fox", "two"],
      dimensions: 3,
      encoding_format: "float",
    });
    expect(vectors.data.map(({ embedding }) => embedding.map((value) => value.toFixed(5)))).toEqual(
      plain.data.map(({ embedding }) => embedding.map((value) => value.toFixed(5))),
    );
    expect(plain).toMatchObject({ model: "m", usage: { prompt_tokens: 3 } });
  });

  it("lists models, and shows one by its name or another it has, slashes and all", async () => {
    await using gateway = await aClient();
    const { client } = gateway;
    expect((await client.models.list()).data.map(({ id }) => id)).toEqual(["m", "mock/echo"]);
    expect(await client.models.retrieve("mock/echo")).toMatchObject({ id: "mock/echo", owned_by: "mock" });
    expect(await client.models.retrieve("m-alias")).toMatchObject({ id: "m" });
    expect(await (await gateway.ask("/v1/models/mock/echo", { headers: { "x-api-key": KEY } })).json()).toMatchObject({
      id: "mock/echo",
    });
    await expect(client.models.retrieve("nothing")).rejects.toBeInstanceOf(OpenAI.NotFoundError);
  });

  it("speaks Responses, whole and as events", async () => {
    await using gateway = await aClient();
    const reply = await gateway.client.responses.create({ model: "m", input: "one two three" });
    expect(reply).toMatchObject({ model: "m", status: "completed", output_text: "one two three" });
    const events = await gathered(
      await gateway.client.responses.create({ model: "m", input: "one two", stream: true }),
    );
    expect(events.map(({ type }) => type)).toEqual(expect.arrayContaining(["response.created", "response.completed"]));
    expect(events.map((event) => (event.type === "response.output_text.delta" ? event.delta : "")).join("")).toBe(
      "one two",
    );
  });

  it("speaks the older completions", async () => {
    await using gateway = await aClient();
    const reply = await gateway.client.completions.create({ model: "m", prompt: "one two" });
    expect(reply.choices[0]?.text).toBe("one two");
  });

  it("makes images, speech and transcripts where a backend can", async () => {
    const told = {
      cost: { usd: null, reason: "free" },
      modelAsked: "x",
      target: "a/x",
      attempts: [],
      latencyMs: 1,
    } as const;
    const abilities = {
      generateImage: async () => ({ ...told, images: [{ base64: "aGk=" }] }),
      speak: async () => ({ ...told, audio: new Uint8Array([1, 2, 3]), contentType: "audio/mpeg" }),
      transcribe: vi.fn(async () => ({ ...told, text: "well said", durationSeconds: 2 })),
    };
    await using gateway = await aClient({ abilities });
    const { client } = gateway;
    expect((await client.images.generate({ model: "m", prompt: "a cat" })).data).toEqual([{ b64_json: "aGk=" }]);
    const spoken = await client.audio.speech.create({ model: "m", input: "hi", voice: "alloy" });
    expect([spoken.headers.get("content-type"), new Uint8Array(await spoken.arrayBuffer())]).toEqual([
      "audio/mpeg",
      new Uint8Array([1, 2, 3]),
    ]);
    const file = new File([new Uint8Array([9, 8, 7])], "speech.mp3");
    const written = await client.audio.transcriptions.create({ model: "m", file, language: "de", temperature: 0.5 });
    expect(written).toEqual({ text: "well said" });
    expect(abilities.transcribe).toHaveBeenCalledWith(
      "x",
      expect.objectContaining({ filename: "speech.mp3", language: "de", temperature: 0.5 }),
      expect.anything(),
    );
    const verbose = await client.audio.transcriptions.create({ model: "m", file, response_format: "verbose_json" });
    expect(verbose).toMatchObject({ text: "well said", duration: 2 });
  });

  it("ends the call behind it when it aborts a stream", async () => {
    await using gateway = await aClient(answering({ text: "one two three four", pieceDelayMs: 60_000 }));
    const stream = await gateway.client.chat.completions.create({ model: "m", messages, stream: true });
    for await (const _ of stream) break;
    const aborted = performance.now();
    await vi.waitFor(() => expect(gateway.router.health().targets[0]?.running).toBe(0), { interval: 5 });
    expect(performance.now() - aborted).toBeLessThan(250);
  });
});

describe("OpenAI's client raises its own error", () => {
  const failing = (status: number) => answering({ failure: { status } });
  const crashing = {
    router: {
      generate: () => Promise.reject(new TypeError("secret-of-ours")),
      close: async () => undefined,
    } as unknown as Router,
  };
  const cases: [string, new (...args: never[]) => Error, number, AGatewayOptions, object?][] = [
    ["for a request that is wrong", OpenAI.BadRequestError, 400, answering(badRequest())],
    ["for a key that is not one", OpenAI.AuthenticationError, 401, {}, { apiKey: "mall-key-of-the-tests-012345678" }],
    [
      "for a page of another site",
      OpenAI.PermissionDeniedError,
      403,
      {},
      { defaultHeaders: { origin: "https://evil.example" } },
    ],
    [
      "for a model the provider does not have",
      OpenAI.NotFoundError,
      404,
      answering({ failure: { status: 404, code: "model_not_found" } }),
    ],
    ["for a body that is too large", OpenAI.APIError, 413, { maxBodyBytes: 20 }],
    ["for what the provider cannot process", OpenAI.UnprocessableEntityError, 422, failing(422)],
    ["for a limit that is reached", OpenAI.RateLimitError, 429, answering(rateLimited(2_000))],
    ["for a failure of the gateway itself", OpenAI.InternalServerError, 500, crashing],
    ["for a provider that fails", OpenAI.InternalServerError, 502, failing(500)],
    ["for a provider that is overloaded", OpenAI.InternalServerError, 503, failing(503)],
    [
      "for keys of the gateway's own that are dead: not as its own fault",
      OpenAI.InternalServerError,
      502,
      failing(401),
    ],
  ];

  it.each(cases)("%s", async (_, kind, status, options, more) => {
    await using gateway = await aClient(options, more);
    const failure = await gateway.client.chat.completions
      .create({ model: "m", messages })
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(kind);
    expect(failure).toMatchObject({ status });
    expect(String(failure)).not.toContain("secret-of-ours");
    if (status !== 500) return;
    expect(gateway.logged).toEqual([expect.stringContaining("secret-of-ours")]);
  });

  it.each(cases.filter(([, , status]) => status !== 500))(
    "also for a stream that did not begin: %s",
    async (_, kind, status, options, more) => {
      await using gateway = await aClient(options, more);
      const asked = gateway.client.chat.completions.create({ model: "m", messages, stream: true });
      const failure = await asked.then(gathered).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(kind);
      expect(failure).toMatchObject({ status });
    },
  );

  it("for a request that does not come to its end: 408", async () => {
    const fetchSlowly: typeof fetch = (url, init) => {
      const headers = new Headers(init?.headers);
      headers.delete("content-length");
      return fetch(url, { ...init, headers, body: new ReadableStream(), duplex: "half" } as RequestInit);
    };
    await using gateway = await aClient({ timeouts: { headersMs: 50, requestMs: 50 } }, { fetch: fetchSlowly });
    const failure = await gateway.client.chat.completions
      .create({ model: "m", messages })
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ status: 408 });
  });

  it("in the middle of a stream, and no end marker follows", async () => {
    const cut = answering({ text: "one two three", fault: { kind: "cut" } });
    await using gateway = await aClient(cut);
    const stream = await gateway.client.chat.completions.create({ model: "m", messages, stream: true });
    await expect(gathered(stream)).rejects.toBeInstanceOf(OpenAI.APIError);
    const raw = await gateway.ask("/v1/chat/completions", {
      json: { model: "m", messages, stream: true },
      headers: { "x-api-key": KEY },
    });
    const text = await raw.text();
    expect(text.match(/"error"/g)).toHaveLength(1);
    expect(text).not.toContain("[DONE]");
  });

  it("and says when to come again, and when that is of no use", async () => {
    await using limited = await aClient(answering(rateLimited(2_000)));
    const told = await limited.client.chat.completions
      .create({ model: "m", messages })
      .catch((error: unknown) => error);
    expect((told as InstanceType<typeof OpenAI.APIError>).headers?.get("retry-after")).toBe("2");
    await using dead = await aClient(failing(401), { maxRetries: 2 });
    await expect(dead.client.chat.completions.create({ model: "m", messages })).rejects.toMatchObject({ status: 502 });
    expect(dead.backends.a?.calls).toHaveLength(1);
  });
});
