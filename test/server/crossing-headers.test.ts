import { Agent, request as httpRequest, type IncomingHttpHeaders } from "node:http";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { EVENTS, type Serve, startUpstream, WHOLE, well } from "../router/support/upstream.ts";
import { keyOf } from "../router/support/wired.ts";
import { KEY, KEYS } from "./support/a-gateway.ts";
import { aWiredGateway } from "./support/a-wired-gateway.ts";

const messages = [{ role: "user", content: "hello" }];
const RUNS = Number(process.env.MODELMALL_PROPERTY_RUNS ?? 300);
const agent = new Agent({ keepAlive: true });
afterAll(() => agent.destroy());

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly trailers: NodeJS.Dict<string>;
  readonly body: string;
}

/** A call with headers no browser and no `fetch` would send. */
function ask(
  url: string,
  path: string,
  json: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const all = { "content-type": "application/json", "x-api-key": KEY, ...headers };
    const call = httpRequest(`${url}${path}`, { method: "POST", agent, headers: all }, (answer) => {
      let body = "";
      answer.setEncoding("utf8").on("data", (piece: string) => {
        body += piece;
      });
      answer.on("end", () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, trailers: answer.trailers, body }),
      );
    });
    call.on("error", reject);
    call.end(JSON.stringify(json));
  });
}

/** The names in what an upstream noted: names and values by turns. */
function namesIn(headers: string): string[] {
  return headers
    .split("\n")
    .filter((_, at) => at % 2 === 0)
    .map((name) => name.toLowerCase());
}

/** All a provider is ever sent; nothing else a client says in headers leaves the gateway. */
const TO_PROVIDERS = new Set([
  "host",
  "connection",
  "user-agent",
  "content-type",
  "content-length",
  "accept",
  "accept-encoding",
  "authorization",
  "x-api-key",
  "anthropic-version",
  "anthropic-beta",
  "openai-beta",
  "traceparent",
  "tracestate",
]);

/** All a client is ever told. */
const TO_CLIENTS = new Set([
  "content-type",
  "content-length",
  "transfer-encoding",
  "connection",
  "keep-alive",
  "date",
  "x-request-id",
  "request-id",
  "x-content-type-options",
  "x-modelmall-target",
  "x-modelmall-attempts",
  "x-modelmall-cost-usd",
  "x-modelmall-passed-over",
  "cache-control",
  "x-accel-buffering",
  "retry-after",
  "x-should-retry",
]);

describe("what a client says in headers", () => {
  const CANARY = "canary-of-the-client";
  const THEIRS = [
    "authorization",
    "proxy-authorization",
    "api-key",
    "x-goog-api-key",
    "x-amz-security-token",
    "x-auth-token",
    "cookie",
    "cookie2",
    "forwarded",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-authorization",
    "x-original-url",
    "x-rewrite-url",
    "x-real-ip",
    "x-portkey-custom-host",
    "x-portkey-forward-headers",
    "x-litellm-api-key",
    "openai-organization",
    "openai-project",
    "anthropic-dangerous-direct-browser-access",
    "http-referer",
    "x-title",
    "idempotency-key",
    "via",
    "te",
    "user-agent",
    "accept-language",
    "referer",
    "x-modelmall-target",
    "x-stainless-os",
    "from",
  ];
  const name = fc.oneof(fc.constantFrom(...THEIRS), fc.stringMatching(/^x-[a-z]{1,12}(-key|-token|-host)?$/));
  const value = fc.stringMatching(/^[!-~]{0,20}$/).map((text) => `${CANARY}${text}`);

  it("ends at the gateway, and each provider is shown its own key alone, whoever was asked before it", async () => {
    const missing: Serve = (outgoing) => {
      outgoing.writeHead(404, { "content-type": "application/json" });
      outgoing.end(JSON.stringify({ error: { message: "no such model", code: "model_not_found" } }));
    };
    const [a, b, c] = [await startUpstream(missing), await startUpstream(missing), await startUpstream(well)];
    await using gateway = await aWiredGateway(
      {
        a: { url: `${a.url}/v1` },
        b: { url: b.url, provider: "anthropic" },
        c: { url: `${c.url}/v1`, fields: 'headers: { x-own: "of-the-config" }' },
      },
      { route: "", keys: KEYS },
    );
    const upstreams = { a, b, c };
    let seen = 0;
    await fc.assert(
      fc.asyncProperty(fc.dictionary(name, value, { maxKeys: 12 }), fc.boolean(), async (headers, stream) => {
        const json = { model: "m", messages, stream };
        // The same one twice would be answered without asking anybody.
        for (const one in headers) if (one.toLowerCase() === "idempotency-key") headers[one] += String(seen);
        const { status } = await ask(gateway.url, "/v1/chat/completions", json, { ...headers, "anthropic-beta": "b1" });
        expect(status).toBe(200);
        seen += 1;
        for (const [own, { requests }] of Object.entries(upstreams)) {
          expect(requests).toHaveLength(seen);
          const { headers: sent = "" } = requests.at(-1) ?? {};
          for (const other of ["a", "b", "c"]) {
            expect([own, other, sent.includes(keyOf(other))]).toEqual([own, other, own === other]);
          }
          expect(sent).not.toContain(CANARY);
          expect(sent).not.toContain(KEY);
          const names = namesIn(sent);
          expect(names.filter((one) => !TO_PROVIDERS.has(one))).toEqual(own === "c" ? ["x-own"] : []);
          expect(new Set(names).size).toBe(names.length);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it("is not passed on because it says that it belongs to the connection, nor behind the body", async () => {
    const upstream = await startUpstream(well);
    await using gateway = await aWiredGateway({ a: { url: `${upstream.url}/v1` } });
    const headers = { connection: "keep-alive, x-own, authorization", "x-own": CANARY, "keep-alive": CANARY };
    await ask(gateway.url, "/v1/chat/completions", { model: "m", messages }, headers);
    expect(upstream.requests).toHaveLength(1);
    expect(upstream.requests[0]?.headers).not.toContain(CANARY);
    expect(upstream.requests[0]?.headers).toContain(keyOf("a"));
  });
});

describe("what a provider says in headers", () => {
  const CANARY = "canary-of-the-provider";
  const THEIRS: Readonly<Record<string, string | string[]>> = {
    "set-cookie": [`session=${CANARY}`, `other=${CANARY}`],
    location: `https://evil.example/${CANARY}`,
    "content-location": `https://evil.example/${CANARY}`,
    refresh: `0; url=https://evil.example/${CANARY}`,
    link: `<https://evil.example/${CANARY}>; rel=preload`,
    server: CANARY,
    via: CANARY,
    "alt-svc": `h2="evil.example:443"; persist=${CANARY}`,
    "access-control-allow-origin": "*",
    "access-control-allow-credentials": "true",
    "content-disposition": `attachment; filename=${CANARY}.exe`,
    "content-security-policy": CANARY,
    "strict-transport-security": "max-age=31536000",
    "www-authenticate": `Bearer realm="https://evil.example/${CANARY}"`,
    "proxy-authenticate": CANARY,
    "clear-site-data": '"*"',
    "service-worker-allowed": "/",
    sourcemap: CANARY,
    "x-powered-by": CANARY,
    "x-request-id": CANARY,
    "request-id": CANARY,
    "x-modelmall-target": CANARY,
    "x-modelmall-cost-usd": CANARY,
    "x-should-retry": CANARY,
    "retry-after": CANARY,
    "openai-organization": CANARY,
    "x-ratelimit-limit-requests": "1e308",
    "x-ratelimit-remaining-requests": "-1",
    connection: `x-hidden`,
    "x-hidden": CANARY,
    trailer: "x-late",
  };
  const { role, content, rest, finish, done } = EVENTS;
  const PATHS = [
    ["/v1/chat/completions", {}],
    ["/v1/completions", { prompt: "hello" }],
    ["/v1/messages", { max_tokens: 5 }],
    ["/v1/responses", { input: "hello" }],
    ["/api/chat", {}],
  ] as const;

  it.each([200, 400, 401, 403, 404, 413, 422, 429, 500, 502, 503, 529])(
    "beside an answer of %d never reaches a client, whole or streamed, nor what it says behind its body",
    async (status) => {
      const upstream = await startUpstream((outgoing, { body }) => {
        const isStream = status === 200 && JSON.parse(body).stream === true;
        outgoing.writeHead(status, { ...THEIRS, "content-type": isStream ? "text/event-stream" : "application/json" });
        if (isStream) outgoing.write([role, content, rest, finish, done].join(""));
        else outgoing.write(status === 200 ? WHOLE : JSON.stringify({ error: { message: "it is so" } }));
        outgoing.addTrailers({ "x-late": CANARY, "set-cookie": CANARY });
        outgoing.end();
      });
      await using gateway = await aWiredGateway({ a: { url: `${upstream.url}/v1` } }, { keys: KEYS });
      for (const [path, more] of PATHS) {
        for (const stream of [false, true]) {
          const answer = await ask(gateway.url, path, {
            model: "m",
            ...(path === "/v1/responses" ? {} : { messages }),
            ...more,
            stream,
          });
          const { headers, trailers } = answer;
          expect([path, answer.status === 200]).toEqual([path, status === 200]);
          expect(Object.keys(headers).filter((one) => !TO_CLIENTS.has(one))).toEqual([]);
          expect(JSON.stringify([headers, trailers])).not.toContain(CANARY);
          expect(headers["retry-after"] ?? "1").toMatch(/^[1-9]\d{0,6}$/);
          expect(trailers).toEqual({});
        }
      }
    },
  );

  it.each(["7", "0", "-5", "1e308", "99999999999999999999", "NaN", "Fri, 31 Dec 9999 23:59:59 GMT", "7\tx"])(
    "about when to come again is told as a number within reason, or not at all: %s",
    async (said) => {
      const upstream = await startUpstream((outgoing) => {
        outgoing.writeHead(429, { "retry-after": said, "content-type": "application/json" });
        outgoing.end('{"error":{"message":"slow down"}}');
      });
      await using gateway = await aWiredGateway({ a: { url: `${upstream.url}/v1` } });
      const { status, headers } = await ask(gateway.url, "/v1/chat/completions", { model: "m", messages });
      expect([status, headers["retry-after"] ?? "1"]).toEqual([429, expect.stringMatching(/^[1-9]\d{0,7}$/)]);
      if (said === "7") expect(headers["retry-after"]).toBe("7");
    },
  );
});
