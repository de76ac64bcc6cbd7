import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Router } from "../../../src/router.ts";
import { serve } from "../../../src/server/serve.ts";
import { well } from "../../router/support/upstream.ts";
import { KEY, KEYS } from "../support/a-gateway.ts";
import { aScene } from "../support/a-scene.ts";
import { rawRequest } from "../support/raw-request.ts";

// What was done to other gateways and servers of models, each tried here as it was done there.

const messages = [{ role: "user", content: "hello" }];
const asked = { model: "m", messages };
const CHAT = "/v1/chat/completions";

const raw = (port: number, head: string) =>
  rawRequest(port, `${head}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);

describe("somebody without a key", () => {
  it("CVE-2026-49468, LiteLLM: a Host that ends in a path is taken for the route", async () => {
    await using scene = await aScene(well, { keys: KEYS });
    for (const host of ["localhost/?", "localhost/livez?", "x/#", "localhost/livez"]) {
      const { status } = await raw(scene.gateway.address.port, `POST ${CHAT} HTTP/1.1\r\nHost: ${host}`);
      expect([host, status]).toEqual([host, 400]);
    }
    for (const path of [
      `/livez/..${CHAT}`,
      `//livez${CHAT}`,
      `/livez;${CHAT}`,
      `/livez%2f..${CHAT}`,
      `/readyz/${CHAT}`,
    ]) {
      expect([
        path,
        (await raw(scene.gateway.address.port, `POST ${path} HTTP/1.1\r\nHost: localhost`)).status,
      ]).toEqual([path, 404]);
    }
    expect(scene.provider.requests).toEqual([]);
  });

  it("CVE-2026-35030, LiteLLM: with one that begins like another; CVE-2025-59425, vLLM: of any length", async () => {
    await using scene = await aScene(well, { keys: KEYS });
    const known = await scene.ask("/v1/models", { headers: { "x-api-key": KEY } });
    expect(known.status).toBe(200);
    for (const key of [
      `${KEY.slice(0, 20)}${"x".repeat(KEY.length - 20)}`,
      KEY.slice(0, 20),
      `${KEY}x`,
      "x",
      "x".repeat(15_000),
    ]) {
      expect((await scene.ask("/v1/models", { headers: { "x-api-key": key } })).status).toBe(401);
    }
  });

  it("CVE-2026-42208, LiteLLM: with SQL in place of one", async () => {
    await using scene = await aScene(well, { keys: KEYS });
    for (const key of [
      "' OR pg_sleep(8)--",
      "sk-x'; DROP TABLE keys;--",
      '" OR "1"="1',
      ["$", "{jndi:ldap://x}"].join(""),
      "%00",
      "{{7*7}}",
    ]) {
      const started = performance.now();
      const answer = await scene.ask(CHAT, {
        json: asked,
        headers: { authorization: `Bearer ${key}`, "x-api-key": key },
      });
      expect([answer.status, performance.now() - started < 2_000]).toEqual([401, true]);
      expect(await answer.text()).not.toContain(key);
    }
    expect(scene.logged).toEqual([]);
  });

  it("CVE-2026-35029 and GHSA-69x8, LiteLLM: changes the config, or comes in by the hash of a key", async () => {
    await using scene = await aScene(well, { keys: KEYS });
    const hash = createHash("sha256").update(KEY).digest();
    for (const key of [hash.toString("hex"), hash.toString("base64"), `sha256:${hash.toString("hex")}`]) {
      expect((await scene.ask("/v1/models", { headers: { "x-api-key": key } })).status).toBe(401);
    }
    const headers = { "x-api-key": KEY };
    for (const path of [
      "/config/update",
      "/key/generate",
      "/model/new",
      "/prompts/test",
      "/mcp/register",
      "/api/mcp/client",
      "/debug",
    ]) {
      expect([path, (await scene.ask(path, { json: {}, headers })).status]).toEqual([path, 404]);
    }
  });

  it("CVE-2026-7482, Ollama: reaches a server that others than this machine can", async () => {
    const router = {} as Router; // it is refused before any is asked
    await expect(serve({ router, host: "0.0.0.0", port: 0 })).rejects.toThrow(/give at least one key/);
  });
});
