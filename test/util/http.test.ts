import { afterEach, describe, expect, it } from "vitest";
import { SourceError } from "../../src/errors.ts";
import { createHttp, type HttpSettings, type JsonRequest } from "../../src/util/http.ts";
import { openTransport } from "../../src/util/transport.ts";
import { closedPort, type Loopback, type Plans, startLoopback } from "../support/loopback.ts";

const SECRET = "sk-canary-0123456789abcdef";
const transport = openTransport({});
const open: Loopback[] = [];

async function serve(plans: Plans): Promise<Loopback> {
  const server = await startLoopback(plans);
  open.push(server);
  return server;
}

afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

function client(settings: Partial<HttpSettings> = {}) {
  return createHttp({ source: "acme", fetch: transport.fetch, signal: new AbortController().signal, ...settings });
}

async function failure(asking: Promise<unknown>): Promise<SourceError> {
  const error = await asking.then(
    () => new Error("it was answered"),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(SourceError);
  expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(SECRET);
  return error as SourceError;
}

describe("createHttp", () => {
  it("gets JSON, and posts a body as JSON", async () => {
    const server = await serve({ "/get": { json: { a: 1 } }, "/post": { json: [2] } });
    const http = client();
    expect(await http.json(`${server.url}/get`, { headers: { "X-Test": "1" } })).toEqual({ a: 1 });
    expect(await http.json(new URL("/post", server.url), { body: { model: "m" } })).toEqual([2]);
    expect(server.requests.map(({ method, path, body }) => [method, path, body])).toEqual([
      ["GET", "/get", ""],
      ["POST", "/post", '{"model":"m"}'],
    ]);
    expect(server.requests[0]?.headers["x-test"]).toBe("1");
  });

  it("reads compressed answers, a byte order mark and characters split between chunks", async () => {
    const server = await serve({
      "/gzip": { gzip: true, json: { price: "0.1" } },
      "/bom": { body: '\uFEFF{"a":"ü"}' },
      "/chunks": { chunks: ['{"a"', ':"', 'b"', "}"] },
    });
    expect(await client().json(`${server.url}/gzip`)).toEqual({ price: "0.1" });
    expect(await client().json(`${server.url}/bom`)).toEqual({ a: "ü" });
    expect(await client().json(`${server.url}/chunks`)).toEqual({ a: "b" });
  });

  const statuses = [
    [401, {}, {}, "a key is needed (HTTP 401 at {url}); set ACME_KEY to one", false, "credential"],
    [
      401,
      {},
      { authorization: `Bearer ${SECRET}` },
      "the key was refused (HTTP 401 at {url}); check the key in ACME_KEY",
      false,
      "credential",
    ],
    [
      403,
      {},
      { "x-api-key": SECRET },
      "not allowed (HTTP 403 at {url}); check what the key in ACME_KEY may read",
      false,
      "credential",
    ],
    [404, {}, {}, "nothing is there (HTTP 404 at {url}); check the address", false, "target"],
    [429, { "retry-after": "30" }, {}, "asked too often (HTTP 429 at {url}); try again in 30 s", true, "target"],
    [429, {}, {}, "asked too often (HTTP 429 at {url}); try again later", true, "target"],
    [500, {}, {}, "the service failed (HTTP 500 at {url}); try again later", true, "target"],
    [503, { "retry-after-ms": "1500" }, {}, "the service failed (HTTP 503 at {url}); try again in 2 s", true, "target"],
    [418, {}, {}, "unexpected answer (HTTP 418 at {url}); check the address", false, "target"],
    [304, {}, {}, "unexpected answer (HTTP 304 at {url}); check the address", false, "target"],
  ] as const;

  it.each(statuses)(
    "turns HTTP %i into an error that says what to do",
    async (status, headers, sent, message, retryable, fault) => {
      const server = await serve({ "/models": { status, headers, body: `your key is ${SECRET}` } });
      const error = await failure(
        client({ keyVariable: "ACME_KEY" }).json(`${server.url}/models?key=${SECRET}`, { headers: sent }),
      );
      expect(error.message).toBe(`acme: ${message.replace("{url}", `${server.url}/models`)}`);
      expect(error).toMatchObject({ code: "source_status", source: "acme", status, retryable, fault });
    },
  );

  it("counts a Retry-After date from the clock it is given", async () => {
    const server = await serve({ "/": { status: 429, headers: { "retry-after": "Wed, 21 Oct 2026 07:28:30 GMT" } } });
    const error = await failure(client({ clock: () => new Date("2026-10-21T07:28:00Z") }).json(server.url));
    expect(error.retryAfterMs).toBe(30_000);
  });

  const answers = [
    ["an empty answer", { body: "" }, "source_malformed", "the answer at {url} is empty; expected JSON"],
    ["a status without content", { status: 204 }, "source_malformed", "the answer at {url} is empty; expected JSON"],
    ["text", { body: `${SECRET} oops` }, "source_malformed", "the answer at {url} is not valid JSON (31 bytes)"],
    ["half of JSON", { body: '{"data": [' }, "source_malformed", "the answer at {url} is not valid JSON (10 bytes)"],
    [
      "the page of a captive portal",
      { body: "<!doctype html><title>Log in</title>" },
      "source_malformed",
      "a web page came instead of JSON at {url}; check the address, and whether the network wants you to log in first",
    ],
    [
      "something compressed twice",
      { headers: { "content-encoding": "identity, identity" }, body: "{}" },
      "source_malformed",
      "the answer at {url} is compressed more than once, which nothing needs",
    ],
    [
      "a length above the cap",
      { body: "9".repeat(1001) },
      "source_too_large",
      "the answer at {url} is larger than 1000 bytes, and was not read further",
    ],
    [
      "chunks above the cap",
      { chunks: ["9".repeat(600), "9".repeat(600)] },
      "source_too_large",
      "the answer at {url} is larger than 1000 bytes, and was not read further",
    ],
  ] as const;

  it.each(answers)("refuses %s", async (_name, step, code, message) => {
    const server = await serve({ "/models": step });
    const error = await failure(client({ maxBytes: 1_000 }).json(`${server.url}/models?key=${SECRET}`));
    expect(error.message).toBe(`acme: ${message.replace("{url}", `${server.url}/models`)}`);
    expect(error.code).toBe(code);
  });

  it("does not wait for an answer whose announced length is above the cap", async () => {
    const server = await serve({ "/": { headers: { "content-length": "5000" }, chunks: ["["], hold: "end" } });
    const error = await failure(client({ maxBytes: 1_000 }).json(server.url));
    expect(error.code).toBe("source_too_large");
  });

  it("says that nothing answers at an address, and that trying again may help", async () => {
    const url = await closedPort();
    const error = await failure(client().json(`${url}/models`));
    expect(error.message).toBe(
      `acme: not reachable at ${url}/models (connection refused); check the address and the network`,
    );
    expect(error).toMatchObject({ code: "source_unreachable", retryable: true });
  });

  it.each([
    ["before the headers", { reset: "before" } as const],
    ["in the middle of the body", { headers: { "content-length": "50" }, chunks: ['{"a":'], reset: "after" } as const],
  ])("reports a connection that breaks %s", async (_name, step) => {
    const server = await serve({ "/": step });
    const error = await failure(client().json(server.url));
    expect(error).toMatchObject({ code: "source_unreachable", retryable: true });
    expect(error.message).toMatch(/^acme: not reachable at .* \(connection (closed early|reset)\)/);
  });

  it.each(["headers", "end"] as const)(
    "ends when its signal is aborted, also while the %s are awaited",
    async (hold) => {
      const server = await serve({ "/slow": { chunks: ["{"], hold } });
      const controller = new AbortController();
      const asking = failure(client({ signal: controller.signal }).json(`${server.url}/slow`));
      await server.arrived("/slow");
      controller.abort(new SourceError("source_timeout", "acme", "too late"));
      expect((await asking).message).toBe("acme: too late");
    },
  );

  it("reports an abort by the caller as the caller's", async () => {
    const error = await failure(client({ signal: AbortSignal.abort() }).json("http://127.0.0.1:9/"));
    expect(error).toMatchObject({
      code: "source_aborted",
      fault: "caller",
      message: "acme: stopped before it had answered",
    });
  });

  it("ends also with a fetch that ignores its signal", async () => {
    const controller = new AbortController();
    const asking = failure(
      client({ signal: controller.signal, fetch: () => new Promise(() => undefined) }).json("http://a.test"),
    );
    controller.abort();
    expect((await asking).code).toBe("source_aborted");
  });

  const addresses = [
    ["nonsense", 'expected an address like https://host/path, got "nonsense"; check the address'],
    [`file:///etc/passwd`, 'expected an http or https address, got "file:…"; check the address'],
    [
      `https://me:${SECRET}@acme.test/v1?token=${SECRET}`,
      'expected an address without user and password (give the key on its own), got "https://acme.test/v1"; check the address',
    ],
  ] as const;

  it.each(addresses)("refuses the address %s", async (address, message) => {
    const error = await failure(client().json(address));
    expect(error.message).toBe(`acme: ${message}`);
  });

  it("refuses a header that cannot be sent without repeating its value", async () => {
    const error = await failure(
      client().json("http://127.0.0.1:9", { headers: { authorization: `Bearer ${SECRET}\n` } }),
    );
    expect(error.message).toBe(
      'acme: the header "authorization" cannot be sent; check the key for a line break or another character that is not plain text',
    );
  });
});

describe("redirects", () => {
  it("are followed to the same origin, keeping the method where the status keeps it", async () => {
    const server = await serve({
      "/a": { redirect: "/b" },
      "/b": { status: 303, redirect: "/c" },
      "/c": { json: "arrived" },
    });
    const request: JsonRequest = { body: { x: 1 }, headers: { "x-api-key": SECRET } };
    expect(await client().json(`${server.url}/a`, request)).toBe("arrived");
    expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(["POST /a", "POST /b", "GET /c"]);
  });

  it("are refused to another origin, which never sees the key", async () => {
    const thief = await serve({ "/": { json: {} } });
    const server = await serve({ "/models": { redirect: `${thief.url}/?from=${SECRET}` } });
    const error = await failure(client().json(`${server.url}/models`, { headers: { "x-api-key": SECRET } }));
    expect(error.code).toBe("source_redirected");
    expect(error.message).toBe(
      `acme: redirected at ${server.url}/models to another address, ${thief.url}; nothing was sent there; if that is right, set the address to it`,
    );
    expect(thief.requests).toEqual([]);
  });

  it("are refused after three, and to nowhere", async () => {
    const server = await serve({ "/loop": { redirect: "/loop" }, "/nowhere": { status: 302 } });
    const error = await failure(client().json(`${server.url}/loop`));
    expect(error.message).toBe(`acme: redirected more than 3 times at ${server.url}/loop; check the address`);
    expect(server.requests).toHaveLength(4);
    const lost = await failure(client().json(`${server.url}/nowhere`));
    expect(lost.message).toBe(`acme: redirected to nowhere at ${server.url}/nowhere; check the address`);
  });
});

describe("conditional requests", () => {
  it("send the known ETag once, and tell that nothing has changed", async () => {
    const server = await serve({ "/models": { status: 304 } });
    const http = client({ etag: '"v1"' });
    await failure(http.json(`${server.url}/models`));
    expect(http.unchanged()).toBe(true);
    expect(server.requests[0]?.headers["if-none-match"]).toBe('"v1"');
  });

  it("know an ETag only of a single request", async () => {
    const server = await serve({ "/models": { json: [], headers: { etag: '"v2"' } } });
    const http = client();
    expect(http.etag()).toBeUndefined();
    await http.json(`${server.url}/models`);
    expect(http.etag()).toBe('"v2"');
    await http.json(`${server.url}/models`);
    expect(http.etag()).toBeUndefined();
  });

  it("are only the first ones", async () => {
    await using server = await startLoopback({ "/models": { json: [] } });
    const http = client({ etag: '"v1"' });
    for (let n = 0; n < 2; n++) await http.json(`${server.url}/models`);
    expect(server.requests.map(({ headers }) => headers["if-none-match"])).toEqual(['"v1"', undefined]);
  });

  it("do not ask conditionally for what is posted", async () => {
    const server = await serve({ "/show": { json: {} } });
    await client({ etag: '"v1"' }).json(`${server.url}/show`, { body: {} });
    expect(server.requests[0]?.headers).not.toHaveProperty("if-none-match");
  });
});
