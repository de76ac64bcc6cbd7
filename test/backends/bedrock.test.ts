import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { inspect } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import { type BedrockBackendOptions, bedrockBackend } from "../../src/backends/bedrock.ts";
import type { ChatChunk, ChatRequest } from "../../src/chat.ts";
import { closedPort, startLoopback } from "../support/loopback.ts";
import { startReplay } from "../support/recorded-calls.ts";
import { frames } from "./bedrock/event-frames.ts";

const MODEL = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
const HELLO: ChatRequest = { messages: [{ role: "user", content: "Hello" }] };
const SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: SECRET };
const ANSWER = {
  output: { message: { role: "assistant", content: [{ text: "Hi" }] } },
  stopReason: "end_turn",
  usage: { inputTokens: 10, outputTokens: 2, totalTokens: 12 },
  metrics: { latencyMs: 1 },
};
const EVENTS = [
  { messageStart: { role: "assistant" } },
  { contentBlockDelta: { contentBlockIndex: 0, delta: { text: "Hi" } } },
  { contentBlockStop: { contentBlockIndex: 0 } },
  { messageStop: { stopReason: "end_turn" } },
  { metadata: { usage: { inputTokens: 10, outputTokens: 2, totalTokens: 12 }, metrics: { latencyMs: 1 } } },
];

function backendAt(baseUrl: string, more: BedrockBackendOptions = {}) {
  const backend = bedrockBackend({ region: "eu-west-1", baseUrl, credentials, ...more });
  onTestFinished(() => backend.close());
  return backend;
}

async function answering(status: number, body: Buffer | object, headers: Record<string, string> = {}) {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
  const replay = await startReplay({ response: { status, headers, body: bytes } });
  onTestFinished(() => replay[Symbol.asyncDispose]());
  return replay;
}

const streaming = (body: Buffer) => answering(200, body, { "content-type": "application/vnd.amazon.eventstream" });

async function collect(stream: AsyncIterable<ChatChunk>): Promise<ChatChunk[]> {
  const chunks: ChatChunk[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}

describe("a backend at Amazon Bedrock", () => {
  it("answers with what was used and what it cost, and signs what it sends", async () => {
    const { url, requests } = await answering(200, ANSWER);
    const facts = () => ({ pricing: { input: 3, output: 15 } });
    const reply = await backendAt(url, { facts }).generate(MODEL, HELLO);
    expect(reply).toMatchObject({
      content: "Hi",
      finishReason: "stop",
      target: `bedrock/${MODEL}`,
      modelAsked: MODEL,
      usage: { totalInput: 10, totalOutput: 2 },
      cost: { usd: "0.00006", basis: "computed" },
      attempts: [{ outcome: "ok", status: 200 }],
    });
    const [sent] = requests;
    expect(sent?.path).toBe(`/model/${encodeURIComponent(MODEL)}/converse`);
    expect(sent?.headers.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d+\/eu-west-1\/bedrock\//);
  });

  it("sends an API key as a bearer, without credentials or a region", async () => {
    const { url, requests } = await answering(200, ANSWER);
    const backend = bedrockBackend({ baseUrl: url, apiKey: "bedrock-api-key-0123456789" });
    onTestFinished(() => backend.close());
    await backend.generate(MODEL, HELLO);
    expect(requests[0]?.headers.authorization).toBe("Bearer bedrock-api-key-0123456789");
  });

  it("streams, and ends with usage, cost and what is known of the call", async () => {
    const { url } = await streaming(frames(EVENTS));
    const chunks = await collect(backendAt(url).stream(MODEL, HELLO));
    expect(chunks).toMatchObject([
      { content: "Hi" },
      { finishReason: "stop", usage: { totalInput: 10 }, end: { target: `bedrock/${MODEL}`, cost: { usd: null } } },
    ]);
    expect(chunks.at(-1)?.end?.firstContentMs).toBeGreaterThan(0);
  });

  it("answers well where only the usage after the end marker was cut off", async () => {
    const { url } = await streaming(frames(EVENTS.slice(0, 4)));
    const last = (await collect(backendAt(url).stream(MODEL, HELLO))).at(-1);
    expect(last).toMatchObject({ finishReason: "stop", end: { attempts: [{ outcome: "ok" }] } });
    expect(last).not.toHaveProperty("usage");
  });

  it.each([
    ["throttlingException", "rate_limited", true],
    ["modelStreamErrorException", "server_error", true],
    ["serviceUnavailableException", "overloaded", true],
    ["validationException", "invalid_request", false],
  ])("tells a %s in the middle of a stream as %s", async (name, code, retryable) => {
    const exception = frames([{ [name]: { message: "it went wrong" } }], "exception");
    const { url } = await streaming(Buffer.concat([frames(EVENTS.slice(0, 2)), exception]));
    const seen: ChatChunk[] = [];
    const failed = async () => {
      for await (const chunk of backendAt(url).stream(MODEL, HELLO)) seen.push(chunk);
    };
    await expect(failed()).rejects.toMatchObject({ code, retryable, target: `bedrock/${MODEL}` });
    expect(seen).toMatchObject([{ content: "Hi" }]);
  });

  it.each([
    [429, "ThrottlingException", "rate_limited", "target", true],
    [403, "AccessDeniedException", "forbidden", "credential", false],
    [400, "ValidationException", "invalid_request", "request", false],
    [500, "InternalServerException", "server_error", "target", true],
    [503, "ServiceUnavailableException", "overloaded", "target", true],
  ])("tells %i %s as %s, asks once, and shows no key", async (status, name, code, fault, retryable) => {
    const body = { message: `no: ${SECRET}` };
    const { url, requests } = await answering(status, body, {
      "x-amzn-errortype": `${name}:http://internal/`,
      "retry-after": "2",
    });
    const error = await backendAt(url)
      .generate(MODEL, HELLO)
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code, fault, retryable, status, ...(retryable && { retryAfterMs: 2_000 }) });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(SECRET);
    expect(requests).toHaveLength(1);
  });

  it("gives up when its caller does, before and during the call, and the server learns of it", async () => {
    let left: () => void = () => undefined;
    const gone = new Promise<void>((resolve) => {
      left = resolve;
    });
    const arrived = new AbortController();
    const server = createServer((incoming, outgoing) => {
      outgoing.on("close", left);
      incoming.on("end", () => arrived.abort()).resume();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const backend = backendAt(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const aborted = { code: "aborted", fault: "caller" };
    await expect(backend.generate(MODEL, HELLO, { signal: AbortSignal.abort() })).rejects.toMatchObject(aborted);
    await expect(backend.generate(MODEL, HELLO, { signal: arrived.signal })).rejects.toMatchObject(aborted);
    await gone;
  });

  it("is bound by its caller's deadlines", async () => {
    const plan = { hold: "headers" } as const;
    await using silent = await startLoopback({ [`/model/${encodeURIComponent(MODEL)}/converse`]: plan });
    const timeouts = { firstContentMs: 20 };
    const call = backendAt(silent.url).generate(MODEL, HELLO, { timeouts });
    await expect(call).rejects.toMatchObject({ code: "first_content_timeout", retryable: true });
  });

  it("says so where no one answers, and where what answers is not Bedrock", async () => {
    const nobody = backendAt(await closedPort());
    await expect(nobody.generate(MODEL, HELLO)).rejects.toMatchObject({
      code: "unreachable",
      target: `bedrock/${MODEL}`,
    });
    const { url } = await answering(200, Buffer.from("<html>hello</html>"), { "content-type": "text/html" });
    await expect(backendAt(url).generate(MODEL, HELLO)).rejects.toMatchObject({ code: "malformed_answer" });
  });

  it("refuses what it cannot carry before anything is sent", async () => {
    const { url, requests } = await answering(200, ANSWER);
    await expect(backendAt(url).generate(MODEL, { ...HELLO, n: 2 })).rejects.toMatchObject({
      code: "unsupported_request",
      fault: "request",
      field: "n",
    });
    const broken = { messages: [{ role: "user", content: [null] }] } as unknown as ChatRequest;
    await expect(backendAt(url).generate(MODEL, broken)).rejects.toMatchObject({ code: "invalid_request" });
    const cookie = { headers: { cookie: "a=b" } };
    await expect(backendAt(url).generate(MODEL, HELLO, cookie)).rejects.toMatchObject({ field: "headers.cookie" });
    expect(requests).toEqual([]);
  });

  it("embeds with Titan, one text a call, and with Cohere, many at once", async () => {
    const titan = await answering(200, { embedding: [1, 2], inputTextTokenCount: 3 });
    const input = ["a", "b"];
    expect(
      await backendAt(titan.url).embed?.("amazon.titan-embed-text-v2:0", { input, dimensions: 256 }),
    ).toMatchObject({
      embeddings: [
        [1, 2],
        [1, 2],
      ],
      usage: { input: 6 },
    });
    expect(titan.requests.map(({ body }) => body)).toEqual(input.map((inputText) => ({ inputText, dimensions: 256 })));
    const cohere = await answering(
      200,
      { embeddings: { float: [[1], [2]] } },
      { "x-amzn-bedrock-input-token-count": "5" },
    );
    const reply = await backendAt(cohere.url).embed?.("cohere.embed-v4:0", { input, task: "query" });
    expect(reply).toMatchObject({ embeddings: [[1], [2]], usage: { input: 5 }, adaptations: [] });
    expect(cohere.requests[0]?.body).toEqual({ texts: input, input_type: "search_query" });
    await expect(backendAt(titan.url).embed?.("meta.llama", { input })).rejects.toMatchObject({ field: "model" });
  });
});
