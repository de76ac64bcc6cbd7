import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ModelMallError } from "../../src/errors.ts";
import type { ModelInput } from "../../src/model.ts";
import { ModelRegistry } from "../../src/registry.ts";
import { memory } from "../../src/stores/memory.ts";

const keys = fc.constantFrom(
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "hasOwnProperty",
  "id",
  "name",
  "tags",
  "aliases",
  "pricing",
  "capabilities",
  "connectorMetadata",
  "customMetadata",
  "lifecycle",
  "benchmarks",
  "createdAt",
);

const hostile: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 6 },
    fc.string(),
    fc.constantFrom("\u0000", "\u001b[2J", "../../etc/passwd", "x".repeat(30_000), "\ud800"),
    fc.double(),
    fc.bigInt(),
    fc.constantFrom(null, undefined, true, Symbol("s"), () => 1, new Date(Number.NaN), Number.NaN),
    fc.array(tie("value"), { maxLength: 4 }),
    tie("record"),
  ),
  // Through JSON text, as a hostile server sends it: there `__proto__` is a key like any other.
  record: fc
    .array(fc.tuple(fc.oneof(keys, fc.string({ maxLength: 5 })), tie("value")), { maxLength: 5 })
    .map((entries) => entries.reduce<object>((object, [key, value]) => define(object, key as string, value), {})),
})).record as fc.Arbitrary<unknown>;

function define(object: object, key: string, value: unknown): object {
  return Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

const before = JSON.stringify(Object.getOwnPropertyNames(Object.prototype));

function nothingIsPolluted(): void {
  expect(JSON.stringify(Object.getOwnPropertyNames(Object.prototype))).toBe(before);
  expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
}

describe("hostile documents", () => {
  it("are taken as inert data or refused with a typed error, and cost nobody anything", async () => {
    const store = memory();
    const registry = await ModelRegistry.open(store);
    registry.set("mine/model", { tags: ["precious"], customMetadata: { note: "keep me" } });
    const precious = registry.require("mine/model");
    fc.assert(
      fc.property(hostile, fc.oneof(keys, fc.string()), (document, id) => {
        try {
          registry.set(`x/${id}`, document as ModelInput);
        } catch (error) {
          if (!ModelMallError.is(error)) throw error;
        }
        const rows = [document, { ...(document as object), id: "y/z" }] as ModelInput[];
        registry.import("hostile", rows, { acceptFewer: true });
        JSON.stringify([registry.get(`x/${id}`), registry.get("y/z")]);
        expect(registry.get("mine/model")?.customMetadata).toEqual(precious.customMetadata);
      }),
      { numRuns: 10_000 },
    );
    nothingIsPolluted();
    await registry.flush();
    expect((await ModelRegistry.open(store)).require("mine/model")).toEqual(precious);
  });

  it("keep names that every object has apart from models and fields", () => {
    const registry = new ModelRegistry();
    for (const name of ["__proto__", "constructor", "toString", "hasOwnProperty"]) {
      expect(registry.get(name)).toBeUndefined();
      expect(registry.has(name)).toBe(false);
      expect(registry.resolve(name)).toBeUndefined();
      registry.set(`a/${name}`, {
        aliases: [name],
        customMetadata: { [name]: 1 },
        capabilities: { constructor: true },
      });
      expect(registry.require(name).id).toBe(`a/${name}`);
      expect(registry.provenance(name, "customMetadata.valueOf").value).toBeUndefined();
    }
    nothingIsPolluted();
  });

  it("with a `__proto__` key lose that key and nothing else", () => {
    const registry = new ModelRegistry();
    registry.set(
      "a/b",
      JSON.parse('{"name":"B","__proto__":{"polluted":1},"customMetadata":{"__proto__":{"polluted":1},"x":2}}'),
    );
    expect(registry.require("a/b")).toMatchObject({ name: "B", customMetadata: { x: 2 } });
    expect(JSON.stringify(registry.require("a/b"))).not.toContain("polluted");
    nothingIsPolluted();
  });
});
