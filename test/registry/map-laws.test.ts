import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Model, ModelInput } from "../../src/model.ts";
import { ModelRegistry } from "../../src/registry.ts";

/** What the two maps have in common: a native Map of names stands for the registry of models with those names. */
interface Pair {
  native: Map<string, ModelInput>;
  ours: ModelRegistry;
}

const ids = ["openai/a", "openai/b", "x/c", "y/d", "y/e:f", "constructor/x", "__proto__/y"];
const id = fc.constantFrom(...ids);
const input = fc.record({ name: fc.constantFrom("one", "two", "three"), contextWindow: fc.nat(5) });

class Step implements fc.Command<Pair, Pair> {
  readonly #run: (map: Map<string, unknown>) => unknown;
  readonly #label: string;
  constructor(label: string, run: (map: Map<string, unknown>) => unknown) {
    this.#label = label;
    this.#run = run;
  }
  check(): boolean {
    return true;
  }
  run(_model: Pair, { native, ours }: Pair): void {
    const expected = this.#run(native as Map<string, unknown>);
    const actual = this.#run(ours as unknown as Map<string, unknown>);
    expect(plain(actual, ours)).toEqual(plain(expected, native));
    expect([...ours.keys()]).toEqual([...native.keys()]);
    expect([...ours].map(([key, model]) => [key, essence(model)])).toEqual([...native]);
    expect(ours.size).toBe(native.size);
  }
  toString(): string {
    return this.#label;
  }
}

function essence(model: Model): ModelInput {
  return { name: model.name, contextWindow: model.contextWindow as number };
}

function plain(value: unknown, self: unknown): unknown {
  if (value === self) return "the map itself";
  if (typeof value === "object" && value !== null && "createdAt" in value) return essence(value as Model);
  if (Array.isArray(value)) return value.map((item) => plain(item, self));
  return value;
}

const step = fc.oneof(
  fc.tuple(id, input).map(([key, value]) => new Step(`set ${key}`, (map) => map.set(key, value))),
  id.map((key) => new Step(`get ${key}`, (map) => map.get(key))),
  id.map((key) => new Step(`has ${key}`, (map) => map.has(key))),
  id.map((key) => new Step(`delete ${key}`, (map) => map.delete(key))),
  fc.constant(new Step("clear", (map) => map.clear())),
  fc.constant(new Step("values", (map) => [...map.values()])),
  fc.constant(new Step("entries", (map) => [...map.entries()])),
  fc.constant(
    new Step("forEach", (map) => {
      const seen: unknown[] = [];
      map.forEach(function (this: unknown, value, key, whole) {
        seen.push(this, value, key, whole === map);
      }, "this");
      return seen;
    }),
  ),
  id.map(
    (key) =>
      new Step(`delete ${key} while iterating`, (map) => {
        const seen: string[] = [];
        for (const seenKey of map.keys()) {
          seen.push(seenKey);
          map.delete(key);
        }
        return seen;
      }),
  ),
  fc.tuple(id, input).map(
    ([key, value]) =>
      new Step(`set ${key} while iterating`, (map) => {
        const seen: string[] = [];
        for (const [seenKey] of map) {
          seen.push(seenKey);
          map.set(key, value);
        }
        return seen;
      }),
  ),
);

describe("ModelRegistry is a Map", () => {
  it("behaves as a native Map under any sequence of its methods", () => {
    fc.assert(
      fc.property(fc.commands([step], { maxCommands: 40 }), (commands) => {
        const pair = { native: new Map(), ours: new ModelRegistry() };
        fc.modelRun(() => ({ model: pair, real: pair }), commands);
      }),
      { numRuns: 300 },
    );
  });

  it("is built from entries and spreads into a Map", () => {
    const registry = new ModelRegistry([["openai/a", { name: "A" }]]);
    expect(new Map(registry).get("openai/a")).toBe(registry.get("openai/a"));
    expect(Object.prototype.toString.call(registry)).toBe("[object ModelRegistry]");
  });

  it("returns itself from set, and undefined for keys of any other type", () => {
    const registry = new ModelRegistry();
    expect(registry.set("openai/a", {}).set("openai/b", {})).toBe(registry);
    for (const key of [undefined, null, 1, {}, Symbol("x")]) {
      expect(registry.get(key as string)).toBeUndefined();
      expect(registry.has(key as string)).toBe(false);
      expect(registry.delete(key as string)).toBe(false);
    }
  });

  it("inserts with getOrInsert and getOrInsertComputed only what is not there", () => {
    const registry = new ModelRegistry();
    expect(registry.getOrInsert("openai/a", { name: "first" }).name).toBe("first");
    expect(registry.getOrInsert("openai/a", { name: "second" }).name).toBe("first");
    expect(registry.getOrInsertComputed("openai/b", (key) => ({ name: `made for ${key}` })).name).toBe(
      "made for openai/b",
    );
    const never = () => expect.unreachable("must not be computed");
    expect(registry.getOrInsertComputed("openai/b", never).name).toBe("made for openai/b");
  });
});
