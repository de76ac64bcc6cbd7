import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { checkConfig } from "../../src/config/load.ts";
import { createRouter } from "../../src/router/create-router.ts";
import { aGateway, KEY, KEYS } from "./support/a-gateway.ts";

const OURS = "sk-canary-of-the-gateway-0123456789";
const THEIRS = ["cookie-canary", "goog-canary", "azure-canary", "proxy-canary", "auth-canary"] as const;

/** A provider that says in its answers whatever it was sent. */
async function aTellingProvider(status: number) {
  const seen: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    seen.push(request.headers);
    request.resume();
    request.on("end", () => {
      const message = `it was sent ${JSON.stringify(request.headers)} at ${request.url}`;
      const headers = {
        "content-type": "application/json",
        "set-cookie": `session=${OURS}`,
        location: `http://evil.example/?key=${OURS}`,
        server: OURS,
        "alt-svc": OURS,
        "access-control-allow-origin": "*",
        "x-request-id": OURS,
      };
      response.writeHead(status, headers);
      response.end(JSON.stringify({ error: { message, type: "x", code: OURS } }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    seen,
    url: `http://127.0.0.1:${port}/v1`,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

async function aGatewayTo(url: string) {
  const text = `backends:\n  up: { provider: openai, base_url: "${url}", api_key: "\${K}" }\nmodels:\n  m: { backend: [up/x], retry: { attempts: 1 } }\n`;
  const { config } = await checkConfig({ text, file: "modelmall.yaml" }, { env: { K: OURS } });
  if (config === undefined) throw new Error("the config of this test is wrong");
  return aGateway({ router: createRouter({ config, env: {} }), keys: KEYS });
}

describe("secrets", () => {
  it.each([200, 302, 307, 400, 401, 403, 404, 429, 500, 503])(
    "of the gateway and of its clients stay where they are when the provider answers %d and tells all it knows",
    async (status) => {
      await using provider = await aTellingProvider(status);
      await using gateway = await aGatewayTo(provider.url);
      const headers = {
        "x-api-key": KEY,
        cookie: "session=cookie-canary",
        "x-goog-api-key": "goog-canary",
        "api-key": "azure-canary",
        "proxy-authorization": "Basic proxy-canary",
        "x-forwarded-for": "auth-canary",
        authorization: "Bearer auth-canary",
        host: "localhost",
      };
      const messages = [{ role: "user", content: "hello" }];
      for (const [path, json] of [
        ["/v1/chat/completions", { model: "m", messages }],
        ["/v1/chat/completions", { model: "m", messages, stream: true }],
        ["/v1/messages", { model: "m", messages, max_tokens: 5 }],
        ["/v1/responses", { model: "m", input: "hello" }],
        ["/v1/embeddings", { model: "m", input: "hello" }],
        ["/v1/moderations", { model: "m", input: "hello" }],
        ["/api/chat", { model: "m", messages }],
      ] as const) {
        const answer = await gateway.ask(path, { json, headers });
        const told = JSON.stringify([...answer.headers]) + (await answer.text());
        expect(answer.status).not.toBe(401);
        for (const secret of [OURS, KEY, ...THEIRS]) expect([path, told.includes(secret)]).toEqual([path, false]);
        for (const name of ["set-cookie", "location", "server", "alt-svc", "access-control-allow-origin"]) {
          expect([name, answer.headers.get(name)]).toEqual([name, null]);
        }
      }
      const sent = JSON.stringify(provider.seen);
      expect(sent).toContain(OURS);
      for (const secret of [KEY, ...THEIRS]) expect(sent).not.toContain(secret);
      expect(gateway.logged.join("")).not.toMatch(/canary|mall-key/);
    },
  );

  it("are hidden in the log of a failure nobody foresaw, which tells the client nothing", async () => {
    const router = { generate: () => Promise.reject(new TypeError(`broken by ${OURS}`)), close: async () => undefined };
    await using gateway = await aGateway({ router: router as never });
    const answer = await gateway.ask("/v1/chat/completions", {
      json: { model: "m", messages: [{ role: "user", content: "x" }] },
    });
    expect([answer.status, await answer.text()]).toEqual([500, expect.not.stringContaining("broken")]);
    expect(gateway.logged).toEqual([
      expect.stringMatching(/^\w+ POST \/v1\/chat\/completions: TypeError: broken by …/),
    ]);
  });
});

describe("what a client may say in headers", () => {
  it("is its request's id, where it is one", async () => {
    await using gateway = await aGateway();
    const idOf = async (id: string) =>
      (await gateway.ask("/livez", { headers: { "x-request-id": id } })).headers.get("x-request-id");
    expect(await idOf("req-1.2:3_4")).toBe("req-1.2:3_4");
    expect(await idOf("tcp://evil.example/x")).toMatch(/^\w+$/);
    expect(await idOf("x".repeat(129))).toMatch(/^\w{10,40}$/);
  });

  it("is tags, session and trace, and its name is that of its key", async () => {
    const asked: unknown[] = [];
    const router = {
      generate: (_name: string, _request: unknown, { signal: _, ...options }: { signal?: AbortSignal }) => {
        asked.push(options);
        return Promise.reject(new TypeError("enough"));
      },
      close: async () => undefined,
    };
    await using gateway = await aGateway({ router: router as never, keys: KEYS });
    const json = { model: "m", messages: [{ role: "user", content: "x" }] };
    const ask = (headers: Record<string, string>) =>
      gateway.ask("/v1/chat/completions", { json, headers: { "x-api-key": KEY, ...headers } });
    await ask({ "x-modelmall-tags": "team:a, prod", "x-session-id": "s1", "anthropic-beta": "b", "x-other": "no" });
    await ask({});
    expect(asked).toEqual([
      { caller: "ann", tags: ["team:a", "prod"], sessionKey: "s1", headers: { "anthropic-beta": "b" }, raw: "openai" },
      { caller: "ann", raw: "openai" },
    ]);
    expect((await ask({ "x-modelmall-tags": "a b" })).status).toBe(400);
    expect((await ask({ "x-modelmall-tags": Array(33).fill("t").join(",") })).status).toBe(400);
  });
});
