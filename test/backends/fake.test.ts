import { describe, expect, it } from "vitest";
import { badRequest, fakeBackend, MOCK_MODELS, mockAnswer, rateLimited } from "../../src/backends/fake.ts";
import type { ChatChunk } from "../../src/chat.ts";
import { backendContract } from "../../src/testing/backend-kit.ts";

const ASKED = { messages: [{ role: "user" as const, content: "one two three" }] };

async function all(stream: AsyncIterable<ChatChunk>): Promise<ChatChunk[]> {
  const chunks: ChatChunk[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}

describe("the fake backend keeps the contract", () => {
  for (const { name, run } of backendContract({ make: (script) => ({ backend: fakeBackend(script) }) })) it(name, run);
});

describe("a script", () => {
  it("is one answer for every call, or one after the other with the last one again and again", async () => {
    const always = fakeBackend({ text: "same" });
    expect([(await always.generate("m", ASKED)).content, (await always.generate("m", ASKED)).content]).toEqual([
      "same",
      "same",
    ]);
    const list = fakeBackend([{ text: "first" }, rateLimited(1_500), { text: "last" }]);
    expect((await list.generate("m", ASKED)).content).toBe("first");
    await expect(list.generate("m", ASKED)).rejects.toMatchObject({ code: "rate_limited", retryAfterMs: 1_500 });
    expect((await list.generate("m", ASKED)).content).toBe("last");
    expect((await list.generate("m", ASKED)).content).toBe("last");
  });

  it("may look at the request, and every call is remembered", async () => {
    const backend = fakeBackend(({ model, number, stream }) => ({ text: `${model} ${number} ${stream}` }));
    expect((await backend.generate("a", ASKED)).content).toBe("a 0 false");
    expect((await all(backend.stream("b", ASKED))).map(({ content = "" }) => content).join("")).toBe("b 1 true");
    expect(backend.calls.map(({ model, request }) => [model, request])).toEqual([
      ["a", ASKED],
      ["b", ASKED],
    ]);
  });

  it("answers in JSON, with tool calls that may be broken, and with usage that cannot be", async () => {
    const json = await fakeBackend({ json: { a: [1] } }).generate("m", ASKED);
    expect(JSON.parse(json.content)).toEqual({ a: [1] });
    const called = await fakeBackend({ toolCalls: [{ name: "f", arguments: '{"half": ' }] }).generate("m", ASKED);
    expect(called.toolCalls[0]?.function.arguments).toBe('{"half": ');
    const wrong = await fakeBackend({ text: "x", usage: { totalInput: 5, cacheRead: 9, totalOutput: 1 } }).generate(
      "m",
      ASKED,
    );
    expect(wrong.usage?.suspect).toContain("the parts of the input are 9 tokens, and all of it is 5");
    expect((await fakeBackend({ text: "x", usage: null }).generate("m", ASKED)).usage).toBeUndefined();
  });

  it("waits by the clock it is given, before the answer and between its pieces", async () => {
    const waits: number[] = [];
    const sleep = async (ms: number) => {
      waits.push(ms);
    };
    await all(fakeBackend({ pieces: ["a", "b", "c"], delayMs: 70, pieceDelayMs: 5 }, { sleep }).stream("m", ASKED));
    expect(waits).toEqual([70, 5, 5]);
  });

  it("is cut short by the deadlines of a call, as a real answer is", async () => {
    const slow = fakeBackend({ text: "a b c", delayMs: 10_000 }, { sleep: async () => undefined });
    await expect(slow.generate("m", ASKED, { timeouts: { firstContentMs: 9_999 } })).rejects.toMatchObject({
      code: "first_content_timeout",
    });
    const drip = fakeBackend({ text: "a b c", pieceDelayMs: 10_000 }, { sleep: async () => undefined });
    await expect(all(drip.stream("m", ASKED, { timeouts: { idleMs: 9_999 } }))).rejects.toMatchObject({
      code: "idle_timeout",
    });
  });

  it("refuses in the provider's words", async () => {
    const refused = fakeBackend(badRequest("max_tokens is too large")).generate("m", ASKED);
    await expect(refused).rejects.toMatchObject({ providerMessage: "max_tokens is too large", target: "fake/m" });
  });
});

it("costs what its facts say", async () => {
  const backend = fakeBackend(
    { text: "x", usage: { input: 1_000, output: 500 } },
    { facts: () => ({ pricing: { input: 2.5, output: 10 } }) },
  );
  expect((await backend.generate("m", ASKED)).cost).toMatchObject({ usd: "0.0075" });
});

it("makes the same vector of the same text, of length 1", async () => {
  const backend = fakeBackend();
  const { embeddings } = await backend.embed("m", { input: ["the fox", "the fox", "dogs"], dimensions: 16 });
  expect(embeddings[0]).toEqual(embeddings[1]);
  expect(embeddings[0]).not.toEqual(embeddings[2]);
  expect(embeddings.map((vector) => [vector.length, Math.hypot(...vector).toFixed(9)])).toEqual(
    embeddings.map(() => [16, "1.000000000"]),
  );
});

it("flags the harm a text names, or what it is told to, each text for itself and parts together", async () => {
  const { moderate } = fakeBackend();
  const { results, usage } = await moderate("m", { input: ["Violence, said he", "nonviolence"] });
  expect(results.map(({ flagged, scores }) => [flagged, scores.violence])).toEqual([
    [true, 1],
    [false, 0],
  ]);
  expect(usage?.totalInput).toBe(4);
  const parts = ["one", "hate"].map((text) => ({ type: "text", text }) as const);
  expect((await moderate("m", { input: parts })).results).toMatchObject([{ flagged: true }]);
  const scripted = fakeBackend(undefined, { judge: (text) => ({ spam: text.length / 10 }) });
  expect((await scripted.moderate("m", { input: ["1234", "12345"] })).results).toEqual([
    { flagged: false, categories: { spam: false }, scores: { spam: 0.4 } },
    { flagged: true, categories: { spam: true }, scores: { spam: 0.5 } },
  ]);
  const aborted = moderate("m", { input: "x" }, { signal: AbortSignal.abort() });
  await expect(aborted).rejects.toMatchObject({ code: "aborted" });
});

describe("the models of the provider mock", () => {
  const backend = fakeBackend(mockAnswer, { name: "mock", sleep: async () => undefined });

  it.each([
    ["rate-limited", "rate_limited"],
    ["dead-key", "invalid_key"],
    ["broken", "server_error"],
    ["cut", "stream_truncated"],
    ["malformed", "malformed_answer"],
    ["stalled", "idle_timeout"],
    ["toString", "model_not_found"],
  ])("%s fails with %s", async (model, code) => {
    await expect(all(backend.stream(model, ASKED))).rejects.toMatchObject({ code, target: `mock/${model}` });
  });

  it.each(["echo", "slow", "thinker"])("%s says what the user said", async (model) => {
    expect((await all(backend.stream(model, ASKED))).map(({ content = "" }) => content).join("")).toBe("one two three");
  });

  it("are these", () => {
    expect(Object.keys(MOCK_MODELS)).toHaveLength(9);
    expect(Object.values(MOCK_MODELS).every(({ what }) => what !== "")).toBe(true);
  });
});
