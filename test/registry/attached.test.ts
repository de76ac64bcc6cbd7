import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { AmbiguousModelError, InvalidInputError } from "../../src/errors.ts";
import type { Facts } from "../../src/model.ts";
import type { AttachedModels } from "../../src/registry/attached.ts";
import type { RegistryChange } from "../../src/registry/records.ts";
import { ModelRegistry } from "../../src/registry.ts";
import { json } from "../../src/stores/json.ts";
import { memory } from "../../src/stores/memory.ts";
import { tempFolder } from "../support/temp-folder.ts";

function attached(models: Record<string, Facts>): AttachedModels {
  const entries = Object.entries(models);
  return {
    ids: new Set(entries.map(([id]) => id)),
    aliases: new Map(entries.flatMap(([id, { aliases = [] }]) => aliases.map((alias) => [alias, id] as const))),
    factsOf: (id) => models[id] ?? {},
  };
}

const WRITER = { name: "Writer", tags: ["from-config"], aliases: ["writer"], contextWindow: 1000, targets: ["a/b"] };

describe("models of a config in a registry", () => {
  it("stand behind the others, are found like them, and say where they come from", () => {
    const registry = new ModelRegistry([["openai/gpt-4o", { contextWindow: 5 }]]);
    registry.attach(attached({ "creative-writer": WRITER }));
    expect([...registry.keys()]).toEqual(["openai/gpt-4o", "creative-writer"]);
    expect(registry.size).toBe(2);
    expect(registry.require("writer")).toMatchObject({ id: "creative-writer", contextWindow: 1000, targets: ["a/b"] });
    expect(registry.filter({ minContext: 100 }).map(({ id }) => id)).toEqual(["creative-writer"]);
    expect(registry.provenance("writer", "contextWindow")).toMatchObject({ value: 1000, origin: "config" });
  });

  it("replace those attached before, and listeners hear what came, changed and went", () => {
    const registry = new ModelRegistry([["kept", {}]]);
    registry.attach(attached({ one: {}, two: {}, kept: { name: "Kept" } }));
    const heard: RegistryChange[] = [];
    const before = registry.version;
    registry.onChange((changes) => heard.push(...changes));
    registry.attach(attached({ two: {}, three: {} }));
    expect([...registry.keys()]).toEqual(["kept", "two", "three"]);
    expect(Object.fromEntries(heard.map(({ id, kind }) => [id, kind]))).toEqual({
      one: "removed",
      kept: "changed",
      two: "changed",
      three: "added",
    });
    expect(registry.get("kept")?.name).toBe("kept");
    expect(registry.version).toBeGreaterThan(before);
    registry.attach(undefined);
    expect([...registry.keys()]).toEqual(["kept"]);
  });

  it("are told anew whenever a listing has changed, and only when they are read", () => {
    const registry = new ModelRegistry([["openai/gpt-4o", { pricing: { input: 1 } }]]);
    let asked = 0;
    registry.attach({
      ids: new Set(["fast"]),
      aliases: new Map(),
      factsOf: () => {
        asked += 1;
        return { pricing: registry.factsAt("openai/gpt-4o", "openai")?.pricing };
      },
    });
    expect(asked).toBe(0);
    expect([registry.get("fast")?.pricing, registry.get("fast")?.pricing]).toEqual([{ input: 1 }, { input: 1 }]);
    expect(asked).toBe(1);
    for (const input of [2, 3]) registry.set("openai/gpt-4o", { pricing: { input } });
    expect(asked).toBe(1);
    expect(registry.get("fast")?.pricing).toEqual({ input: 3 });
  });

  it("lay their word over that of a listing with the same id, price and all, below the user's", () => {
    const registry = new ModelRegistry();
    registry.import("catalog", [
      { id: "openai/gpt-4o", contextWindow: 5, maxOutputTokens: 9, pricing: { input: 1, cacheRead: 7 } },
    ]);
    registry.attach(attached({ "openai/gpt-4o": { contextWindow: 6, pricing: { input: 2 } } }));
    expect(registry.get("openai/gpt-4o")).toMatchObject({ contextWindow: 6, maxOutputTokens: 9 });
    expect(registry.get("openai/gpt-4o")?.pricing).toEqual({ input: 2 });
    expect(registry.listing("openai/gpt-4o")?.contextWindow).toBe(5);
    expect(registry.factsAt("openai/gpt-4o", "openai")?.pricing).toEqual({ input: 1, cacheRead: 7 });
    registry.set("openai/gpt-4o", { ...registry.get("openai/gpt-4o"), contextWindow: 7 });
    expect(registry.get("openai/gpt-4o")?.contextWindow).toBe(7);
  });

  it("are removed in the config and not here", () => {
    const registry = new ModelRegistry([["mine", {}]]);
    registry.attach(attached({ fast: {}, slow: {} }));
    expect(() => registry.delete("fast")).toThrow(InvalidInputError);
    expect(() => registry.delete("fast")).toThrow("the config in use exposes fast; take it out of `models` there");
    expect(() => registry.clear()).toThrow("the config in use exposes fast and 1 more");
    expect([...registry.keys()]).toEqual(["mine", "fast", "slow"]);
    registry.attach(undefined);
    registry.clear();
    expect(registry.size).toBe(0);
  });
});

describe("names of a config", () => {
  it("are aliases the user gave: before those of sources, and ambiguous beside one he gave another model", () => {
    const registry = new ModelRegistry([["openai/gpt-4o", { aliases: ["mine"] }]]);
    registry.import("catalog", [{ id: "xai/grok-4", aliases: ["grok"] }]);
    registry.attach(attached({ fast: { aliases: ["grok", "mine"] } }));
    expect(registry.require("grok").id).toBe("fast");
    expect(() => registry.require("mine")).toThrow(AmbiguousModelError);
    expect(() => registry.set("xai/grok-4", { aliases: ["grok", "mine"] })).toThrow(/"(grok|mine)" already means/);
  });

  it("never make a bare name ambiguous, and an exact one comes first", () => {
    const registry = new ModelRegistry();
    registry.import("catalog", [{ id: "openai/gpt-4o" }, { id: "openai/gpt-4" }]);
    registry.attach(attached({ "team/gpt-4o": {}, "gpt-4": { name: "ours" } }));
    expect(registry.require("gpt-4o").id).toBe("openai/gpt-4o");
    expect(registry.require("gpt-4").name).toBe("ours");
  });

  it("take nothing of what a discovery or a benchmark says of models", () => {
    const registry = new ModelRegistry();
    registry.attach(attached({ "gpt-4": { aliases: ["openai/gpt-4o"] } }));
    const { matched } = registry.import("catalog", [{ id: "openai/gpt-4o" }, { id: "openai/gpt-4" }]);
    expect(matched.size).toBe(0);
    const scored = registry.import("arena", [{ id: "gpt-4", benchmarks: { elo: { score: 1200 } } }], {
      kind: "scores",
    });
    expect([...scored.matched]).toEqual([["gpt-4", "openai/gpt-4"]]);
    expect(registry.get("openai/gpt-4")?.benchmarks).toEqual({ elo: { score: 1200 } });
    expect(registry.get("gpt-4")?.benchmarks).toEqual({});
  });
});

describe("what is kept of them", () => {
  const idsIn = async (path: string) =>
    Object.keys((JSON.parse(await readFile(path, "utf8")) as { models: Record<string, unknown> }).models);

  it("is nothing, whatever happens around them", async () => {
    const path = join(await tempFolder(), "registry.json");
    const registry = await ModelRegistry.open(json({ path }));
    registry.attach(attached({ fast: WRITER, "openai/gpt-4o": { description: "canary" } }));
    registry.import("catalog", [{ id: "openai/gpt-4o" }, { id: "openai/gpt-4" }]);
    await registry.flush();
    const other = await ModelRegistry.open(json({ path }));
    expect([...other.keys()]).toEqual(["openai/gpt-4o", "openai/gpt-4"]);
    other.set("me/new", {}).delete("openai/gpt-4");
    await other.close();
    registry.set("me/other", {});
    await registry.close();
    expect([...registry.keys()].sort()).toEqual(["fast", "me/new", "me/other", "openai/gpt-4o"]);
    expect((await idsIn(path)).sort()).toEqual(["me/new", "me/other", "openai/gpt-4o"]);
    expect(await readFile(path, "utf8")).not.toMatch(/canary|from-config|"config"/);
  });

  it("is the user's word alone, which waits for the config to come back, marked as missing", async () => {
    const store = memory();
    const registry = await ModelRegistry.open(store);
    registry.attach(attached({ fast: WRITER }));
    registry.set("fast", { ...registry.require("fast"), customMetadata: { note: "good" } });
    await registry.flush();

    const without = await ModelRegistry.open(store);
    expect(without.get("fast")).toMatchObject({ customMetadata: { note: "good" }, tags: [], capabilities: {} });
    expect(without.get("fast")?.missingSince).toBeDefined();
    expect(without.get("fast")?.contextWindow).toBeUndefined();
    expect(without.listing("fast")).toBeUndefined();

    without.attach(attached({ fast: WRITER }));
    expect(without.get("fast")).toMatchObject({ contextWindow: 1000, customMetadata: { note: "good" } });
    expect(without.get("fast")?.missingSince).toBeUndefined();
    without.set("fast", { ...without.require("fast"), customMetadata: {} });
    await without.flush();
    expect((await ModelRegistry.open(store)).size).toBe(0);
  });

  it("can be deleted where the config is gone, and is joined to a listing that takes its name", async () => {
    const registry = new ModelRegistry();
    registry.attach(attached({ fast: {}, "openai/gpt-4o": {} }));
    for (const id of ["fast", "openai/gpt-4o"]) registry.set(id, { ...registry.require(id), tags: ["mine"] });
    registry.import("catalog", [{ id: "openai/gpt-4o", contextWindow: 5 }]);
    registry.attach(undefined);
    expect(registry.delete("fast")).toBe(true);
    expect(registry.get("openai/gpt-4o")).toMatchObject({ tags: ["mine"], contextWindow: 5 });
    expect(registry.get("openai/gpt-4o")?.missingSince).toBeUndefined();
    expect(registry.listing("openai/gpt-4o")).toBeDefined();
  });
});
