import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, vi } from "vitest";
import { checkConfig } from "../../src/config/load.ts";
import { createRouter } from "../../src/router/create-router.ts";
import type { Router } from "../../src/router.ts";
import { aGate } from "./support/a-gate.ts";
import { aGateway } from "./support/a-gateway.ts";
import { openConnections, rawRequest } from "./support/raw-request.ts";

const messages = [{ role: "user", content: "hello" }];
const asked = { model: "m", messages };

const statuses = async (answers: readonly Promise<Response>[]) =>
  Promise.all(answers.map(async (answer) => (await answer).status));

describe("a gateway that has enough to do", () => {
  it("lets a few wait and refuses the rest at once, saying when to come again", async () => {
    const gate = aGate();
    await using gateway = await aGateway({ scripts: { a: gate.script }, maxInFlight: 4, maxQueue: 2, queueMs: 60_000 });
    const admitted = Array.from({ length: 6 }, () => gateway.ask("/v1/chat/completions", { json: asked }));
    await vi.waitFor(() => expect(gate.waiting()).toBe(4));
    await vi.waitFor(async () => {
      const started = performance.now();
      const refused = await gateway.ask("/v1/messages", { json: { ...asked, max_tokens: 1 } });
      expect(refused.status).toBe(503);
      expect(performance.now() - started).toBeLessThan(100);
      expect(refused.headers.get("retry-after")).toBe("1");
      expect(await refused.json()).toMatchObject({ type: "error" });
    });
    expect((await gateway.ask("/livez")).status).toBe(200);
    gate.open();
    expect(await statuses(admitted)).toEqual(Array(6).fill(200));
    expect((await gateway.ask("/v1/chat/completions", { json: asked })).status).toBe(200);
  });

  it("does not let anybody wait for long, and gives up the place of who has left", async () => {
    const gate = aGate();
    await using gateway = await aGateway({ scripts: { a: gate.script }, maxInFlight: 1, maxQueue: 1, queueMs: 30 });
    const first = gateway.ask("/v1/chat/completions", { json: asked });
    await vi.waitFor(() => expect(gate.waiting()).toBe(1));
    expect((await gateway.ask("/v1/chat/completions", { json: asked })).status).toBe(503);
    const leaving = new AbortController();
    const left = gateway.ask("/v1/chat/completions", { json: asked, signal: leaving.signal }).catch(() => "left");
    leaving.abort();
    expect(await left).toBe("left");
    gate.open();
    expect((await first).status).toBe(200);
    expect((await gateway.ask("/v1/chat/completions", { json: asked })).status).toBe(200);
    expect(gate.waiting()).toBe(2);
  });
});

describe("a gateway that is closed", () => {
  it("loses none of 500 calls and streams that run, and takes no more", async () => {
    const gate = aGate();
    await using gateway = await aGateway({ scripts: { a: gate.script } });
    const running = Array.from({ length: 500 }, (_, at) =>
      gateway.ask("/v1/chat/completions", { json: { ...asked, stream: at % 2 === 0 } }),
    );
    await vi.waitFor(() => expect(gate.waiting()).toBe(500), { timeout: 20_000 });
    const closed = gateway.gateway.close();
    gate.open();
    const texts = await Promise.all(running.map(async (answer) => (await answer).text()));
    expect(texts.every((text) => text.includes("at last") || text.includes('"at "'))).toBe(true);
    expect(texts.filter((text) => text.includes("[DONE]"))).toHaveLength(250);
    await closed;
    await expect(gateway.ask("/livez")).rejects.toThrow();
  });

  it("says on connections that are open that it closes", async () => {
    const gate = aGate();
    await using gateway = await aGateway({ scripts: { a: gate.script } });
    const { port } = gateway.gateway.address;
    const [socket] = await openConnections(port, 1, "POST /v1/chat/completions HTTP/1.1\r\n");
    const first = gateway.ask("/v1/chat/completions", { json: asked });
    await vi.waitFor(() => expect(gate.waiting()).toBe(1));
    const closed = gateway.gateway.close();
    const told = new Promise<string>((resolve) => socket?.once("data", (data) => resolve(String(data))));
    const body = JSON.stringify(asked);
    socket?.write(`Host: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    expect(await told).toMatch(/^HTTP\/1\.1 503 .*connection: close/is);
    gate.open();
    expect((await first).headers.get("connection")).toBe("close");
    await closed;
  });

  it("cuts off what does not end in time, and its calls with it", async () => {
    await using gateway = await aGateway({ scripts: { a: { text: "x", delayMs: 60_000 } }, drainMs: 50 });
    const cut = gateway.ask("/v1/chat/completions", { json: asked }).catch(() => "cut");
    await vi.waitFor(() => expect(gateway.router.health().targets[0]?.running).toBe(1));
    await gateway.gateway.close();
    expect(await cut).toBe("cut");
    expect(gateway.router.health().targets[0]?.running).toBe(0);
  });
});

describe("clients that leave or dawdle", () => {
  it("leave nothing running behind: 1,000 aborted streams", async () => {
    await using gateway = await aGateway({ scripts: { a: { text: "one two three four five", pieceDelayMs: 60_000 } } });
    const body = JSON.stringify({ ...asked, stream: true });
    const head = `POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}`;
    for (let count = 0; count < 1_000; count += 250) {
      const clients = await openConnections(gateway.gateway.address.port, 250, `${head}\r\n\r\n${body}`);
      await Promise.all(clients.map((client) => new Promise((resolve) => client.once("data", resolve))));
      for (const client of clients) client.destroy();
    }
    await vi.waitFor(() => expect(gateway.router.health().targets[0]?.running).toBe(0), { timeout: 1_000 });
    expect(gateway.backends.a?.calls).toHaveLength(1_000);
    expect(gateway.logged).toEqual([]);
  });

  it.each(["/v1/chat/completions", "/v1/messages", "/api/chat", "/v1/responses"])(
    "end the call at %s although it has not begun to answer",
    async (path) => {
      await using gateway = await aGateway({ scripts: { a: { text: "x", delayMs: 60_000 } } });
      const leaving = new AbortController();
      const json = { ...asked, input: "x", max_tokens: 5, stream: false };
      const left = gateway.ask(path, { json, signal: leaving.signal }).catch(() => "left");
      await vi.waitFor(() => expect(gateway.router.health().targets[0]?.running).toBe(1));
      leaving.abort();
      await left;
      const started = performance.now();
      await vi.waitFor(() => expect(gateway.router.health().targets[0]?.running).toBe(0), { interval: 5 });
      expect(performance.now() - started).toBeLessThan(250);
    },
  );

  it("have their call ended at the provider too, within 250 ms", async () => {
    const left: Promise<number>[] = [];
    const provider = createServer((_, response) => {
      left.push(new Promise((resolve) => response.on("close", () => resolve(performance.now()))));
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write('data: {"choices":[{"index":0,"delta":{"content":"one "},"finish_reason":null}]}\n\n');
    });
    await new Promise<void>((resolve) => provider.listen(0, "127.0.0.1", resolve));
    const { port } = provider.address() as AddressInfo;
    const text = `backends:\n  up: { provider: openai, base_url: "http://127.0.0.1:${port}/v1", api_key: "\${K}" }\nmodels:\n  m: up/x\n`;
    const { config } = await checkConfig({ text, file: "modelmall.yaml" }, { env: { K: "sk-0123456789" } });
    if (config === undefined) throw new Error("the config of this test is wrong");
    await using gateway = await aGateway({ router: createRouter({ config, env: {} }) });
    const leaving = new AbortController();
    const json = { ...asked, stream: true };
    const answers = Array.from({ length: 20 }, async () => {
      const { body } = await gateway.ask("/v1/chat/completions", { json, signal: leaving.signal });
      await body?.getReader().read();
    });
    await Promise.all(answers);
    const started = performance.now();
    leaving.abort();
    for (const at of await Promise.all(left)) expect(at - started).toBeLessThan(250);
    expect(left).toHaveLength(20);
    provider.close();
  });

  it("are not written to faster than they read, and let go when they do not read at all", async () => {
    const piece = "x".repeat(100_000);
    let given = 0;
    const router = {
      async *stream() {
        for (; given < 2_000; given += 1) yield { content: piece };
      },
      close: async () => undefined,
    } as unknown as Router;
    await using gateway = await aGateway({ router, timeouts: { unreadMs: 100 } });
    const body = JSON.stringify({ ...asked, stream: true });
    const head = `POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}`;
    const [socket] = await openConnections(gateway.gateway.address.port, 1, `${head}\r\n\r\n${body}`);
    socket?.pause();
    await vi.waitFor(() => expect(given).toBeGreaterThan(0));
    await gateway.gateway.close();
    expect(given).toBeLessThan(500);
    socket?.destroy();
  });

  it("do not keep others from being served: 1,000 connections that never finish a request", async () => {
    await using gateway = await aGateway({ timeouts: { headersMs: 300 } });
    const { port } = gateway.gateway.address;
    const slow = await openConnections(port, 1_000, "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nX-Slow:");
    const ended = Promise.all(slow.map((socket) => new Promise((resolve) => socket.resume().once("close", resolve))));
    for (let at = 0; at < 20; at += 1) {
      expect((await gateway.ask("/v1/chat/completions", { json: asked })).status).toBe(200);
    }
    await ended;
  });

  it("get 431 for headers that are too large", async () => {
    await using gateway = await aGateway();
    const large = `GET /livez HTTP/1.1\r\nHost: localhost\r\nX-Large: ${"x".repeat(17_000)}\r\n\r\n`;
    const answer = await rawRequest(gateway.gateway.address.port, large);
    expect([answer.status, JSON.parse(answer.body)]).toMatchObject([431, { error: { code: "headers_too_large" } }]);
  });
});
