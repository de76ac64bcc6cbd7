import { describe, expect, it } from "vitest";
import { ROUTES } from "../../../src/server/routes.ts";
import { aScene } from "../support/a-scene.ts";
import { rawRequest } from "../support/raw-request.ts";

// What was done to other gateways and servers of models, each tried here as it was done there.

const messages = [{ role: "user", content: "hello" }];
const asked = { model: "m", messages };
const CHAT = "/v1/chat/completions";

const raw = (port: number, head: string) =>
  rawRequest(port, `${head}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);

describe("a caller who says where his request goes", () => {
  it.each([
    ["CVE-2024-6587, LiteLLM: api_base in the body", (url: string) => ({ api_base: url })],
    [
      "PYSEC-2026-4070, LiteLLM: the same within user_config",
      (url: string) => ({ user_config: { model_list: [{ litellm_params: { api_base: url } }] } }),
    ],
  ])("%s", async (_, fieldOf) => {
    await using scene = await aScene();
    const answer = await scene.ask(CHAT, { json: { ...asked, ...fieldOf(scene.elsewhere.url) } });
    expect([answer.status, scene.elsewhere.connections, scene.provider.requests]).toEqual([400, [], []]);
  });

  it.each([
    "CVE-2025-66405 and CVE-2026-110719, Portkey: x-portkey-custom-host",
    "CVE-2026-116176, vLLM: X-Request-Id is taken for an address",
  ])("%s", async (title) => {
    await using scene = await aScene();
    const name = title.endsWith("custom-host") ? "x-portkey-custom-host" : "x-request-id";
    const answer = await scene.ask(CHAT, { json: asked, headers: { [name]: scene.elsewhere.url } });
    expect([answer.status, scene.elsewhere.connections, scene.provider.requests.length]).toEqual([200, [], 1]);
    expect(answer.headers.get("x-request-id")).toMatch(/^\w+$/);
  });

  it.each([
    "CVE-2026-24779, CVE-2026-25960 and CVE-2026-34753, vLLM: images are fetched from addresses inside",
    "CVE-2026-86242 and CVE-2026-55245, Bifrost: addresses inside are not known as such",
  ])("%s", async () => {
    await using scene = await aScene();
    const { port } = scene.elsewhere;
    for (const host of [
      "127.0.0.1",
      "localhost",
      "2130706433",
      "0x7f.1",
      "[::1]",
      "[::ffff:127.0.0.1]",
      "127.0.0.1.nip.io",
    ]) {
      const url = `http://${host}:${port}/latest/meta-data`;
      const content = [{ type: "image_url", image_url: { url } }];
      await scene.ask(CHAT, { json: { model: "m", messages: [{ role: "user", content }] } });
    }
    expect(scene.elsewhere.connections).toEqual([]);
  });

  it("CVE-2026-5530, CVE-2026-108836 and CVE-2026-103663, Ollama: a host or a path in a model's name", async () => {
    await using scene = await aScene();
    const { host } = new URL(scene.elsewhere.url);
    for (const model of [`${host}/library/x`, `http://${host}/x`, `a/../../etc/passwd`, `m@sha256:../../x`]) {
      for (const path of [CHAT, "/api/chat", "/api/show"]) await scene.ask(path, { json: { ...asked, model } });
      for (const path of ["/api/pull", "/api/create", "/api/push", "/api/blobs/sha256:x"]) {
        expect((await scene.ask(path, { json: { model, name: model } })).status).toBe(404);
      }
    }
    expect(scene.elsewhere.connections).toEqual([]);
    for (const { path } of scene.provider.requests) expect(path).toBe("/v1/chat/completions");
  });
});

describe("a provider that sends us elsewhere", () => {
  it.each([
    "CVE-2026-45401 and CVE-2026-45400, Open WebUI: by a redirect to an address inside",
    "GHSA-wqq4-5wpv-mx2g, GHSA-3787-6prv-h9w3 and CVE-2024-30260, undici: keys and cookies go with a redirect",
    "CVE-2025-51471 (GO-2025-3824), Ollama: the token goes to the realm of WWW-Authenticate",
  ])("%s", async (title) => {
    const where: string[] = [];
    const isRealm = title.includes("realm");
    await using scene = await aScene((outgoing) => {
      const [to = ""] = where;
      outgoing
        .writeHead(isRealm ? 401 : 307, isRealm ? { "www-authenticate": `Bearer realm="${to}"` } : { location: to })
        .end("{}");
    });
    where.push(scene.elsewhere.url);
    const answer = await scene.ask(CHAT, { json: asked, headers: { cookie: "a=b" } });
    expect([answer.status, scene.elsewhere.connections, scene.provider.requests.length]).toEqual([502, [], 1]);
  });

  it("GHSA-f772-66g8-q5h3, undici: a line break in a header's value starts another request", async () => {
    await using scene = await aScene();
    const head = `POST ${CHAT} HTTP/1.1\r\nHost: localhost\r\nAnthropic-Beta: x\rX-Evil: 1\r\nContent-Type: application/json`;
    expect((await raw(scene.gateway.address.port, head)).status).toBe(400);
    for (const model of ["a/x\r\nX-Evil: 1", "a/x\nX-Evil: 1"]) {
      const answer = await scene.ask(CHAT, { json: { ...asked, model } });
      expect([...answer.headers.keys()]).not.toContain("x-evil");
    }
    expect(scene.provider.requests.some(({ headers }) => /^x-evil$/im.test(headers))).toBe(false);
  });
});

describe("a page of another site", () => {
  it.each([
    "CVE-2024-28224, Ollama: under a name that was made to point here",
    "CVE-2025-66414 and CVE-2025-66416, MCP: the same, without anything being switched on",
    "CVE-2025-49596, MCP Inspector: at 0.0.0.0",
    "CVE-2025-64443 and CVE-2026-11624, MCP gateways: the same once more",
  ])("%s", async (title) => {
    await using scene = await aScene();
    const host = title.includes("0.0.0.0") ? "0.0.0.0" : "evil.example";
    for (const { method, path } of ROUTES) {
      for (const one of [method, "OPTIONS"]) {
        const answer = await raw(scene.gateway.address.port, `${one} ${path} HTTP/1.1\r\nHost: ${host}:8787`);
        expect([one, path, answer.status]).toEqual([one, path, 403]);
      }
    }
    expect(scene.provider.requests).toEqual([]);
  });

  it("CVE-2025-24010, Vite: may read every answer, by CORS for all and by WebSockets", async () => {
    await using scene = await aScene();
    const { port } = scene.gateway.address;
    const read = await scene.ask(CHAT, { json: asked });
    expect([...read.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
    const origin = "Origin: https://evil.example";
    const socket = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13";
    for (const head of [origin, `${origin}\r\n${socket}`]) {
      const answer = await rawRequest(port, `GET /v1/models HTTP/1.1\r\nHost: localhost\r\n${head}\r\n\r\n`);
      expect([answer.status, answer.head.includes("access-control")]).toEqual([403, false]);
    }
  });
});
