import { describe, expect, it } from "vitest";
import { type Serve, startUpstream, type Upstream, well } from "../router/support/upstream.ts";
import { keyOf } from "../router/support/wired.ts";
import { type RawServer, startRawServer } from "../support/raw-server.ts";
import { type AWiredGateway, aWiredGateway } from "./support/a-wired-gateway.ts";

const messages = [{ role: "user", content: "hello" }];

/** How a caller may try to say where his request goes. */
const VARIANTS = [
  "api_base",
  "apiBase",
  "api-base",
  "API_BASE",
  "base_url",
  "baseURL",
  "baseUrl",
  "base-url",
  "api_url",
  "api_host",
  "api_endpoint",
  "endpoint",
  "endpoint_url",
  "url",
  "uri",
  "host",
  "hostname",
  "server",
  "server_url",
  "custom_host",
  "customHost",
  "target",
  "target_url",
  "destination",
  "upstream",
  "proxy",
  "proxies",
  "proxy_url",
  "http_proxy",
  "https_proxy",
  "azure_endpoint",
  "aws_bedrock_runtime_endpoint",
  "vertex_location",
  "region",
  "organization",
  "openai_api_base",
  "callback_url",
  "webhook",
  "redirect_url",
  "model_list",
] as const;

const HEADERS = [
  "x-portkey-custom-host",
  "x-portkey-config",
  "x-custom-host",
  "x-api-base",
  "x-base-url",
  "x-litellm-api-base",
  "openai-base-url",
  "helicone-target-url",
  "x-forwarded-host",
  "x-forwarded-server",
  "x-original-url",
  "x-rewrite-url",
  "x-host",
  "forwarded",
  "x-http-proxy",
  "proxy",
  "x-request-id",
  "x-callback-url",
  "referer",
];

/** Answers what it is asked in JSON, and recordings too. */
const wellForAll: Serve = (outgoing, asked) => {
  if (asked.body.startsWith("{")) well(outgoing, asked);
  else outgoing.end('{"text":"hello"}');
};

/** A place nobody may be sent to, a provider, and a gateway between which there is no way. */
async function aCanary(serve: Serve = wellForAll) {
  const canary = await startRawServer((socket) => socket.end("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"));
  const provider = await startUpstream(serve);
  const gateway = await aWiredGateway({ a: { url: `${provider.url}/v1` } });
  return {
    canary,
    provider,
    gateway,
    async [Symbol.asyncDispose]() {
      await gateway[Symbol.asyncDispose]();
      await canary[Symbol.asyncDispose]();
    },
  };
}

/** Nobody went to the canary, and who went to the provider went to the path of the config with its key. */
function expectOnlyOurs(canary: RawServer, provider: Upstream, path = /^\/v1\/[a-z/]+$/): void {
  expect(canary.connections).toHaveLength(0);
  for (const { path: asked, headers } of provider.requests) {
    expect(asked).toMatch(path);
    expect(headers).toContain(keyOf("a"));
    expect(headers).toContain(new URL(provider.url).host);
  }
}

function bodiesWith(field: object): (readonly [path: string, body: object])[] {
  const nested = { a: { b: [{ c: { d: field } }] } };
  const chat = { model: "m", messages };
  const tool = { type: "function", function: { name: "f", parameters: { type: "object" }, ...field }, ...field };
  return [
    ["/v1/chat/completions", { ...chat, ...field }],
    ["/v1/chat/completions", { ...chat, user_config: { model_list: [{ litellm_params: field }] } }],
    ["/v1/chat/completions", { ...chat, extra_body: nested, metadata: nested, provider: nested, stream: true }],
    ["/v1/chat/completions", { model: "m", messages: [{ ...messages[0], ...field }], tools: [tool] }],
    ["/v1/chat/completions", { ...chat, response_format: { type: "json_object", ...field }, stream_options: field }],
    ["/v1/messages", { ...chat, max_tokens: 5, metadata: field, ...field }],
    ["/v1/messages", { ...chat, max_tokens: 5, mcp_servers: [{ type: "url", name: "x", ...field }] }],
    ["/v1/responses", { model: "m", input: "hello", extra_body: nested, ...field }],
    ["/v1/embeddings", { model: "m", input: "hello", ...field }],
    ["/v1/moderations", { model: "m", input: "hello", ...field }],
    ["/v1/moderations", { model: "m", input: [{ type: "text", text: "hello", ...field }] }],
    ["/v1/images/generations", { model: "m", prompt: "hello", ...field }],
    ["/v1/audio/speech", { model: "m", input: "hello", voice: "v", ...field }],
    ["/api/chat", { ...chat, options: field, ...field }],
    ["/api/show", { model: "m", ...field }],
  ];
}

const ask = async (gateway: AWiredGateway, path: string, json: unknown, headers: Record<string, string> = {}) => {
  const answer = await gateway.ask(path, { json, headers });
  return { status: answer.status, text: await answer.text() };
};

describe("where a request goes", () => {
  it.each(VARIANTS)("is not for a body to say, however deep: %s", async (name) => {
    await using all = await aCanary();
    for (const place of [all.canary.url, `${all.canary.url}/v1`, new URL(all.canary.url).host]) {
      for (const [path, body] of bodiesWith({ [name]: place })) {
        const { status } = await ask(all.gateway, path, body);
        expect(status).toBeLessThan(600);
      }
    }
    expectOnlyOurs(all.canary, all.provider);
  });

  it("is not for headers, a query or a form to say", async () => {
    await using all = await aCanary();
    const { canary, provider, gateway } = all;
    for (const name of HEADERS) {
      const value = name === "x-portkey-config" ? JSON.stringify({ custom_host: canary.url }) : canary.url;
      expect((await ask(gateway, "/v1/chat/completions", { model: "m", messages }, { [name]: value })).status).toBe(
        200,
      );
    }
    for (const name of VARIANTS) {
      const query = new URLSearchParams({ [name]: canary.url });
      const { status } = await ask(gateway, `/v1/chat/completions?${query}`, { model: "m", messages });
      expect(status).toBe(200);
      const form = new FormData();
      form.append("model", "m");
      form.append("file", new Blob(["x"]), "a.mp3");
      form.append(name, canary.url);
      await (await fetch(`${gateway.url}/v1/audio/transcriptions`, { method: "POST", body: form })).text();
    }
    expectOnlyOurs(canary, provider);
  });

  it("is not for a model's name to say", async () => {
    await using all = await aCanary();
    const { canary, provider, gateway } = all;
    const { host } = new URL(canary.url);
    const names = [
      canary.url,
      `openai/${canary.url}`,
      `a/${canary.url}/v1`,
      `a@${host}/x`,
      `a/x@${host}`,
      `//${host}/x`,
      `a/../../../x`,
      `a/%2e%2e%2f${host}`,
      `a/x?base_url=${canary.url}`,
      `a/x#${canary.url}`,
      `a/x\r\nHost: ${host}`,
      `${host}/library/x`,
      `custom/${canary.url}`,
      `ollama/${host}/x`,
    ];
    for (const model of names) {
      for (const [path, body] of bodiesWith({})) await ask(gateway, path, { ...body, model });
      await (await gateway.ask(`/v1/models/${encodeURIComponent(model)}`)).text();
    }
    expectOnlyOurs(canary, provider);
  });

  it("stays below the address of the config where a model's name stands in the path", async () => {
    const provider = await startUpstream((outgoing) => void outgoing.end("{}"));
    const fields = { provider: "google", url: provider.url };
    await using gateway = await aWiredGateway({ a: fields });
    for (const id of [
      "../admin",
      "..%2f..",
      "x/../../admin",
      "x?alt=media",
      "x#y",
      "x:delete",
      "x\\..\\y",
      "x y",
      "%2e%2e",
      "é",
    ]) {
      for (const stream of [false, true]) {
        await ask(gateway, "/v1/chat/completions", { model: `a/${id}`, messages, stream });
      }
    }
    for (const { path } of provider.requests) {
      expect(path).toMatch(/^\/v1beta\/(?:models|x)\/[^/?#\\ ]+:(?:generateContent|streamGenerateContent\?alt=sse)$/);
      expect(decodeURIComponent(path)).not.toMatch(/\/\.\.(?:\/|:|$)/);
    }
    expect(provider.requests.length).toBeGreaterThan(0);
  });

  it.each(["openai", "anthropic", "google", "ollama"])(
    "is never an address in what was said: images, sound and files are not fetched for %s",
    async (provider) => {
      await using canary = await startRawServer();
      const upstream = await startUpstream((outgoing) => {
        outgoing.writeHead(400).end("{}");
      });
      await using gateway = await aWiredGateway({ a: { url: upstream.url, provider } });
      const url = `${canary.url}/a.png`;
      const said = (part: object) => ({ model: "m", max_tokens: 5, messages: [{ role: "user", content: [part] }] });
      for (const [path, body] of [
        ["/v1/chat/completions", said({ type: "image_url", image_url: { url } })],
        ["/v1/chat/completions", said({ type: "input_audio", input_audio: { data: url, format: "mp3" } })],
        ["/v1/chat/completions", said({ type: "file", file: { file_data: url, filename: "a.pdf" } })],
        ["/v1/chat/completions", said({ type: "video_url", video_url: { url } })],
        ["/v1/messages", said({ type: "image", source: { type: "url", url } })],
        ["/v1/messages", said({ type: "document", source: { type: "url", url } })],
        [
          "/v1/responses",
          { model: "m", input: [{ role: "user", content: [{ type: "input_image", image_url: url }] }] },
        ],
        ["/v1/responses", { model: "m", input: [{ role: "user", content: [{ type: "input_file", file_url: url }] }] }],
        ["/v1/responses", { model: "m", input: "x", tools: [{ type: "mcp", server_label: "x", server_url: url }] }],
        ["/api/chat", { model: "m", messages: [{ role: "user", content: "x", images: [url] }] }],
      ] as const) {
        await ask(gateway, path, body);
      }
      expect(canary.connections).toHaveLength(0);
    },
  );
});

describe("a provider that sends us elsewhere", () => {
  it.each([300, 301, 302, 303, 305, 307, 308])(
    "by %d is not followed, and the client is told so by 502",
    async (status) => {
      const where: string[] = [];
      const redirect: Serve = (outgoing) => {
        const [to = ""] = where;
        const headers = { location: to, "content-location": to, refresh: `0; url=${to}`, link: `<${to}>; rel="next"` };
        outgoing.writeHead(status, headers).end(`<a href="${to}">moved</a>`);
      };
      await using all = await aCanary(redirect);
      where.push(`${all.canary.url}/v1/chat/completions`);
      for (const [path, body] of [
        ["/v1/chat/completions", { model: "m", messages }],
        ["/v1/messages", { model: "m", messages, max_tokens: 5, stream: true }],
        ["/v1/responses", { model: "m", input: "hello" }],
        ["/v1/embeddings", { model: "m", input: "hello" }],
        ["/v1/moderations", { model: "m", input: "hello" }],
        ["/api/chat", { model: "m", messages }],
      ] as const) {
        const { status: told, text } = await ask(all.gateway, path, body);
        expect([path, told]).toEqual([path, 502]);
        expect(text).not.toContain(all.canary.url);
      }
      expectOnlyOurs(all.canary, all.provider);
    },
  );

  it("to sign in is given no key, and not asked for one", async () => {
    const where: string[] = [];
    await using all = await aCanary((outgoing) => {
      const [to = ""] = where;
      const challenge = `Bearer realm="${to}/token",service="x",scope="y"`;
      outgoing.writeHead(401, { "www-authenticate": challenge, "proxy-authenticate": challenge }).end("{}");
    });
    where.push(all.canary.url);
    const { status } = await ask(all.gateway, "/v1/chat/completions", { model: "m", messages });
    expect(status).toBe(502);
    expectOnlyOurs(all.canary, all.provider);
  });
});
