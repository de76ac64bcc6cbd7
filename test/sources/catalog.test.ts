import { readFileSync } from "node:fs";
import net from "node:net";
import { gzipSync } from "node:zlib";
import { waitForUpdate } from "@pydantic/genai-prices";
import { describe, expect, it, vi } from "vitest";
import { CAPABILITIES, MODALITIES, type ModelInput, parseFacts, parseId, splitId } from "../../src/model.ts";
import { pricingAt } from "../../src/pricing.ts";
import type { DiscoverContext } from "../../src/source.ts";
import { catalog } from "../../src/sources/catalog.ts";
import { sourceContract } from "../../src/testing/source-kit.ts";

const AT = new Date("2026-11-21T12:00:00Z");

async function discover(clock = () => AT) {
  const skipped: string[] = [];
  const context: DiscoverContext = {
    signal: new AbortController().signal,
    http: {
      json: () => expect.unreachable("the catalogue asks no server"),
      text: () => expect.unreachable("the catalogue asks no server"),
    },
    skip: (row, reason) => skipped.push(`${row}: ${reason}`),
  };
  const models: ModelInput[] = [];
  for await (const model of await catalog({ clock }).discover(context)) models.push(model);
  return { models, skipped };
}

const { models, skipped } = await discover();
const byId = new Map(models.map((model) => [model.id, model]));

describe("catalog", () => {
  it("lists at least 600 models of at least 20 providers", () => {
    expect(models.length).toBeGreaterThanOrEqual(600);
    expect(new Set(models.map(({ provider }) => provider)).size).toBeGreaterThanOrEqual(20);
    expect(skipped).toEqual([]);
  });

  it("knows of at least 300 whether they call tools, see and reason", () => {
    const known = models.filter(({ capabilities = {} }) =>
      ["tools", "vision", "reasoning"].every((capability) => typeof capabilities[capability] === "boolean"),
    );
    expect(known.length).toBeGreaterThanOrEqual(300);
  });

  it("gives ids and facts the registry takes, with capabilities and modalities under their known names", () => {
    const [capabilities, modalities] = [new Set<string>(CAPABILITIES), new Set<string>(MODALITIES)];
    for (const { id, ...facts } of models) {
      parseFacts(facts, parseId(id));
      expect([...Object.keys(facts.capabilities ?? {})].filter((name) => !capabilities.has(name))).toEqual([]);
      const named = [...(facts.modalities?.input ?? []), ...(facts.modalities?.output ?? [])];
      expect(named.filter((name) => !modalities.has(name))).toEqual([]);
    }
  });

  it("names each model by its provider and the id the provider's API takes, and says where its facts are from", () => {
    for (const { id = "", provider, connectorMetadata, evidence } of models) {
      const { provider: prefix, name } = splitId(id);
      expect(prefix).toBe(provider);
      expect(connectorMetadata).toEqual({ [String(provider)]: { id: name } });
      expect(evidence).not.toEqual([]);
    }
  });

  it("gives no name to two models", () => {
    const names = models.flatMap(({ id, aliases = [] }) => [id, ...aliases]);
    expect(new Set(names).size).toBe(names.length);
  });

  it("does not know a model whose name only begins like that of another", () => {
    const names = new Set(models.flatMap(({ id, aliases = [] }) => [id, ...aliases]));
    expect(names.has("openai/gpt-4o")).toBe(true);
    expect(names.has("openai/gpt-4o-foo")).toBe(false);
    expect(names.has("anthropic/claude-sonnet-4-5-20991231")).toBe(false);
  });

  it("leaves the price of a model unknown that genai-prices does not list, instead of taking it for free", async () => {
    const listed = new Set((await waitForUpdate())?.flatMap(({ models: rows }) => rows.map(({ id }) => id)));
    const unlisted = models.filter(({ pricing }) => pricing === undefined);
    expect(unlisted.length).toBeGreaterThan(0);
    expect(unlisted.filter(({ id = "", provider }) => provider === "openai" && listed.has(splitId(id).name))).toEqual(
      [],
    );
  });

  it.each([
    ["openai/gpt-4o", { input: 2.5, output: 10, cacheRead: 1.25 }],
    ["anthropic/claude-haiku-4-5", { input: 1, output: 5, cacheRead: 0.1, cacheWrite: 1.25 }],
    ["openai/text-embedding-3-small", { input: 0.02 }],
    ["groq/whisper-large-v3", { audioHour: 0.111 }],
  ])("prices %s as its provider does", (id, prices) => {
    expect(byId.get(id)?.pricing).toMatchObject(prices);
  });

  it.each([
    ["2025-06-09T23:59:59Z", 10],
    ["2025-06-10T00:00:00Z", 2],
  ])("prices openai/o3 by the day: at %s its input costs %d", (time, input) => {
    expect(pricingAt(byId.get("openai/o3")?.pricing ?? {}, new Date(time)).input).toBe(input);
  });

  it("puts a price that was announced at the top from its first day on", async () => {
    const later = await discover(() => new Date("2027-01-01T00:00:00Z"));
    const after = later.models.find(({ id }) => id === "google/gemini-3.7-flash")?.pricing;
    expect(byId.get("google/gemini-3.7-flash")?.pricing).toMatchObject({ input: 0.75 });
    expect(after).toMatchObject({ input: 1.5, from: "2027-01-01" });
  });

  it.each([
    ["openai/gpt-4o", { chat: true, tools: true, vision: true, reasoning: false, jsonSchema: true }],
    ["openai/gpt-4-turbo", { tools: true, jsonSchema: false }],
    ["anthropic/claude-sonnet-4-5", { tools: true, vision: true, reasoning: true, pdf: true, jsonSchema: true }],
    ["deepseek/deepseek-v4-pro", { tools: true, vision: false, reasoning: true, jsonMode: true }],
    ["openai/text-embedding-3-small", { embedding: true, chat: false, tools: false }],
    ["openai/whisper-1", { transcription: true, chat: false }],
    ["cohere/embed-v4.0", { embedding: true }],
  ])("knows what %s can do", (id, capabilities) => {
    expect(byId.get(id)?.capabilities).toMatchObject(capabilities);
  });

  it("claims neither chat nor PDF for models that make embeddings", () => {
    const embedders = models.filter(({ capabilities }) => capabilities?.embedding === true);
    expect(embedders.length).toBeGreaterThan(15);
    expect(embedders.filter(({ capabilities }) => capabilities?.chat !== false || capabilities?.pdf)).toEqual([]);
  });

  it("finds a dated snapshot under the model it belongs to", () => {
    expect(byId.get("anthropic/claude-haiku-4-5")?.aliases).toContain("anthropic/claude-haiku-4-5-20251001");
    expect(byId.has("anthropic/claude-haiku-4-5-20251001")).toBe(false);
  });

  it("answers the same twice, from objects of its own", async () => {
    const again = await discover();
    expect(again.models).toEqual(models);
    const [first] = again.models;
    Object.assign(first?.pricing ?? {}, { input: 999 });
    expect((await discover()).models).toEqual(models);
  });

  for (const { name, run, skip } of sourceContract({ make: () => catalog({ clock: () => AT }) })) {
    it.skipIf(skip !== undefined)(skip === undefined ? name : `${name} (${skip})`, run);
  }

  it("opens no connection and starts no timer", async () => {
    vi.useFakeTimers();
    const connect = vi.spyOn(net.Socket.prototype, "connect");
    const fetch = vi.spyOn(globalThis, "fetch");
    try {
      await discover();
      expect([connect.mock.calls.length, fetch.mock.calls.length, vi.getTimerCount()]).toEqual([0, 0, 0]);
    } finally {
      vi.restoreAllMocks();
      vi.useRealTimers();
    }
  });

  it("is quick once it is loaded", async () => {
    const times: number[] = [];
    for (let run = 0; run < 5; run++) {
      const begin = performance.now();
      await discover();
      times.push(performance.now() - begin);
    }
    expect(Math.min(...times)).toBeLessThan(300);
  });
});

describe("data/", () => {
  const read = (name: string) => readFileSync(new URL(`../../data/${name}`, import.meta.url));

  it("is smaller than 150 KB when compressed", () => {
    const sizes = ["catalog.json", "facts.json", "SOURCES.md"].map((name) => gzipSync(read(name)).length);
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(150 * 1024);
  });

  it("states facts of our own only of models that are listed", () => {
    const facts = JSON.parse(read("facts.json").toString()) as { models: string[] }[];
    expect(facts.flatMap((fact) => fact.models).filter((id) => !byId.has(id))).toEqual([]);
  });

  it("names in SOURCES.md every package the catalogue is made of", () => {
    const { packages } = JSON.parse(read("catalog.json").toString()) as {
      packages: { name: string; version: string }[];
    };
    const page = read("SOURCES.md").toString();
    expect(packages.filter(({ name, version }) => !page.includes(`| \`${name}\` | ${version} |`))).toEqual([]);
  });
});
