import type { Socket } from "node:net";
import { describe, expect, it, vi } from "vitest";
import { closedPort } from "../support/closed-port.ts";
import { ended, startRawServer } from "../support/raw-server.ts";
import { failure, key, newWire, options, post, serve } from "./support/wire-under-test.ts";

describe("sending", () => {
  it("sends what it is given under its own name, and gives back status, headers and JSON", async () => {
    const { url } = await serve(async (request, response) => {
      let body = "";
      for await (const piece of request) body += piece;
      response.writeHead(201, { "x-request-id": "r1", "content-type": "application/json" });
      response.end(JSON.stringify({ method: request.method, path: request.url, headers: request.headers, body }));
    });
    const answer = await newWire().send(post(`${url}/v1/chat?api-version=2`, { body: '{"a":1}' }), options);
    expect(answer).toMatchObject({ status: 201, headers: { "x-request-id": "r1" } });
    expect(await answer.json()).toMatchObject({
      method: "POST",
      path: "/v1/chat?api-version=2",
      headers: {
        authorization: `Bearer ${key}`,
        "user-agent": expect.stringMatching(/^modelmall\/\d+\.\d+\.\d+/),
        "accept-encoding": "gzip, br",
        "content-length": "7",
      },
      body: '{"a":1}',
    });
  });

  it("sends forms and bytes", async () => {
    const { url } = await serve(async (request, response) => {
      const pieces: Buffer[] = [];
      for await (const piece of request) pieces.push(piece as Buffer);
      const body = Buffer.concat(pieces).toString("latin1");
      response.end(JSON.stringify({ type: request.headers["content-type"], body }));
    });
    const wire = newWire();
    const form = new FormData();
    form.set("model", "whisper-1");
    form.set("file", new Blob([Uint8Array.of(1, 2, 3)]), "a.wav");
    const sent = (await (await wire.send(post(url, { body: form }), options)).json()) as Record<string, string>;
    expect(sent.type).toMatch(/^multipart\/form-data; boundary=/);
    expect(sent.body).toMatch(/name="model"\r\n\r\nwhisper-1/);
    expect(sent.body).toContain("\x01\x02\x03");
    const bytes = await (await wire.send(post(url, { body: Uint8Array.of(7, 8) }), options)).json();
    expect(bytes).toMatchObject({ body: "\x07\x08" });
  });

  it("keeps a connection for the next call, and opens one more for each at the same time", async () => {
    const connections = new Set<unknown>();
    const { url, server } = await serve((request, response) => {
      connections.add(request.socket);
      response.end("{}");
    });
    expect(server.listening).toBe(true);
    const wire = newWire();
    for (let call = 0; call < 5; call += 1) await (await wire.send(post(url), options)).json();
    expect(connections.size).toBe(1);
    await Promise.all(Array.from({ length: 8 }, async () => (await wire.send(post(url), options)).json()));
    expect(connections.size).toBeLessThanOrEqual(8);
    const before = connections.size;
    await Promise.all(Array.from({ length: 8 }, async () => (await wire.send(post(url), options)).json()));
    expect(connections.size).toBe(before);
  });

  it("takes no more from the server than a reader that pauses has room for", async () => {
    let written = 0;
    let fill: (size: number) => Promise<void> = () => Promise.resolve();
    const { url } = await serve((_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write("data: 1\n\n");
      // Resolves when so much is sent, or nothing goes out any more.
      fill = (size) =>
        new Promise((resolve) => {
          const stuck = setTimeout(resolve, 500);
          const more = () => {
            written += 1_000_000;
            stuck.refresh();
            if (written >= size) resolve();
            else response.write(Buffer.alloc(1_000_000, ":\n"), more);
          };
          response.write(Buffer.alloc(1_000_000, ":\n"), more);
        });
    });
    const answer = await newWire().send(post(url), options);
    for await (const _event of answer.events("sse")) {
      await fill(200_000_000);
      break;
    }
    expect(written).toBeLessThan(100_000_000);
  });

  it("does not use a kept connection that the server has ended", async () => {
    let sockets = 0;
    await using server = await startRawServer((socket) => {
      sockets += 1;
      socket.on("data", () => {
        socket.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}");
        socket.end();
      });
    });
    const wire = newWire();
    for (let call = 0; call < 5; call += 1) {
      expect(await (await wire.send(post(server.url), options)).json()).toEqual({});
      await ended(server.connections.at(-1) as Socket);
    }
    expect(sockets).toBe(5);
  });

  it("reads past what a server says before its answer", async () => {
    await using server = await startRawServer((socket) => {
      socket.on("data", () =>
        socket.write("HTTP/1.1 103 Early Hints\r\nlink: <x>\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"),
      );
    });
    const answer = await newWire().send(post(server.url), options);
    expect([answer.status, await answer.json()]).toEqual([200, {}]);
  });

  it.each([301, 302, 303, 307, 308])("follows no %i, and names the origin it leads to and no more", async (status) => {
    let reached = false;
    const other = await serve((_request, response) => {
      reached = true;
      response.end("{}");
    });
    const { url } = await serve((_request, response) => {
      response.writeHead(status, { location: `${other.url}/stolen?key=${key}` }).end("moved");
    });
    const error = await failure(newWire().send(post(url), options));
    expect(error).toMatchObject({ code: "redirected", fault: "target", retryable: false, status });
    expect(error.message).toContain(other.url);
    expect(error.message).not.toContain("stolen");
    expect(reached).toBe(false);
  });

  it("hides a key that stands in the origin of a redirect", async () => {
    const { url } = await serve((_request, response) => {
      response.writeHead(307, { location: `https://${key}.evil.test/` }).end();
    });
    expect((await failure(newWire().send(post(url), options))).code).toBe("redirected");
  });

  it("tells a server that is not there, one that hangs up, and one that speaks something else", async () => {
    const wire = newWire();
    const nobody = await failure(wire.send(post(`http://127.0.0.1:${await closedPort()}`), options));
    expect(nobody).toMatchObject({ code: "unreachable", fault: "target", retryable: true });
    expect(nobody.message).toContain("connection refused");
    await using hangsUp = await startRawServer((socket) => socket.on("data", () => socket.end()));
    expect((await failure(wire.send(post(hangsUp.url), options))).code).toBe("unreachable");
    await using other = await startRawServer((socket) => socket.on("data", () => socket.write(`SSH-2.0 ${key}\r\n`)));
    expect((await failure(wire.send(post(other.url), options))).code).toBe("malformed_answer");
    await using headers = await startRawServer((socket) =>
      socket.on("data", () => socket.write(`HTTP/1.1 200 OK\r\nx: ${"x".repeat(64 * 1024)}\r\n\r\n`)),
    );
    expect((await failure(wire.send(post(headers.url), options))).code).toBe("answer_too_large");
  });

  it("serves many calls under one signal without a warning", async () => {
    const warned = vi.spyOn(process, "emitWarning");
    const { url } = await serve((_request, response) => response.end("{}"));
    const { signal } = new AbortController();
    const wire = newWire();
    await Promise.all(
      Array.from({ length: 50 }, async () => (await wire.send(post(url), { ...options, signal })).json()),
    );
    expect(warned).not.toHaveBeenCalled();
    warned.mockRestore();
  });
});
