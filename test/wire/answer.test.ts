import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { inspect } from "node:util";
import { brotliCompressSync, constants, createGzip, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CallError } from "../../src/call-error.ts";
import { createWire } from "../../src/wire/create-wire.ts";
import type { Wire, WireAnswer, WireOptions } from "../../src/wire.ts";
import { startWorker } from "../support/worker.ts";

const key = "sk-canary-0123456789";

let wire: Wire;
let server: Server;
let respond: (response: ServerResponse) => void;
let connections: Set<unknown>;
beforeEach(async () => {
  wire = createWire({ env: {} });
  connections = new Set();
  server = createServer((request, response) => {
    connections.add(request.socket);
    respond(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await wire.close();
});

/** The answer to a call that the server gives so. */
function answered(
  body: string | Buffer | ((response: ServerResponse) => void),
  headers: Record<string, string> = {},
  options: Partial<WireOptions> & { status?: number } = {},
): Promise<WireAnswer> {
  respond = (response) => {
    response.writeHead(options.status ?? 200, headers);
    if (typeof body === "function") body(response);
    else response.end(body);
  };
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return wire.send({ method: "POST", url, headers: {}, body: "{}" }, { target: "acme/m", secrets: [key], ...options });
}

async function failure(call: unknown): Promise<CallError> {
  const error = await Promise.resolve(call).then(
    (value) => new Error(`it went well: ${inspect(value)}`),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(CallError);
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(key);
  return error as CallError;
}

async function dataOf(answer: WireAnswer, framing: "sse" | "ndjson" = "sse"): Promise<string[]> {
  const seen: string[] = [];
  for await (const { data } of answer.events(framing)) seen.push(data);
  return seen;
}

describe("a whole body", () => {
  it("is read once and given as often as it is asked for, as bytes and as JSON", async () => {
    const answer = await answered('\uFEFF{"a":"é"}');
    expect(await answer.json()).toEqual({ a: "é" });
    expect((await answer.bytes()).toString()).toBe('\uFEFF{"a":"é"}');
    expect(await answer.json()).toEqual({ a: "é" });
  });

  it.each([
    ["no JSON", `<html>${key}</html>`],
    ["half a JSON", `{"key":"${key}`],
    ["nothing", ""],
  ])("that is %s is told by size and type, not by what stands in it", async (_what, body) => {
    const answer = await answered(body, { "content-type": "text/html" });
    const error = await failure(answer.json());
    expect(error).toMatchObject({ code: "malformed_answer", fault: "target" });
    expect(error.message).toContain(`${body.length} bytes, text/html`);
  });

  it.each([
    ["gzip", gzipSync],
    ["x-gzip", gzipSync],
    ["br", brotliCompressSync],
    ["deflate", deflateSync],
    ["deflate", deflateRawSync],
    ["identity", (body: string) => Buffer.from(body)],
  ] as const)("in %s is decompressed", async (encoding, compress) => {
    const body = JSON.stringify({ text: "é".repeat(5_000) });
    const answer = await answered(compress(body), { "content-encoding": encoding });
    expect(await answer.json()).toEqual(JSON.parse(body));
  });

  it.each(["gzip, gzip", "gzip, br", "zstd", `x-${key}`])("in the encoding %s is refused", async (encoding) => {
    const answer = await answered(gzipSync(gzipSync("{}")), { "content-encoding": encoding });
    expect(await failure(answer.json())).toMatchObject({ code: "malformed_answer" });
  });

  it("that is not what its encoding says, or breaks off, is an error", async () => {
    const lie = await answered("{}", { "content-encoding": "gzip" });
    expect((await failure(lie.json())).code).toBe("malformed_answer");
    const cut = await answered(gzipSync("x".repeat(999)).subarray(0, 20), { "content-encoding": "gzip" });
    expect((await failure(cut.json())).code).toBe("stream_truncated");
  });

  it("over its limit is refused, before and after decompression, and ends the connection", async () => {
    const plain = await answered("x".repeat(101), {}, { maxBytes: 100 });
    expect(await failure(plain.bytes())).toMatchObject({ code: "answer_too_large", fault: "target", retryable: false });
    const bomb = await answered(gzipSync("x".repeat(100_000)), { "content-encoding": "gzip" }, { maxBytes: 10_000 });
    expect((await failure(bomb.bytes())).code).toBe("answer_too_large");
    const asked = await answered("x".repeat(101));
    expect((await failure(asked.bytes({ max: 100 }))).code).toBe("answer_too_large");
    const fits = await answered("x".repeat(100), {}, { maxBytes: 100 });
    expect(await fits.bytes()).toHaveLength(100);
  });

  it("that is cut is an error, whether its length was told or it came in chunks", async () => {
    const told = await answered((response) => response.write("{}", () => response.destroy()), {
      "content-length": "9",
    });
    expect((await failure(told.json())).code).toBe("stream_truncated");
    const chunked = await answered((response) => response.write("{}", () => response.destroy()));
    expect((await failure(chunked.json())).code).toBe("stream_truncated");
  });
});

describe("an excerpt", () => {
  it("is what a refusal says, and keeps the connection", async () => {
    for (let call = 0; call < 3; call += 1) {
      const answer = await answered('{"error":1}', {}, { status: 429 });
      expect([answer.status, (await answer.excerpt()).toString()]).toEqual([429, '{"error":1}']);
    }
    expect(connections.size).toBe(1);
  });

  it("ends at its limit, decompressed", async () => {
    const long = await answered("x".repeat(100_000), {}, { status: 500 });
    expect(await long.excerpt()).toHaveLength(64 * 1024);
    const packed = await answered(gzipSync("x".repeat(1_000_000)), { "content-encoding": "gzip" }, { status: 500 });
    expect((await packed.excerpt(10)).toString()).toBe("xxxxxxxxxx");
  });

  it("gives what has come of a body that is cut, stalls, or is not what its encoding says", async () => {
    const cut = await answered((response) => response.write("half", () => response.destroy()), {}, { status: 500 });
    expect((await cut.excerpt()).toString()).toBe("half");
    const stalls = await answered(
      (response) => void response.write("half"),
      {},
      { status: 500, timeouts: { idleMs: 30 } },
    );
    expect((await stalls.excerpt()).toString()).toBe("half");
    const lie = await answered("half", { "content-encoding": "gzip" }, { status: 500 });
    expect((await lie.excerpt()).toString()).toBe("");
    const unknown = await answered("half", { "content-encoding": "zstd" }, { status: 500 });
    expect((await unknown.excerpt()).toString()).toBe("");
  });
});

describe("a stream", () => {
  it("gives its events and keeps the connection for the next", async () => {
    for (let call = 0; call < 3; call += 1) {
      const answer = await answered("event: a\ndata: 1\n\ndata: 2\n\n");
      const events = [];
      for await (const event of answer.events("sse")) events.push(event);
      expect(events).toEqual([{ event: "a", data: "1" }, { data: "2" }]);
    }
    expect(await dataOf(await answered('{"a":1}\n{"b":2}'), "ndjson")).toEqual(['{"a":1}', '{"b":2}']);
    expect(connections.size).toBe(1);
  });

  it.each(["gzip", "br", "deflate"] as const)("in %s is decompressed as it comes", async (encoding) => {
    const compress = { gzip: gzipSync, br: brotliCompressSync, deflate: deflateSync }[encoding];
    const body = Array.from({ length: 2_000 }, (_, index) => `data: ${index}\n\n`).join("");
    const answer = await answered(compress(body), { "content-encoding": encoding });
    expect(await dataOf(answer)).toEqual(Array.from({ length: 2_000 }, (_, index) => `${index}`));
  });

  it("hands out a compressed event before the next has come", async () => {
    let more: () => void = () => undefined;
    const answer = await answered(
      (response) => {
        const gzip = createGzip({ flush: constants.Z_SYNC_FLUSH });
        gzip.pipe(response);
        gzip.write("data: 1\n\n");
        more = () => gzip.end("data: 2\n\n");
      },
      { "content-encoding": "gzip" },
    );
    const seen: string[] = [];
    for await (const { data } of answer.events("sse")) {
      seen.push(data);
      if (data === "1") more();
    }
    expect(seen).toEqual(["1", "2"]);
  });

  it("that breaks off gives its whole events first, and then the error, compressed or not", async () => {
    // More than once: the error and the last decompressed bytes race.
    const rounds = Array.from({ length: 20 }, () => [{}, { "content-encoding": "gzip" }]).flat();
    for (const headers of rounds) {
      const text = "data: 1\n\ndata: 2\n\ndata: 3";
      const body = "content-encoding" in headers ? gzipSync(text).subarray(0, -8) : text;
      const answer = await answered((response) => response.write(body, () => response.destroy()), headers);
      const seen: string[] = [];
      const reading = (async () => {
        for await (const { data } of answer.events("sse")) seen.push(data);
      })();
      expect((await failure(reading)).code).toBe("stream_truncated");
      expect(seen).toEqual(["1", "2"]);
    }
  });

  it("with an event over the limit gives those before it first, and ends the connection", async () => {
    let closed: Promise<unknown> = Promise.resolve();
    const answer = await answered(
      (response) => {
        closed = new Promise((resolve) => response.on("close", resolve));
        response.write(`data: fits\n\ndata: ${"x".repeat(200)}`);
      },
      {},
      { maxEventBytes: 100 },
    );
    const events = answer.events("sse")[Symbol.asyncIterator]();
    expect(await events.next()).toEqual({ done: false, value: { data: "fits" } });
    expect((await failure(events.next() as Promise<unknown>)).code).toBe("answer_too_large");
    expect(await events.next()).toEqual({ done: true, value: undefined });
    await closed;
  });

  it("gives its pieces as they are, for who reads another framing", async () => {
    const pieces: Uint8Array[] = [];
    for await (const piece of (await answered(Buffer.of(1, 2, 3))).pieces()) pieces.push(piece);
    expect(Buffer.concat(pieces)).toEqual(Buffer.of(1, 2, 3));
  });

  it("cannot be read twice", async () => {
    const answer = await answered("data: 1\n\n");
    answer.events("sse");
    expect(() => answer.events("sse")).toThrow(CallError);
    expect((await failure(answer.bytes())).message).toContain("read already");
  });
});

describe("memory", () => {
  // Each in a process of its own, so that what is measured is one answer's.
  it.each([
    ["an event of 200 MB without an end", "line", "answer_too_large", 32],
    ["a line of JSON of 200 MB without an end", "json-line", "answer_too_large", 32],
    ["a small body that unpacks to 512 MB", "bomb", "answer_too_large", 96],
    ["a small stream that unpacks to 512 MB without an event's end", "bomb-stream", "answer_too_large", 64],
    ["a stream of 200 MB that is read slowly", "slow-reader", "ended", 128],
  ])(
    "stays small for %s",
    async (_what, program, outcome, mostMiB) => {
      const worker = await startWorker("wire/programs/read-hostile.ts", program);
      expect(await worker.ended).toBe(0);
      const result = JSON.parse(worker.lines[0] ?? "{}") as { outcome: string; grownMiB: number };
      expect(result.outcome).toBe(outcome);
      expect(result.grownMiB).toBeLessThan(mostMiB);
    },
    60_000,
  );
});
