import { once } from "node:events";
import { describe, expect, it, vi } from "vitest";
import { aGate } from "./support/a-gate.ts";
import { aGateway } from "./support/a-gateway.ts";
import { openConnections, rawRequest } from "./support/raw-request.ts";

const PATH = "/v1/chat/completions";
const HEAD = `POST ${PATH} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n`;
const asked = { model: "m", messages: [{ role: "user", content: "hello" }] };
/** A body of so many bytes. */
const sized = (bytes: number, more: object = {}) => {
  const empty = JSON.stringify({ ...asked, ...more, user: "" }).length;
  return { ...asked, ...more, user: "x".repeat(bytes - empty) };
};

describe("the bodies of all requests together", () => {
  it("are held up to a limit; what is more is refused before it is read, and taken once there is room", async () => {
    const gate = aGate();
    await using gateway = await aGateway({ scripts: { a: gate.script }, maxBodiesBytes: 10_000 });
    const { port } = gateway.gateway.address;
    const running = [3_000, 4_000].map((bytes) => gateway.ask(PATH, { json: sized(bytes) }));
    await vi.waitFor(() => expect(gate.waiting()).toBe(2));
    const announced = await rawRequest(port, `${HEAD}Content-Length: 4000\r\n\r\n`);
    expect([announced.status, announced.head]).toEqual([503, expect.stringContaining("\r\nretry-after: 1\r\n")]);
    const chunk = `fa0\r\n${"x".repeat(4_000)}\r\n`;
    const unannounced = await rawRequest(port, `${HEAD}Transfer-Encoding: chunked\r\n\r\n${chunk}`);
    expect([unannounced.status, JSON.parse(unannounced.body)]).toMatchObject([503, { error: { code: "overloaded" } }]);
    const small = gateway.ask("/v1/messages", { json: sized(2_900, { max_tokens: 5 }) });
    await vi.waitFor(() => expect(gate.waiting()).toBe(3));
    gate.open();
    for (const answer of [...running, small]) expect((await answer).status).toBe(200);
    expect((await gateway.ask(PATH, { json: sized(9_900) })).status).toBe(200);
  });

  it("bound each single one", async () => {
    await using gateway = await aGateway({ maxBodiesBytes: 1_000 });
    expect((await gateway.ask(PATH, { json: sized(1_001) })).status).toBe(413);
    expect((await gateway.ask(PATH, { json: sized(1_000) })).status).toBe(200);
  });

  it("are let go whichever way a request ends", async () => {
    const faulty = { text: "one two three", fault: { kind: "cut" } } as const;
    await using gateway = await aGateway({
      scripts: {
        a: ({ number }) => (number % 3 === 0 ? faulty : number % 3 === 1 ? { failure: { status: 400 } } : {}),
      },
      maxBodiesBytes: 10_000,
      maxBodyBytes: 8_000,
    });
    const { port } = gateway.gateway.address;
    const headers = { "content-type": "application/json" };
    const ways: readonly (() => Promise<unknown>)[] = [
      async () => (await gateway.ask(PATH, { json: sized(4_000) })).text(),
      async () => (await gateway.ask(PATH, { json: sized(4_000, { stream: true }) })).text(),
      async () => (await gateway.ask(PATH, { json: sized(4_000), headers: { "idempotency-key": "k" } })).text(),
      async () => (await gateway.ask(PATH, { json: sized(9_000) })).text(),
      async () => (await gateway.ask(PATH, { method: "POST", headers, body: "{".repeat(4_000) })).text(),
      async () => (await gateway.ask("/api/show", { json: sized(4_000, { model: "nothing" }) })).text(),
      () => rawRequest(port, `${HEAD}Transfer-Encoding: chunked\r\n\r\n2328\r\n${"x".repeat(9_000)}\r\n0\r\n\r\n`),
      async () => {
        const [socket] = await openConnections(port, 1, `${HEAD}Content-Length: 5000\r\n\r\n${"x".repeat(4_000)}`);
        socket?.destroy();
        if (socket !== undefined && !socket.closed) await once(socket, "close");
      },
      async () => {
        const leaving = new AbortController();
        const left = gateway.ask(PATH, { json: sized(4_000), signal: leaving.signal }).catch(() => undefined);
        leaving.abort();
        await left;
      },
    ];
    for (let round = 0; round < 5; round += 1) for (const way of ways) await way();
    // Nothing is held any longer, and nothing was given back that had not been taken.
    await vi.waitFor(async () => {
      const held = gateway.ask(PATH, { json: sized(7_900) });
      expect([200, 400, 502]).toContain((await held).status);
    });
    const [socket] = await openConnections(port, 1, `${HEAD}Content-Length: 8000\r\n\r\n${"x".repeat(7_999)}`);
    // Of what arrives at once either could be the one there is no room for.
    await gateway.ask("/livez");
    await vi.waitFor(async () => expect((await gateway.ask(PATH, { json: sized(2_100) })).status).toBe(503));
    socket?.destroy();
  });
});
