import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Facts } from "../../src/model.ts";
import { mergeFacts, toModel } from "../../src/registry/merge-layers.ts";
import { planUserChange } from "../../src/registry/user-change.ts";
import type { OriginRecord, StoredModel } from "../../src/store.ts";

const now = "2026-05-01T00:00:00.000Z";
const origin = (kind: OriginRecord["kind"]): OriginRecord => ({ kind, at: now, count: 1 });
const origins = new Map<string, OriginRecord>([
  ["catalog", origin("catalog")],
  ["models-dev", origin("directory")],
  ["openrouter", origin("reseller")],
  ["openai", origin("provider")],
]);

function aModel(layers: Record<string, Facts & { missingSince?: string }>): StoredModel {
  const entries = Object.entries(layers).map(([name, { missingSince, ...facts }]) => [
    name,
    { at: now, facts, ...(missingSince === undefined ? {} : { missingSince }) },
  ]);
  return { createdAt: now, layers: Object.fromEntries(entries) };
}

describe("merging what origins say", () => {
  it("believes the user, then the config, the provider, aggregators, and the catalogue last", () => {
    const all = { catalog: { name: "catalog" }, openrouter: { name: "openrouter" }, openai: { name: "openai" } };
    const layers: Record<string, Facts> = { ...all, config: { name: "config" }, user: { name: "user" } };
    const seen: string[] = [];
    for (const best of ["user", "config", "openai", "openrouter", "catalog"]) {
      seen.push(toModel("openai/x", aModel(layers), origins).name);
      delete layers[best];
    }
    expect(seen).toEqual(["user", "config", "openai", "openrouter", "catalog"]);
  });

  it("takes all prices from one origin, the reseller's only where nobody else states any", () => {
    const reseller = { pricing: { input: 9, output: 9, cacheRead: 9 } };
    const both = toModel(
      "openai/x",
      aModel({ catalog: { pricing: { input: 1, output: 2 } }, openrouter: reseller }),
      origins,
    );
    expect(both.pricing).toEqual({ input: 1, output: 2 });
    expect(toModel("openai/x", aModel({ catalog: {}, openrouter: reseller }), origins).pricing).toEqual(
      reseller.pricing,
    );
    const own = toModel(
      "openrouter/auto",
      aModel({ catalog: { pricing: { input: 1 } }, openrouter: reseller }),
      origins,
    );
    expect(own.pricing).toEqual(reseller.pricing);
  });

  it("lays the user's corrected price over the origin's others", () => {
    const stored = aModel({ catalog: { pricing: { input: 1, output: 2 } }, user: { pricing: { input: 0.5 } } });
    expect(toModel("openai/x", stored, origins).pricing).toEqual({ input: 0.5, output: 2 });
  });

  it("joins capabilities key by key and tags from everybody", () => {
    const stored = aModel({
      catalog: { capabilities: { tools: true, vision: true }, tags: ["a"] },
      openai: { capabilities: { vision: false } },
      user: { tags: ["b", "a"] },
    });
    const model = toModel("openai/x", stored, origins);
    expect(model.capabilities).toEqual({ tools: true, vision: false });
    expect(model.tags).toEqual(["b", "a"]);
  });

  it("keeps zero, false and null as statements", () => {
    const stored = aModel({
      openai: { contextWindow: null, pricing: { input: 0 }, isLocal: false },
      catalog: { contextWindow: 5, pricing: { input: 3 }, isLocal: true },
    });
    const model = toModel("openai/x", stored, origins);
    expect([model.contextWindow, model.pricing.input, model.isLocal]).toEqual([null, 0, false]);
  });

  it("marks a model as missing only when none of its sources lists it, and trusts those that still do", () => {
    const gone = { name: "gone", missingSince: "2026-04-01T00:00:00.000Z" };
    expect(toModel("openai/x", aModel({ openai: gone, user: { tags: ["x"] } }), origins).missingSince).toBe(
      gone.missingSince,
    );
    const partly = toModel("openai/x", aModel({ openai: gone, catalog: { name: "here" } }), origins);
    expect(partly.missingSince).toBeUndefined();
    expect(partly.name).toBe("here");
  });
});

const words = fc.uniqueArray(fc.constantFrom("a", "b", "c"));
const facts: fc.Arbitrary<Facts> = fc.record(
  {
    name: fc.constantFrom("one", "two"),
    contextWindow: fc.option(fc.nat(2), { nil: null }),
    capabilities: fc.dictionary(fc.constantFrom("tools", "vision", "a.b", "a/b"), fc.boolean(), { maxKeys: 3 }),
    connectorMetadata: fc.dictionary(
      fc.constantFrom("openai", "azure"),
      fc.dictionary(fc.constantFrom("id", "x"), fc.constantFrom("1", "2"), { maxKeys: 2 }),
      { maxKeys: 2 },
    ),
    pricing: fc.record({ input: fc.nat(2), output: fc.nat(2) }, { requiredKeys: [] }),
    tags: words,
    aliases: words,
    isLocal: fc.boolean(),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Facts>;

describe("what a user sets", () => {
  it("reads back as he set it, whatever the other origins say", () => {
    fc.assert(
      fc.property(facts, facts, facts, (catalog, provider, wanted) => {
        const before = { stored: aModel({ catalog, openai: provider }), origins, now };
        const after = planUserChange("openai/x", wanted, before);
        const model = toModel("openai/x", after, origins);
        const alone = toModel("openai/x", aModel({ user: wanted }), origins);
        expect(compact(model)).toEqual(compact(alone));
      }),
      { numRuns: 1_000 },
    );
  });

  it("records nothing when it is what the others say already", () => {
    fc.assert(
      fc.property(facts, (catalog) => {
        const stored = aModel({ catalog });
        const model = toModel("openai/x", stored, origins);
        expect(planUserChange("openai/x", { ...model } as never, { stored, origins, now })).toBe(stored);
      }),
    );
  });

  it("survives the next discovery, while the rest follows it", () => {
    const stored = aModel({ catalog: { contextWindow: 1, tags: ["old"], pricing: { input: 1, output: 1 } } });
    const wanted = { contextWindow: 1, tags: ["mine"], pricing: { input: 9, output: 1 } };
    const after = planUserChange("openai/x", wanted, { stored, origins, now });
    const discovered = aModel({
      catalog: { contextWindow: 2, tags: ["old", "new"], pricing: { input: 2, output: 2 } },
    });
    const model = toModel("openai/x", { ...after, layers: { ...after.layers, ...discovered.layers } }, origins);
    expect(model).toMatchObject({ contextWindow: 2, tags: ["mine", "new"], pricing: { input: 9, output: 2 } });
  });

  it("keeps its layer as small as what it adds", () => {
    const stored = aModel({ catalog: { name: "X", contextWindow: 1, capabilities: { tools: true } } });
    const model = toModel("openai/x", stored, origins);
    const after = planUserChange("openai/x", { ...model, tags: ["mine"] } as never, { stored, origins, now });
    expect(after.layers.user).toEqual({ at: now, facts: { tags: ["mine"] } });
    expect(Object.keys(after.layers)).toEqual(["user", "catalog"]);
    expect(mergeFacts("openai/x", after, origins, "user")).toEqual(mergeFacts("openai/x", stored, origins));
  });
});

/** A model without what no fact states: empty records, dates, defaults. */
function compact({ createdAt, updatedAt, ...model }: object & { createdAt: string; updatedAt: string }): unknown {
  const kept = Object.entries(model).flatMap(([key, value]) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return [[key, value]];
    const inner = Object.entries(value).filter(([, item]) => JSON.stringify(item) !== "{}");
    return inner.length === 0 ? [] : [[key, Object.fromEntries(inner)]];
  });
  return Object.fromEntries(kept);
}
