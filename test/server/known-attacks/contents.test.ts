import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { inProject } from "../../../scripts/support/project.js";
import type { Router } from "../../../src/router.ts";
import { EVENTS, startUpstream, well } from "../../router/support/upstream.ts";
import { keyOf } from "../../router/support/wired.ts";
import { aGateway, KEY, KEYS } from "../support/a-gateway.ts";
import { aScene } from "../support/a-scene.ts";
import { aWiredGateway } from "../support/a-wired-gateway.ts";

// What was done to other gateways and servers of models, each tried here as it was done there.

const messages = [{ role: "user", content: "hello" }];
const asked = { model: "m", messages };
const CHAT = "/v1/chat/completions";

describe("what is run or shown", () => {
  it("CVE-2026-30623 and CVE-2026-40217, LiteLLM, and CVE-2026-90898, Bifrost: nothing of a request is run", async () => {
    const folders = ["server", "router", "dialects", "dialect", "backends", "wire", "strategies", "states", "ledgers"];
    const runs = /node:(?:child_process|vm|worker_threads|cluster)|\beval\(|new Function\(|\bimport\((?!")/;
    for (const folder of folders) {
      const files = await readdir(inProject("src", folder), { recursive: true });
      for (const file of files.filter((name) => name.endsWith(".ts"))) {
        expect([file, runs.exec(await readFile(join(inProject("src", folder), file), "utf8"))?.[0]]).toEqual([
          file,
          undefined,
        ]);
      }
    }
  });

  it("CVE-2026-42203, LiteLLM: templates of a caller stay what they are", async () => {
    await using gateway = await aGateway();
    const text = ["{{ 7*7 }} $", "{7*7} <%= 7*7 %> #{7*7} {% for x in y %} $(id) `id`"].join("");
    const answer = await gateway.ask(CHAT, { json: { model: "m", messages: [{ role: "user", content: text }] } });
    expect(await answer.json()).toMatchObject({ choices: [{ message: { content: text } }] });
  });

  it("CVE-2026-32626, AnythingLLM, and CVE-2026-23733, LobeChat: what a model says is a page", async () => {
    const evil = "<script>alert(1)</script>";
    const router = {
      speak: async () => ({
        audio: Buffer.from(evil),
        contentType: "text/html",
        target: "a/x",
        attempts: [],
        cost: { usd: null },
      }),
      close: async () => undefined,
    } as unknown as Router;
    await using talking = await aGateway({ scripts: { a: { text: evil } } });
    await using speaking = await aGateway({ router });
    for (const [gateway, path, json] of [
      [talking, CHAT, asked],
      [talking, CHAT, { ...asked, stream: true }],
      [talking, CHAT, { ...asked, model: evil }],
      [talking, "/api/chat", asked],
      [speaking, "/v1/audio/speech", { model: "m", input: "x", voice: "v" }],
    ] as const) {
      const { headers } = await gateway.ask(path, { json });
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("content-type")).toMatch(
        /^(?:application\/(?:json|x-ndjson|octet-stream)|text\/event-stream)/,
      );
    }
  });

  it("CVE-2025-64496, Open WebUI: an event of a provider's own is passed on to clients", async () => {
    await using scene = await aScene((outgoing) => {
      const evil = 'event: execute\ndata: {"type":"execute","data":{"code":"alert(1)"}}\n\n';
      outgoing.writeHead(200, { "content-type": "text/event-stream" });
      outgoing.end([evil, EVENTS.content, evil, EVENTS.finish, EVENTS.done].join(""));
    });
    for (const [path, json] of [
      [CHAT, asked],
      ["/v1/messages", { ...asked, max_tokens: 5 }],
      ["/v1/responses", { model: "m", input: "x" }],
    ] as const) {
      const text = await (await scene.ask(path, { json: { ...json, stream: true } })).text();
      expect([path, /execute|alert/.exec(text)?.[0]]).toEqual([path, undefined]);
    }
  });
});

describe("what keys are shown in", () => {
  it("LiteLLM #6963, #8075 and #15799: Gemini's key stands in addresses, and so in errors", async () => {
    const provider = await startUpstream((outgoing, { path }) => {
      outgoing
        .writeHead(400)
        .end(JSON.stringify({ error: { message: `no such thing at ${path}`, status: "INVALID_ARGUMENT" } }));
    });
    await using gateway = await aWiredGateway({ a: { url: provider.url, provider: "google" } });
    const text = await (await gateway.ask(CHAT, { json: asked })).text();
    expect([provider.requests[0]?.path.includes("key="), text.includes(keyOf("a"))]).toEqual([false, false]);
    expect(provider.requests[0]?.headers).toContain(keyOf("a"));
  });

  it("LiteLLM #5762 and #36898: the list of models and the state of health", async () => {
    await using scene = await aScene(well, { keys: KEYS });
    for (const path of ["/livez", "/readyz", "/v1/models", "/v1/models/m", "/api/tags", "/api/version"]) {
      const answer = await scene.ask(path, { headers: { "x-api-key": KEY } });
      const text = `${JSON.stringify([...answer.headers])} ${await answer.text()}`;
      expect([path, text.includes(keyOf("a")), text.includes(KEY), text.includes(scene.provider.url)]).toEqual([
        path,
        false,
        false,
        false,
      ]);
    }
  });
});

describe("an answer that grows", () => {
  it("GO-2025-3548, Ollama, and CVE-2026-22036, undici: compressed a thousandfold, or many times over", async () => {
    const bomb = gzipSync(Buffer.alloc(200_000_000, " "));
    const layers = ["gzip", "gzip", "gzip"];
    for (const [body, encoding] of [
      [bomb, "gzip"],
      [layers.reduce<Buffer>((inner) => gzipSync(inner), Buffer.from("{}")), layers.join(", ")],
    ] as const) {
      await using scene = await aScene((outgoing) => {
        outgoing.writeHead(200, { "content-type": "application/json", "content-encoding": encoding }).end(body);
      });
      const before = process.memoryUsage().rss;
      const answer = await scene.ask(CHAT, { json: asked });
      expect([encoding, answer.status]).toEqual([encoding, 502]);
      expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000);
    }
  });
});
