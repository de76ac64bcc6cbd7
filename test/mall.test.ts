import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InvalidInputError } from "../src/errors.ts";
import { ModelMall } from "../src/mall.ts";
import type { Model, ModelInput } from "../src/model.ts";
import { ModelRegistry } from "../src/registry.ts";

function aMall(models: Record<string, ModelInput>, now = "2026-06-15T12:00:00Z") {
  const registry = new ModelRegistry(Object.entries(models));
  let time = new Date(now);
  return {
    registry,
    mall: new ModelMall(registry, { clock: () => time }),
    waitUntil: (moment: string) => {
      time = new Date(moment);
    },
  };
}

const ids = (models: readonly Model[] | undefined) => models?.map(({ id }) => id);

describe("the views of a mall", () => {
  const { mall } = aMall({
    "openai/a": {
      capabilities: { tools: true, vision: false, audio: null },
      modalities: { input: ["text", "image"], output: ["text"] },
      tags: ["fast", "group:prod"],
      family: "gpt",
      aliases: ["best"],
      pricing: { input: 2.5, output: 10 },
      contextWindow: 128_000,
    },
    "openai/b": { lifecycle: { status: "deprecated" }, aliases: ["old"], pricing: { input: 0.15 } },
    "ollama/c": { isLocal: true, pricing: { input: 0, output: 0 }, contextWindow: 131_072 },
  });

  it("show models by provider, capability, modality, tag, group and family", () => {
    expect(ids(mall.byProvider.get("openai"))).toEqual(["openai/a", "openai/b"]);
    expect([...mall.byCapability.keys()]).toEqual(["tools"]);
    expect([...mall.byModality.keys()]).toEqual(["text", "image", "output:text"]);
    expect([...mall.byTag.keys()]).toEqual(["fast", "group:prod"]);
    expect(ids(mall.byGroup.get("prod"))).toEqual(["openai/a"]);
    expect(mall.groups).toBe(mall.byGroup);
    expect([...mall.byFamily.keys()]).toEqual(["gpt"]);
  });

  it("show single models by id or alias", () => {
    expect([...mall.local.keys()]).toEqual(["ollama/c"]);
    expect([...mall.remote.keys()]).toEqual(["openai/a", "openai/b"]);
    expect([...mall.deprecated.keys()]).toEqual(["openai/b"]);
    expect(mall.aliases.get("best")?.id).toBe("openai/a");
  });

  it("are found by name, and a wrong name says which there are", () => {
    expect(mall.get("byProvider")).toBe(mall.byProvider);
    expect(ids(mall.get("byProvider", "openai"))).toEqual(["openai/a", "openai/b"]);
    expect(mall.get("local", "ollama/c")?.id).toBe("ollama/c");
    expect(mall.get("byProvider", "nobody")).toBeUndefined();
    expect(() => mall.get("byProvidr")).toThrow(
      'unknown view "byProvidr"; did you mean byProvider? (there are byProvider,',
    );
    expect(() => mall.get("constructor")).toThrow(InvalidInputError);
  });

  it("are whole read-only Maps", () => {
    const view = mall.byPrice;
    const native = new Map(view);
    expect(view.size).toBe(native.size);
    expect([...view.keys()]).toEqual([...native.keys()]);
    expect([...view.values()]).toEqual([...native.values()]);
    expect([...view.entries()]).toEqual([...native]);
    expect(view.has("free")).toBe(true);
    const visited: string[] = [];
    view.forEach((_models, key, map) => {
      expect(map).toBe(view);
      visited.push(key);
    });
    expect(visited).toEqual(["free", "budget", "standard"]);
    expect("set" in view).toBe(false);
    expect(Object.isFrozen(view.get("free"))).toBe(true);
  });
});

describe("a view", () => {
  it("follows every change of the registry", () => {
    const { registry, mall } = aMall({ "openai/a": {} });
    expect(mall.byTag.size).toBe(0);
    registry.set("openai/a", { tags: ["mine"] });
    expect(ids(mall.byTag.get("mine"))).toEqual(["openai/a"]);
    registry.import("acme", [{ id: "acme/x" }]);
    expect([...mall.byProvider.keys()]).toEqual(["openai", "acme"]);
    registry.delete("openai/a");
    expect([...mall.byProvider.keys()]).toEqual(["acme"]);
  });

  it("follows a source that becomes of another kind, which decides whose word counts", () => {
    const { registry, mall } = aMall({});
    const row = (family: string) => [{ id: "acme/x", family }];
    registry.import("one", row("first"), { kind: "catalog" });
    registry.import("two", row("second"), { kind: "directory" });
    expect([...mall.byFamily.keys()]).toEqual(["second"]);
    registry.import("one", row("first"), { kind: "provider" });
    expect([...mall.byFamily.keys()]).toEqual(["first"]);
  });

  it("is the same at the second look, and made again only after a change", () => {
    const { registry, mall } = aMall({ "openai/a": {} });
    let calls = 0;
    const view = mall.addView("counted", () => {
      calls += 1;
      return "all";
    });
    expect(calls).toBe(0);
    const first = view.get("all");
    expect(view.get("all")).toBe(first);
    expect(calls).toBe(1);
    registry.set("openai/b", {});
    expect(ids(view.get("all"))).toEqual(["openai/a", "openai/b"]);
    expect(calls).toBe(3);
  });

  it("goes on over what there was when a loop over it began", () => {
    const { registry, mall } = aMall({ "openai/a": {}, "xai/b": {} });
    const seen: string[] = [];
    for (const [provider] of mall.byProvider) {
      seen.push(provider);
      registry.set(`${provider}-2/x`, {});
    }
    expect(seen).toEqual(["openai", "xai"]);
  });

  it("is one's own by a function of keys: one, several, none, each model once", () => {
    const { mall } = aMall({ "a/small": {}, "b/large": { tags: ["x", "y"] }, "c/none": {} });
    const bySize = mall.addView("bySize", ({ id, tags }) =>
      id === "c/none" ? undefined : [id.split("/")[1] ?? "", ...tags, ...tags],
    );
    expect(mall.get("bySize")).toBe(bySize);
    expect([...bySize].map(([key, models]) => [key, ids(models)])).toEqual([
      ["small", ["a/small"]],
      ["large", ["b/large"]],
      ["x", ["b/large"]],
      ["y", ["b/large"]],
    ]);
    expect([...mall.views.keys()].at(-1)).toBe("bySize");
  });

  it("of one's own takes no name of the mall's and gives no keys but text", () => {
    const { mall } = aMall({ "a/x": {} });
    expect(() => mall.addView("byProvider", () => "x")).toThrow(
      '"byProvider" is a view of the mall itself; choose another name',
    );
    expect(() => mall.addView("", () => "x")).toThrow("expected a name");
    const wrong = mall.addView("wrong", () => 7 as never);
    expect(() => wrong.size).toThrow(
      "view wrong: expected text, a list of texts or undefined as key of a/x, got number",
    );
  });

  it("keeps keys that objects inherit apart from what is there", () => {
    const { mall } = aMall({ "a/x": { tags: ["__proto__", "constructor"] } });
    expect([...mall.byTag.keys()]).toEqual(["__proto__", "constructor"]);
    expect(mall.byTag.get("toString")).toBeUndefined();
    expect(mall.byProvider.get("__proto__")).toBeUndefined();
  });
});

describe("bands", () => {
  const band = (pricing: ModelInput["pricing"], now?: string) => {
    const { mall } = aMall({ "a/x": { ...(pricing && { pricing }) } }, now);
    return [...mall.byPrice.keys()];
  };

  it.each([
    ["unknown", undefined],
    ["unknown", { output: 3 }],
    ["free", { input: 0 }],
    ["free", { input: 0, output: 0, image: 0 }],
    ["budget", { input: 0, output: 5 }],
    ["budget", { input: 0, request: 0.01 }],
    ["budget", { input: 0.999 }],
    ["standard", { input: 1 }],
    ["standard", { input: 4.99 }],
    ["premium", { input: 5 }],
  ])("%s holds %j", (expected, pricing) => {
    expect(band(pricing)).toEqual([expected]);
  });

  it("leave out what has no input price at all", () => {
    expect(band({ input: null, image: 0.04 })).toEqual([]);
  });

  it("go by the prices of the day, and change with it", () => {
    const pricing = {
      input: 1,
      windows: [{ fromUtc: "00:00", untilUtc: "23:59", input: 9 }],
      dated: [{ from: "2026-07-01", input: 6 }],
    };
    const { mall, waitUntil } = aMall({ "a/x": { pricing } });
    expect([...mall.byPrice.keys()]).toEqual(["standard"]);
    waitUntil("2026-07-01T00:00:00Z");
    expect([...mall.byPrice.keys()]).toEqual(["premium"]);
  });

  it("of deprecation begin on their day", () => {
    const { mall, waitUntil } = aMall({ "a/x": { lifecycle: { deprecatedAt: "2026-07-01" } } });
    expect(mall.deprecated.size).toBe(0);
    waitUntil("2026-07-01T00:00:00Z");
    expect(mall.deprecated.size).toBe(1);
  });

  it.each([
    [7_999, "under-8k"],
    [8_192, "8k"],
    [32_768, "32k"],
    [131_072, "128k"],
    [200_000, "200k"],
    [1_048_576, "1M"],
    [undefined, "unknown"],
  ])("of context put %s into %s", (contextWindow, expected) => {
    const { mall } = aMall({ "a/x": contextWindow === undefined ? {} : { contextWindow } });
    expect([...mall.byContext.keys()]).toEqual([expected]);
  });

  it("of context leave out what has no window", () => {
    expect(aMall({ "a/x": { contextWindow: null } }).mall.byContext.size).toBe(0);
  });
});

describe("aliases", () => {
  it("show only those that mean one model, as looking them up would", () => {
    const { registry, mall } = aMall({ "a/x": { aliases: ["mine"] } });
    registry.import("acme", [
      { id: "b/y", aliases: ["shared", "mine"] },
      { id: "c/z", aliases: ["shared", "own"] },
    ]);
    expect([...mall.aliases].map(([alias, { id }]) => [alias, id])).toEqual([
      ["mine", "a/x"],
      ["own", "c/z"],
    ]);
  });
});

describe("whatever is done to a registry", () => {
  const change = fc.record({
    id: fc.constantFrom("a/1", "a/2", "b/1", "c/1"),
    facts: fc.option(
      fc.record({
        tags: fc.uniqueArray(fc.constantFrom("x", "y", "__proto__"), { maxLength: 3 }),
        isLocal: fc.boolean(),
        capabilities: fc.dictionary(fc.constantFrom("tools", "vision"), fc.constantFrom(true, false, null)),
      }),
    ),
    look: fc.boolean(),
  });

  it("the views show what a new look over all models shows", () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
        const { registry, mall } = aMall({});
        for (const { id, facts, look } of changes) {
          if (facts === null) registry.delete(id);
          else registry.set(id, facts);
          if (look) void [mall.byTag.size, mall.local.size];
        }
        const models = [...registry.values()];
        for (const tag of ["x", "y", "__proto__"]) {
          const wanted = models.filter(({ tags }) => tags.includes(tag));
          expect(mall.byTag.get(tag) ?? []).toEqual(wanted);
        }
        const withTools = models.filter(({ capabilities }) => capabilities.tools === true);
        expect(mall.byCapability.get("tools") ?? []).toEqual(withTools);
        expect([...mall.local.values(), ...mall.remote.values()].map(({ id }) => id).sort()).toEqual(
          models.map(({ id }) => id).sort(),
        );
      }),
    );
  });
});
