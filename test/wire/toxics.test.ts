import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CallError } from "../../src/call-error.ts";
import { createWire } from "../../src/wire/create-wire.ts";
import { startToxicProxy, type Toxic } from "../support/toxic-proxy.ts";

const key = "sk-canary-0123456789";
const events = ["1", "2", "3", "4", "5"];
const reply = { text: "é日🙂".repeat(20) };

// The upstream: a whole answer, or a stream of five events.
let server: Server;
let upstream: string;
beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume().on("end", () => {
      if (request.url === "/stream") {
        response.writeHead(200, { "content-type": "text/event-stream" });
        for (const event of events) response.write(`data: ${event}\n\n`);
        response.end();
      } else {
        response.writeHead(200, { "content-type": "application/json" });
        response.end(JSON.stringify(reply));
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  upstream = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

// From where on an answer suffers.
const headEnd = (answer: Buffer, more: number) => {
  const end = answer.indexOf("\r\n\r\n");
  return end < 0 ? undefined : end + 4 + more;
};
const phases = {
  connect: { path: "/reply", from: () => 0 },
  headers: { path: "/reply", from: (answer: Buffer) => (answer.length === 0 ? undefined : 20) },
  body: { path: "/reply", from: (answer: Buffer) => headEnd(answer, 15) },
  stream: { path: "/stream", from: (answer: Buffer) => headEnd(answer, 30) },
} as const;

const harmless: Toxic[] = [
  { kind: "latency", ms: 5 },
  { kind: "jitter", ms: 5 },
  { kind: "bandwidth", bytesPerMs: 50 },
  { kind: "slow close", ms: 20 },
  { kind: "slices" },
];
const slow: Toxic[] = [{ kind: "stall" }, { kind: "latency", ms: 60_000 }, { kind: "bandwidth", bytesPerMs: 1e-6 }];
const broken: Toxic[] = [{ kind: "reset" }, { kind: "cut" }];

const names = Object.keys(phases) as (keyof typeof phases)[];
const matrix = (toxics: readonly Toxic[]) =>
  names.flatMap((phase) => toxics.map((toxic) => [toxic.kind, phase, toxic] as const));

async function call(url: string, path: string, timeouts = {}): Promise<unknown> {
  const wire = createWire({ env: {} });
  try {
    const answer = await wire.send(
      { method: "POST", url: `${url}${path}`, headers: { authorization: `Bearer ${key}` }, body: "{}" },
      { target: "acme/m", secrets: [key], timeouts },
    );
    if (path === "/reply") return await answer.json();
    const seen: string[] = [];
    for await (const { data } of answer.events("sse")) {
      answer.contentSeen();
      seen.push(data);
    }
    return seen;
  } finally {
    await wire.close();
  }
}

async function failure(...args: Parameters<typeof call>): Promise<CallError> {
  const error = await call(...args).then(
    (value) => new Error(`it was answered: ${JSON.stringify(value)}`),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(CallError);
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(key);
  return error as CallError;
}

describe("a bad network", () => {
  it.each(matrix(harmless))("with %s from the %s on still gives the whole answer", async (_kind, phase, toxic) => {
    const { path, from } = phases[phase];
    await using proxy = await startToxicProxy(upstream, toxic, from);
    expect(await call(proxy.url, path)).toEqual(path === "/reply" ? reply : events);
  });

  it.each(matrix(slow))("with %s from the %s on ends at a deadline", async (_kind, phase, toxic) => {
    const { path, from } = phases[phase];
    await using proxy = await startToxicProxy(upstream, toxic, from);
    const started = phase === "body" || phase === "stream";
    const error = await failure(proxy.url, path, { firstContentMs: started ? 60_000 : 60, idleMs: 60 });
    expect(error).toMatchObject({
      code: started ? "idle_timeout" : "first_content_timeout",
      fault: "target",
      retryable: true,
    });
  });

  it.each(matrix(slow))("with %s from the %s on ends at the last deadline of all", async (_kind, phase, toxic) => {
    const { path, from } = phases[phase];
    await using proxy = await startToxicProxy(upstream, toxic, from);
    expect(await failure(proxy.url, path, { totalMs: 60 })).toMatchObject({ code: "total_timeout" });
  });

  it.each(matrix(broken))("with %s from the %s on is no success", async (_kind, phase, toxic) => {
    const { path, from } = phases[phase];
    await using proxy = await startToxicProxy(upstream, toxic, from);
    expect(await failure(proxy.url, path)).toMatchObject({
      code: phase === "connect" || phase === "headers" ? "unreachable" : "stream_truncated",
      fault: "target",
      retryable: true,
    });
  });

  it("cut at any byte of a stream never looks like its end", async () => {
    const whole = `HTTP/1.1 200 OK\r\n`.length;
    for (let at = whole; at < 260; at += 1) {
      await using proxy = await startToxicProxy(upstream, { kind: "cut" }, (answer) =>
        answer.length === 0 ? undefined : at,
      );
      const outcome = await call(proxy.url, "/stream").catch((error: unknown) => error);
      // Behind the last byte there is nothing to cut.
      if (Array.isArray(outcome)) expect(outcome).toEqual(events);
      else expect(outcome).toMatchObject({ fault: "target", retryable: true });
    }
  });
});
