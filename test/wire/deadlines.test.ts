import type { Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { ended, startRawServer } from "../support/raw-server.ts";
import { startWorker } from "../support/worker.ts";
import { failure, never, newWire, options, post, serve } from "./support/wire-under-test.ts";

describe("deadlines", () => {
  it("ends a connection that does not come about, and lets go of it", async () => {
    // A server that takes the connection and never shakes hands.
    await using server = await startRawServer((socket) => socket.resume());
    const connected = server.connected();
    const call = failure(
      newWire().send(post(`https://127.0.0.1:${server.port}`), { ...options, timeouts: { connectMs: 50 } }),
    );
    const closed = ended(await connected);
    expect(await call).toMatchObject({ code: "connect_timeout", fault: "target", retryable: true });
    await closed;
  });

  it("does not take pings for content, however many come", async () => {
    let timer: NodeJS.Timeout | undefined;
    const { url } = await serve((_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      timer = setInterval(() => response.write(": ping\n\ndata: role\n\n"), 5);
      response.on("close", () => clearInterval(timer));
    });
    const answer = await newWire().send(post(url), { ...options, timeouts: { firstContentMs: 80, idleMs: 60_000 } });
    const error = await failure(drain(answer.events("sse")));
    expect(error).toMatchObject({ code: "first_content_timeout", retryable: true });
  });

  it("counts pauses alone once content has come", async () => {
    const { url } = await serve((_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write("data: 1\n\n");
    });
    const answer = await newWire().send(post(url), { ...options, timeouts: { firstContentMs: 60_000, idleMs: 50 } });
    const seen: string[] = [];
    const reading = (async () => {
      for await (const { data } of answer.events("sse")) {
        seen.push(data);
        answer.contentSeen();
      }
    })();
    expect((await failure(reading)).code).toBe("idle_timeout");
    expect(seen).toEqual(["1"]);
  });

  it("begins the time for a pause anew with every piece", async () => {
    const { url } = await serve((_request, response) => {
      let left = 30;
      const timer = setInterval(() => {
        left -= 1;
        if (left > 0) response.write(": ping\n\n");
        else response.end("data: 2\n\n");
        if (left === 0) clearInterval(timer);
      }, 20);
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write("data: 1\n\n");
    });
    const answer = await newWire().send(post(url), { ...options, timeouts: { idleMs: 300 } });
    const seen: string[] = [];
    for await (const { data } of answer.events("sse")) {
      seen.push(data);
      answer.contentSeen();
    }
    expect(seen).toEqual(["1", "2"]);
  });

  it("does not blame the server for a reader that takes its time", async () => {
    const { url } = await serve((_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.end("data: 1\n\ndata: 2\n\n".repeat(50_000));
    });
    const answer = await newWire().send(post(url), { ...options, timeouts: { firstContentMs: 60_000, idleMs: 30 } });
    let count = 0;
    for await (const _event of answer.events("sse")) {
      answer.contentSeen();
      // Longer than the pause that is allowed to the server.
      if (count % 40_000 === 0) await new Promise((resolve) => setTimeout(resolve, 90));
      count += 1;
    }
    expect(count).toBe(100_000);
  });

  it("covers a JSON answer that stalls in the middle", async () => {
    const { url } = await serve((_request, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write('{"a":');
    });
    const answer = await newWire().send(post(url), { ...options, timeouts: { firstContentMs: 60_000, idleMs: 50 } });
    expect(await failure(answer.json())).toMatchObject({ code: "idle_timeout", retryable: true });
  });

  it("has no shorter timer for a longer time than timers can hold", async () => {
    const { url } = await serve((_request, response) => setTimeout(() => response.end("{}"), 20));
    const answer = await newWire().send(post(url), { ...options, timeouts: never });
    expect(await answer.json()).toEqual({});
  });
});

describe("giving up", () => {
  const silent = (request: string) => (request.includes("/stream") ? "data: 1\n\n" : '{"a":');

  it("ends the connection while it is being made", async () => {
    await using server = await startRawServer((socket) => socket.resume());
    const connected = server.connected();
    const controller = new AbortController();
    const call = failure(
      newWire().send(post(`https://127.0.0.1:${server.port}`), {
        ...options,
        timeouts: never,
        signal: controller.signal,
      }),
    );
    const closed = ended(await connected);
    controller.abort();
    expect(await call).toMatchObject({ code: "aborted", fault: "caller", retryable: false });
    await closed;
  });

  it.each(["headers", "body", "excerpt", "stream"])("ends the connection while the %s are awaited", async (phase) => {
    let arrive: () => void = () => undefined;
    const arrived = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    await using server = await startRawServer((socket) =>
      socket.on("data", (request) => {
        if (phase !== "headers")
          socket.write(`HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n${silent(String(request))}`);
        arrive();
      }),
    );
    const controller = new AbortController();
    const call = (async () => {
      const request = post(`${server.url}/${phase}`);
      const answer = await newWire().send(request, { ...options, timeouts: never, signal: controller.signal });
      if (phase === "stream") await drain(answer.events("sse"));
      else if (phase === "excerpt") await answer.excerpt();
      else await answer.json();
    })();
    const failed = failure(call);
    await arrived;
    const closed = ended(server.connections[0] as Socket);
    controller.abort(new Error("enough"));
    expect(await failed).toMatchObject({ code: "aborted", fault: "caller", cause: { message: "enough" } });
    await closed;
  });

  it("ends the connection when the loop over the events is left, or the answer let go", async () => {
    await using server = await startRawServer((socket) =>
      socket.on("data", () =>
        socket.write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n9\r\ndata: 1\n\n\r\n"),
      ),
    );
    const wire = newWire();
    const stream = await wire.send(post(server.url), { ...options, timeouts: never });
    for await (const { data } of stream.events("sse")) {
      expect(data).toBe("1");
      break;
    }
    const answer = await wire.send(post(server.url), { ...options, timeouts: never });
    answer.discard();
    await Promise.all(server.connections.map(ended));
    expect(server.connections).toHaveLength(2);
    expect((await failure(answer.json())).code).toBe("aborted");
  });

  it("sends nothing when it was given up before", async () => {
    await using server = await startRawServer();
    const error = await failure(newWire().send(post(server.url), { ...options, signal: AbortSignal.abort() }));
    expect(error.code).toBe("aborted");
    expect(server.connections).toHaveLength(0);
  });
});

describe("closing", () => {
  it("lets what is under way end first, and takes nothing new", async () => {
    let finish: () => void = () => undefined;
    const { url } = await serve((_request, response) => {
      response.writeHead(200, { "content-length": "2" }).write("{");
      finish = () => response.end("}");
    });
    const wire = newWire();
    const answer = await wire.send(post(url), options);
    let isClosed = false;
    const closed = wire.close().then(() => {
      isClosed = true;
    });
    expect((await failure(wire.send(post(url), options))).code).toBe("aborted");
    expect(isClosed).toBe(false);
    finish();
    expect(await answer.json()).toEqual({});
    await closed;
  });

  it("does not hold the process by connections it keeps", async () => {
    const { url } = await serve((_request, response) => response.end("{}"));
    const worker = await startWorker("wire/programs/one-call.ts", url);
    expect(await worker.ended).toBe(0);
    expect(worker.lines).toEqual(["{}"]);
  });
});

async function drain(events: AsyncIterable<unknown>): Promise<void> {
  for await (const _event of events);
}
