import type { Socket } from "node:net";
import { describe, expect, it } from "vitest";
import type { Router } from "../../src/router.ts";
import { aGateway } from "./support/a-gateway.ts";
import { openConnections } from "./support/raw-request.ts";

const asked = { model: "m", messages: [{ role: "user", content: "hello" }] };
const CALL = "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
const half = `${CALL}Content-Length: 1000\r\n\r\n{"model":`;

const destroyAll = (sockets: readonly Socket[]) => {
  for (const socket of sockets) socket.destroy();
};

describe("clients that dawdle", () => {
  it("over a thousand requests at once take nobody's place and nobody's time", async () => {
    await using gateway = await aGateway({ maxInFlight: 4, maxQueue: 0 });
    const { port } = gateway.gateway.address;
    const slowest = async () => {
      const times: number[] = [];
      for (let at = 0; at < 200; at += 1) {
        const started = performance.now();
        expect((await gateway.ask("/v1/chat/completions", { json: asked })).status).toBe(200);
        times.push(performance.now() - started);
      }
      return times.sort((one, other) => one - other)[198] ?? 0;
    };
    await slowest(); // everything is loaded
    const alone = await slowest();
    const silent = await openConnections(port, 350, "");
    const inHead = await openConnections(port, 350, "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nX-Slow:");
    const inBody = await openConnections(port, 350, half);
    const dribble = setInterval(() => {
      for (const socket of inHead) socket.write("a");
      for (const socket of inBody) socket.write(" ");
    }, 100);
    // What else this machine does is not theirs: the best of a few counts.
    let beside = Number.POSITIVE_INFINITY;
    for (let round = 0; round < 5 && beside > 2 * alone; round += 1) beside = Math.min(beside, await slowest());
    clearInterval(dribble);
    expect(beside).toBeLessThan(Math.max(2 * alone, 30));
    destroyAll([...silent, ...inHead, ...inBody]);
  });

  it("with their body are told so when their time is over, and their call never runs", async () => {
    await using gateway = await aGateway({ timeouts: { headersMs: 100, requestMs: 200 }, maxInFlight: 1, maxQueue: 0 });
    const sockets = await openConnections(gateway.gateway.address.port, 20, half);
    const answers = await Promise.all(
      sockets.map((socket) => new Promise<string>((resolve) => socket.once("data", (data) => resolve(String(data))))),
    );
    for (const answer of answers) expect(answer).toMatch(/^HTTP\/1\.1 408 .*request_timeout/s);
    expect(gateway.backends.a?.calls).toEqual([]);
    expect((await gateway.ask("/v1/chat/completions", { json: asked })).status).toBe(200);
  });

  it("over reading a whole answer are let go, and one that reads slowly has all of it, also when the gateway is closed", async () => {
    const audio = new Uint8Array(60_000_000); // more than any system buffers
    const router = {
      speak: async () => ({ audio, contentType: "audio/mpeg", target: "a/x", attempts: [], cost: { usd: null } }),
      close: async () => undefined,
    } as unknown as Router;
    await using gateway = await aGateway({ router, timeouts: { unreadMs: 1_000 }, drainMs: 50_000 });
    const body = JSON.stringify({ model: "m", input: "hello", voice: "v" });
    const head = `POST /v1/audio/speech HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
    const [dead, slow] = await openConnections(gateway.gateway.address.port, 2, head + body);
    dead?.pause();
    let read = 0;
    let closed: Promise<void> | undefined;
    const ended = new Promise<void>((resolve) => {
      slow?.on("close", () => resolve());
      slow?.on("data", (data) => {
        read += data.length;
        slow.pause();
        setTimeout(() => slow.resume(), 2);
        closed ??= gateway.gateway.close();
      });
    });
    const started = performance.now();
    await ended;
    expect(read).toBeGreaterThan(audio.length);
    await closed;
    expect(performance.now() - started).toBeLessThan(30_000);
    dead?.destroy();
  });
});

describe("a body of the size that is allowed", () => {
  const size = 10 * 1_024 * 1_024 - 1_000;
  const said = (content: string) => `{"model":"m","max_tokens":5,"messages":[{"role":"user","content":"${content}"}]}`;
  const beside = (field: string) =>
    `{"model":"m","max_tokens":5,"messages":${JSON.stringify(asked.messages)},${field}}`;
  const times = (count: number, item: (at: number) => string) => Array.from({ length: count }, (_, at) => item(at));
  const CROWDED = {
    "messages by the hundred thousand": `{"model":"m","max_tokens":5,"messages":[${times(250_000, () => '{"role":"user","content":"x"}')}]}`,
    "names by the hundred thousand": beside(`"z":{${times(900_000, (at) => `"${at.toString(36)}":0`)}}`),
    "lists without end": beside(`"z":[${times(3_000_000, () => "[]")}]`),
  };

  it.each(Object.entries(CROWDED))("is refused before it is read when it holds %s", async (_, body) => {
    await using gateway = await aGateway();
    const headers = { "content-type": "application/json" };
    for (const path of ["/v1/chat/completions", "/v1/messages", "/v1/responses", "/v1/embeddings", "/api/chat"]) {
      const answer = await gateway.ask(path, { method: "POST", headers, body });
      expect([path, answer.status]).toEqual([path, 400]);
      expect(await answer.text()).toContain("more than 200000 values");
    }
    expect(gateway.backends.a?.calls).toEqual([]);
  });

  it.each([
    ["one letter", said("a".repeat(size))],
    ["digits", said("1".repeat(size))],
    ["spaces", said(" ".repeat(size))],
    ["escapes", said("\\u0041".repeat(size / 6))],
    ["what almost names an address", beside(`"${"apibas".repeat(size / 6 - 20)}":1`)],
    ["names in names", beside(`"z":${`{"${"k".repeat(80_000)}":`.repeat(120)}1${"}".repeat(120)}`)],
    [
      "as many messages as are allowed",
      `{"model":"m","max_tokens":5,"messages":[${times(60_000, () => '{"role":"user","content":"x"}')}]}`,
    ],
  ])("keeps nobody else waiting for long when it is nothing but %s", async (_, body) => {
    await using gateway = await aGateway();
    const headers = { "content-type": "application/json" };
    let last = performance.now();
    let longest = 0;
    const beat = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 5);
    for (const path of ["/v1/chat/completions", "/v1/messages", "/v1/messages/count_tokens", "/api/chat"]) {
      const answer = await gateway.ask(path, { method: "POST", headers, body });
      expect([path, answer.status]).toEqual([path, 200]);
      await answer.text();
    }
    clearInterval(beat);
    expect(longest).toBeLessThan(3_000);
  });

  it("may be a form of any number of parts", async () => {
    await using gateway = await aGateway();
    const boundary = "b".repeat(60);
    const part = `--${boundary}\r\ncontent-disposition: form-data; name="x"\r\n\r\n1\r\n`;
    const body = `${part.repeat(size / part.length)}--${boundary}--\r\n`;
    const headers = { "content-type": `multipart/form-data; boundary=${boundary}` };
    const started = performance.now();
    const answer = await gateway.ask("/v1/audio/transcriptions", { method: "POST", headers, body });
    expect(answer.status).toBe(400);
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it("with a model's name as long is told no more than the beginning of it", async () => {
    await using gateway = await aGateway();
    const model = "x".repeat(1_000_000);
    for (const [path, json] of [
      ["/v1/chat/completions", { ...asked, model }],
      ["/v1/messages", { ...asked, model, max_tokens: 5 }],
      ["/v1/embeddings", { model, input: "x" }],
      ["/v1/moderations", { model, input: "x" }],
      ["/api/show", { model }],
    ] as const) {
      const answer = await gateway.ask(path, { json });
      const text = await answer.text();
      expect([path, answer.status, text.length < 1_000]).toEqual([path, 404, true]);
    }
  });
});
