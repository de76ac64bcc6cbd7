import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { QueryError } from "../../src/errors.ts";
import { compileQuery, compileSort, parseQuery, QUERY_FIELDS, QUERY_OPERATORS, type Query } from "../../src/query.ts";
import { modelWith } from "./support/model-with.ts";

const NASTY = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "hasOwnProperty",
  "",
  ".",
  "..",
  "$",
  "$$eq",
  "a.b",
  "\u0000",
];
const PREFIXES = ["customMetadata.", "capabilities.", "pricing.other.", "pricing.tiers.", "benchmarks.", "-"];

const knownName = fc.constantFrom(
  ...QUERY_FIELDS.map(({ name }) => name.replace("*", "x")),
  ...["capabilities", "pricing", "pricing.tiers", "modalities", "lifecycle", "customMetadata"],
);
const operator = fc.constantFrom(...QUERY_OPERATORS.map(({ name }) => name));
const nasty = fc.constantFrom(...NASTY);
const key = fc.oneof(
  { weight: 4, arbitrary: knownName },
  { weight: 4, arbitrary: operator },
  nasty,
  fc.tuple(fc.constantFrom(...PREFIXES), nasty).map((parts) => parts.join("")),
  fc.string({ maxLength: 12 }),
);
const scalar = fc.oneof(
  fc.constantFrom<unknown>(null, undefined, true, false, 0, -1, Number.NaN, Infinity, 5n, Symbol("s"), () => true, /x/),
  fc.constantFrom<unknown>(
    new Date(0),
    new Map(),
    new Set(["a"]),
    Object.create(null),
    new Proxy({}, {}),
    new Uint8Array(2),
  ),
  fc.string({ maxLength: 12 }),
  fc.constantFrom("tools", "openai", "pricing.input", "2025"),
  fc.double(),
);

/** An object whose keys are all its own, also a key that is the name of what every object inherits. */
function owning(entries: readonly (readonly [string, unknown])[]): object {
  const object = {};
  for (const [name, value] of entries) {
    Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
  }
  return object;
}

const hostile = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, depthSize: "medium" },
    scalar,
    fc.array(fc.tuple(key, tie("value")), { maxLength: 4 }).map(owning),
    fc.array(fc.tuple(key, tie("value")), { minLength: 1, maxLength: 1 }).map(owning),
    fc.array(tie("value"), { maxLength: 4 }),
  ),
})).value;

const models = [
  modelWith(),
  modelWith(JSON.parse('{"customMetadata":{"__proto__":{"x":1},"constructor":[1,{"x":null}]},"contextWindow":null}')),
  modelWith({ capabilities: { tools: true }, pricing: { input: 1, tiers: [{ aboveTokens: 1 }] }, tags: ["a"] }),
];

/** What any program would notice if it were changed. */
const inherited = () =>
  [Object.prototype, Array.prototype, Function.prototype].map((prototype) => Reflect.ownKeys(prototype).length);

describe("whatever is asked", () => {
  it("compiles and can be answered, or is refused with a QueryError; nothing else, and nothing is polluted", () => {
    const before = inherited();
    const seen = { compiled: 0, refused: 0 };
    fc.assert(
      fc.property(hostile, (value) => {
        try {
          const { filter, matches } = compileQuery(value as Query);
          expect(filter(models)).toEqual(models.filter(matches));
          seen.compiled++;
        } catch (error) {
          if (!(error instanceof QueryError)) throw error;
          expect(error.message.length).toBeLessThan(2_000);
          seen.refused++;
        }
      }),
      { numRuns: 10_000 },
    );
    expect(inherited()).toEqual(before);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
    expect(seen.compiled).toBeGreaterThan(100);
    expect(seen.refused).toBeGreaterThan(5_000);
  });

  it("is sorted by, or is refused with a QueryError", () => {
    fc.assert(
      fc.property(fc.oneof(hostile, key, fc.array(key, { maxLength: 3 })), (value) => {
        try {
          expect(models.toSorted(compileSort(value as string as "id"))).toHaveLength(models.length);
        } catch (error) {
          if (!(error instanceof QueryError)) throw error;
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it("is not changed by reading it", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), (json) => {
        const data: unknown = JSON.parse(json);
        try {
          expect(parseQuery(data)).toBe(data);
        } catch (error) {
          if (!(error instanceof QueryError)) throw error;
        }
        expect(data).toEqual(JSON.parse(json));
      }),
      { numRuns: 1_000 },
    );
  });

  it("is answered quickly, also at the limits", () => {
    const many = Array.from({ length: 500 }, (_, index) => ({ description: { $contains: `word ${index}` } }));
    const long = modelWith({ description: "word ".repeat(2_000) });
    const started = performance.now();
    expect(compileQuery({ $or: many }).filter([long])).toEqual([]);
    expect(compileQuery({ $nor: many, text: "words" }).filter([long])).toEqual([]);
    const deep = { [`customMetadata.${"a.".repeat(240)}a`]: 1 };
    expect(compileQuery(parseQuery(deep)).filter([long])).toEqual([]);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
