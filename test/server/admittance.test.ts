import { describe, expect, it } from "vitest";
import { createHostCheck } from "../../src/server/host-check.ts";
import { ROUTES } from "../../src/server/routes.ts";
import { serve } from "../../src/server/serve.ts";
import { Secret } from "../../src/util/secret.ts";
import { aGateway, KEY, KEYS } from "./support/a-gateway.ts";
import { rawRequest } from "./support/raw-request.ts";

/** Who may ask for what; a route that is not here fails the test below. */
const ACCESS: Readonly<Record<string, "open" | "key">> = {
  "GET /livez": "open",
  "GET /readyz": "open",
  "GET /v1/models": "key",
  "GET /v1/models/{id}": "key",
  "POST /v1/chat/completions": "key",
  "POST /v1/completions": "key",
  "POST /v1/responses": "key",
  "POST /v1/embeddings": "key",
  "POST /v1/images/generations": "key",
  "POST /v1/audio/transcriptions": "key",
  "POST /v1/audio/speech": "key",
  "POST /v1/moderations": "key",
  "POST /v1/messages": "key",
  "POST /v1/messages/count_tokens": "key",
  "GET /api/tags": "key",
  "POST /api/show": "key",
  "GET /api/version": "key",
  "POST /api/chat": "key",
};

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
const routes = Object.keys(ACCESS).map((row) => row.split(" ") as [method: string, path: string]);

interface Raw {
  readonly method?: string;
  readonly path?: string;
  /** Lines of the head. @default a `Host` that is right */
  readonly head?: readonly string[];
}

function rawHead({ method = "POST", path = "/v1/chat/completions", head = ["Host: localhost"] }: Raw): string {
  return `${[`${method} ${path} HTTP/1.1`, ...head, "Content-Length: 0", "Connection: close"].join("\r\n")}\r\n\r\n`;
}

describe("the gateway's table of routes", () => {
  it("is the one whose rights are tested here", () => {
    expect(ROUTES.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(Object.keys(ACCESS).sort());
  });

  it("lets nobody in without a key where one is needed, and everybody where none is", async () => {
    await using gateway = await aGateway({ keys: KEYS });
    const { port } = gateway.gateway.address;
    for (const [method, path] of routes) {
      const without = await rawRequest(port, rawHead({ method, path }));
      const wrong = await rawRequest(port, rawHead({ method, path, head: ["Host: localhost", "X-Api-Key: wrong"] }));
      const isOpen = ACCESS[`${method} ${path}`] === "open";
      expect([path, without.status, wrong.status]).toEqual([path, isOpen ? 200 : 401, isOpen ? 200 : 401]);
      if (!isOpen) expect(without.head).toContain("www-authenticate: bearer");
    }
    expect(gateway.backends.a?.calls).toEqual([]);
  });

  it("knows a key in either header, whichever of both is right, and no other beginning like it", async () => {
    await using gateway = await aGateway({ keys: KEYS });
    const ask = async (headers: Record<string, string>) => (await gateway.ask("/v1/models", { headers })).status;
    expect(await ask({ authorization: `Bearer ${KEY}` })).toBe(200);
    expect(await ask({ authorization: `bearer  ${KEY}` })).toBe(200);
    expect(await ask({ "x-api-key": KEY })).toBe(200);
    expect(await ask({ "x-api-key": KEY, authorization: "Bearer other" })).toBe(200);
    expect(await ask({ "x-api-key": `${KEY}0` })).toBe(401);
    expect(await ask({ "x-api-key": KEY.slice(0, -1) })).toBe(401);
    expect(await ask({ authorization: `Basic ${KEY}` })).toBe(401);
    expect(await ask({ authorization: KEY })).toBe(401);
  });

  it.each([
    ["another name", ["Host: evil.example"], 403],
    ["another name at our port", ["Host: evil.example:8787"], 403],
    ["a name below a known one", ["Host: localhost.evil.example"], 403],
    ["a private address", ["Host: 192.168.1.5"], 403],
    ["a query", ["Host: localhost/?"], 400],
    ["a fragment", ["Host: x/#"], 400],
    ["a user", ["Host: localhost@evil.example"], 400],
    ["nothing", ["Host: "], 400],
    ["two names", ["Host: localhost", "Host: evil.example"], 400],
    ["the same name twice", ["Host: localhost", "host: localhost"], 400],
    ["no name at all", [], 400],
  ])("refuses a Host that is %s, on every route, by every method", async (_, head, status) => {
    await using gateway = await aGateway();
    const { port } = gateway.gateway.address;
    for (const [, path] of routes) {
      for (const method of METHODS) {
        const answer = await rawRequest(port, rawHead({ method, path, head }));
        expect([method, path, answer.status]).toEqual([method, path, status]);
        expect(answer.head).not.toContain("access-control");
      }
    }
    expect(gateway.backends.a?.calls).toEqual([]);
  });

  it.each(["https://evil.example", "http://localhost:3000", "null", "http://127.0.0.1:8787.evil.example"])(
    "refuses pages of %s on every route, by every method, with no header for their browser",
    async (origin) => {
      await using gateway = await aGateway({ keys: KEYS, allowedOrigins: ["https://app.example"] });
      const { port } = gateway.gateway.address;
      for (const [, path] of routes) {
        for (const method of METHODS) {
          const head = ["Host: localhost", `Origin: ${origin}`, `X-Api-Key: ${KEY}`, "Content-Type: text/plain"];
          const answer = await rawRequest(port, rawHead({ method, path, head }));
          expect([method, path, answer.status]).toEqual([method, path, 403]);
          expect(answer.head).not.toContain("access-control");
        }
      }
      expect(gateway.backends.a?.calls).toEqual([]);
    },
  );

  it("serves the pages of an origin that is allowed, by its name and never by a star", async () => {
    await using gateway = await aGateway({ allowedOrigins: ["https://app.example"] });
    const { port } = gateway.gateway.address;
    const head = ["Host: localhost", "Origin: https://app.example"];
    const asks = [
      "Access-Control-Request-Method: POST",
      "Access-Control-Request-Headers: authorization, x-stainless-os",
    ];
    const before = await rawRequest(port, rawHead({ method: "OPTIONS", head: [...head, ...asks] }));
    expect(before).toMatchObject({
      status: 204,
      head: expect.stringContaining("allow-headers: authorization, x-stainless-os"),
    });
    const answer = await rawRequest(port, rawHead({ method: "GET", path: "/v1/models", head }));
    expect(answer).toMatchObject({ status: 200, head: expect.stringContaining("allow-origin: https://app.example") });
    expect(answer.head).toContain("vary: origin");
  });

  it.each(["http://localhost/v1/models", "http://evil.example/v1/models", "*", "//", "v1/models"])(
    "refuses the target %s, or has nothing there",
    async (path) => {
      await using gateway = await aGateway();
      const { status } = await rawRequest(gateway.gateway.address.port, rawHead({ method: "GET", path }));
      expect([400, 404]).toContain(status);
    },
  );

  it("refuses a request of two lengths, and one with both a length and chunks", async () => {
    await using gateway = await aGateway();
    const { port } = gateway.gateway.address;
    for (const line of ["Content-Length: 5", "Transfer-Encoding: chunked"]) {
      const answer = await rawRequest(port, rawHead({ head: ["Host: localhost", line] }));
      expect(answer.status).toBe(400);
    }
    expect(gateway.backends.a?.calls).toEqual([]);
  });

  it("says in its dialect what a path takes, and that there is nothing at another", async () => {
    await using gateway = await aGateway();
    const wrong = await gateway.ask("/v1/messages");
    expect([wrong.status, wrong.headers.get("allow"), await wrong.json()]).toMatchObject([
      405,
      "POST",
      { type: "error" },
    ]);
    const nothing = await gateway.ask("/api/pull");
    expect([nothing.status, await nothing.json()]).toEqual([404, { error: expect.any(String), code: "not_found" }]);
    for (const path of ["/v1/chat/completions/", "/v1//models", "/V1/models", "/v1/chat%2Fcompletions"]) {
      expect([path, (await gateway.ask(path)).status]).toEqual([path, 404]);
    }
  });
});

describe("a host check", () => {
  it("takes a configured name at any port, or at the one it was given with", () => {
    const check = createHostCheck(["Gateway.lan", "other.lan:9000", "[fd00::1]"]);
    const passes = (host: string) => {
      try {
        check(["Host", host]);
        return true;
      } catch {
        return false;
      }
    };
    expect(
      ["gateway.lan", "GATEWAY.lan:80", "other.lan:9000", "[fd00::1]:1", "[::1]:2", "127.0.0.1"].map(passes),
    ).toEqual(Array(6).fill(true));
    expect(["other.lan", "other.lan:9001", "lan", "127.0.0.2", "gateway.lan.", "gateway.lan:x"].map(passes)).toEqual(
      Array(6).fill(false),
    );
  });
});

describe("an address that others can reach", () => {
  const router = {} as never; // it is refused before any is asked

  it.each(["0.0.0.0", "::", "192.168.1.5", "gateway.lan"])("is not served without a key: %s", async (host) => {
    await expect(serve({ router, host, port: 0 })).rejects.toThrow(
      /can be reached from other machines: give at least one key/,
    );
  });

  it("is not served with a key anybody could guess, which is not shown", async () => {
    const keys = [{ name: "ann", secret: new Secret("hunter2") }];
    const failure = await serve({ router, host: "0.0.0.0", port: 0, keys }).catch(String);
    expect(failure).toMatch(/the key of "ann" is too short/);
    expect(failure).not.toContain("hunter2");
  });

  it("checks who is asked for all the same, and lets in who has a key", async () => {
    await using gateway = await aGateway({ host: "0.0.0.0", keys: KEYS, allowedHosts: ["gateway.lan"] });
    const { port } = gateway.gateway.address;
    const ask = (host: string) =>
      rawRequest(port, rawHead({ method: "GET", path: "/v1/models", head: [`Host: ${host}`, `X-Api-Key: ${KEY}`] }));
    expect((await ask("gateway.lan:8787")).status).toBe(200);
    expect(gateway.url).toBe(`http://127.0.0.1:${port}`);
    for (const host of ["evil.example", "0.0.0.0"]) expect((await ask(host)).status).toBe(403);
  });

  it("is told plainly when somebody listens there already", async () => {
    await using first = await aGateway();
    const { port } = first.gateway.address;
    await expect(aGateway({ port })).rejects.toThrow(`something listens at 127.0.0.1:${port} already`);
  });
});
