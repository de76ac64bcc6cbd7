import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { checkConfig } from "../../src/config/load.ts";
import { createRouter } from "../../src/router/create-router.ts";
import type { Router } from "../../src/router.ts";
import { Secret } from "../../src/util/secret.ts";
import { EVENTS, type Serve, startUpstream, WHOLE, well } from "../router/support/upstream.ts";
import { aGateway } from "./support/a-gateway.ts";

/** Secrets of the gateway: each is found in what it sends to a provider, and nowhere else. */
const OURS = {
  firstKey: "sk-canary-a1-0123456789abcdef",
  secondKey: "sk-canary-a2-0123456789abcdef",
  otherKey: "sk-ant-canary-b-0123456789abcdef",
  header: "canary-header-7f3a9b2c4d5e6f70",
  session: "canary-session-1a2b3c4d5e6f7a8b",
} as const;

/** Secrets of clients: what lets them in, and what they brought with them by mistake. */
const THEIRS = {
  clientKey: "mall-canary-client-0123456789",
  otherClientKey: "mall-canary-other-0123456789",
  wrongKey: "mall-canary-wrong-0123456789",
  proxyAuthorization: "canary-proxy-0123456789",
  cookie: "canary-cookie-0123456789",
  azureKey: "canary-azure-0123456789abcdef",
  googleKey: "AIzaCanary0123456789abcdefghijklmno",
  queryKey: "canary-query-0123456789",
  bodyKey: "sk-canary-body-0123456789abcdef",
  forwardedKey: "canary-forwarded-0123456789",
} as const;

const SECRETS = { ...OURS, ...THEIRS };
const messages = [{ role: "user", content: "hello" }];

/** Answers with all it was sent: an error, a good answer or a stream that tells its caller's secrets. */
const telling =
  (status: number): Serve =>
  (outgoing, { headers, path }) => {
    outgoing.writeHead(status, {
      "content-type": "application/json",
      "x-request-id": OURS.firstKey,
      server: OURS.header,
    });
    const message = `Incorrect API key provided: ${headers} at ${path}`;
    outgoing.end(JSON.stringify({ error: { message, type: message, code: message, param: message } }));
  };
const tellingInStream: Serve = (outgoing, { headers }) => {
  outgoing.writeHead(200, { "content-type": "text/event-stream" });
  const message = `sent: ${headers}`;
  outgoing.end(`${EVENTS.content}data: ${JSON.stringify({ error: { message, type: message, code: message } })}\n\n`);
};
const tellingPage: Serve = (outgoing, { headers }) => {
  outgoing.writeHead(502, { "content-type": "text/html" }).end(`<html>${headers}</html>`);
};
const silent: Serve = () => undefined;
const stalled: Serve = (outgoing) =>
  void outgoing.writeHead(200, { "content-type": "text/event-stream" }).write(EVENTS.content);
const cut: Serve = (outgoing) => {
  outgoing.writeHead(200, { "content-type": "text/event-stream" });
  outgoing.write(EVENTS.content, () => outgoing.destroy());
};
const cutWhole: Serve = (outgoing) => {
  outgoing.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
  outgoing.write(WHOLE, () => outgoing.destroy());
};

/** A gateway over two backends with all its secrets; the second one is well unless it is told otherwise. */
async function aGatewayOfSecrets(first: Serve, second: Serve = well) {
  const [a, b] = [await startUpstream(first), await startUpstream(second)];
  const text = `backends:
  a: { provider: openai, base_url: "${a.url}/v1", api_key: ["\${A1}", "\${A2}"], headers: { x-secret: "\${HEADER}" } }
  b: { provider: anthropic, base_url: "${b.url}", api_key: "\${B}", headers: { x-session: "\${SESSION}" } }
models:
  m: { backend: [a/x, b/y], retry: { attempts: 2 }, timeout: { connect: 2s, first_content: 150ms, idle: 150ms, total: 5s } }
  alone: { backend: [a/x], retry: { attempts: 1 }, timeout: { connect: 2s, first_content: 150ms, idle: 150ms, total: 5s } }
`;
  const env = {
    A1: OURS.firstKey,
    A2: OURS.secondKey,
    B: OURS.otherKey,
    HEADER: OURS.header,
    SESSION: OURS.session,
  };
  const { config, problems } = await checkConfig({ text, file: "modelmall.yaml" }, { env });
  if (config === undefined) throw new Error(problems.map(({ message }) => message).join("\n"));
  const router = createRouter({ config, env: {}, random: () => 0 });
  const events: unknown[] = [];
  router.onAttempt((event) => events.push(event));
  const keys = [
    { name: "ann", secret: new Secret(THEIRS.clientKey) },
    { name: "bob", secret: new Secret(THEIRS.otherClientKey) },
  ];
  const gateway = await aGateway({ router, keys });
  return { ...gateway, events, sent: () => [...a.requests, ...b.requests].map(({ headers }) => headers).join("\n") };
}

type Setup = Awaited<ReturnType<typeof aGatewayOfSecrets>>;

const HEADERS = {
  authorization: `Bearer ${THEIRS.clientKey}`,
  "proxy-authorization": `Basic ${THEIRS.proxyAuthorization}`,
  cookie: `session=${THEIRS.cookie}`,
  "api-key": THEIRS.azureKey,
  "x-goog-api-key": THEIRS.googleKey,
  "x-forwarded-authorization": `Bearer ${THEIRS.forwardedKey}`,
};

/** Everything the gateway says to somebody, somewhere, when it is asked in every way there is. */
async function everythingSaid({ ask, router, events, logged }: Setup): Promise<string> {
  const said: unknown[] = [];
  const hear = async (path: string, json?: object, headers: Record<string, string> = HEADERS) => {
    const query = `?key=${THEIRS.queryKey}&api_key=${THEIRS.queryKey}`;
    const answer = await ask(`${path}${query}`, { headers, ...(json !== undefined && { json }) });
    said.push(path, answer.status, [...answer.headers], await answer.text().catch(String));
  };
  for (const model of ["m", "alone"]) {
    for (const stream of [false, true]) {
      await hear("/v1/chat/completions", { model, messages, stream });
      await hear("/v1/messages", { model, messages, stream, max_tokens: 5 });
      await hear("/v1/responses", { model, input: "hello", stream });
      await hear("/api/chat", { model, messages, stream });
    }
    await hear("/v1/embeddings", { model, input: "hello" });
    await hear("/v1/chat/completions", { model, messages, api_key: THEIRS.bodyKey });
    await hear("/v1/chat/completions", { model, messages }, { "x-api-key": THEIRS.wrongKey });
    said.push(await router.generate(model, { messages: [{ role: "user", content: "hello" }] }).catch((error) => error));
  }
  for (const path of [
    "/livez",
    "/readyz",
    "/v1/models",
    "/api/tags",
    "/api/version",
    "/metrics",
    "/health",
    "/v1/config",
  ]) {
    await hear(path);
  }
  said.push(router.health(), events, logged);
  return said
    .map(
      (one) =>
        `${inspect(one, { depth: 8, showHidden: true, maxStringLength: null })} ${JSON.stringify(one)} ${one instanceof Error ? one.stack : ""}`,
    )
    .join("\n");
}

function expectNoneOf(secrets: Readonly<Record<string, string>>, said: string): void {
  const found = Object.entries(secrets).filter(
    ([, secret]) => said.includes(secret) || said.includes(Buffer.from(secret).toString("base64")),
  );
  expect(found.map(([name]) => name)).toEqual([]);
}

describe("fifteen secrets", () => {
  const CASES: Readonly<Record<string, readonly [first: Serve, second?: Serve]>> = {
    "all is well": [well],
    "the first refuses the key and tells it": [telling(401)],
    "both refuse the key and tell it": [telling(401), telling(403)],
    "the first refuses the request and tells the key": [telling(400)],
    "both are overloaded and tell the key": [telling(529), telling(503)],
    "an error in the stream tells the key": [tellingInStream, tellingInStream],
    "a page tells the key": [tellingPage, tellingPage],
    "nobody answers in time": [silent, silent],
    "answers stop in the middle": [stalled, stalled],
    "streams are cut": [cut, cut],
    "whole answers are cut": [cutWhole, cutWhole],
  };

  it.each(Object.entries(CASES))("are in no body, header, log, event or error when %s", async (_, [first, second]) => {
    const all = await aGatewayOfSecrets(first, second);
    await using _gateway = all;
    expectNoneOf(SECRETS, await everythingSaid(all));
    const sent = all.sent();
    expectNoneOf(THEIRS, sent);
    expect(sent).toContain(OURS.firstKey);
    expect(sent).toContain(OURS.header);
  });

  it("are in no body, header or log when something of ours breaks and tells them", async () => {
    const broken = () => {
      throw new TypeError(`cannot read ${OURS.firstKey} of authorization: Bearer ${THEIRS.clientKey}`);
    };
    const router = { generate: broken, stream: broken, embed: broken, close: async () => undefined };
    const keys = [{ name: "ann", secret: new Secret(THEIRS.clientKey) }];
    await using gateway = await aGateway({ router: router as unknown as Router, keys });
    for (const stream of [false, true]) {
      const answer = await gateway.ask("/v1/chat/completions", {
        headers: HEADERS,
        json: { model: "m", messages, stream },
      });
      expect(answer.status).toBe(500);
      expectNoneOf(SECRETS, JSON.stringify([...answer.headers]) + (await answer.text()));
    }
    expect(gateway.logged).toHaveLength(2);
    expectNoneOf(SECRETS, gateway.logged.join("\n"));
  });
});
