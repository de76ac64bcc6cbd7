import { describe, expect, it } from "vitest";
import { AmbiguousModelError, InvalidInputError, ModelNotFoundError } from "../../src/errors.ts";
import { ModelRegistry } from "../../src/registry.ts";

const registry = new ModelRegistry([
  ["openai/gpt-4o", { contextWindow: 128_000, aliases: ["fast"], capabilities: { tools: true } }],
  ["openai/gpt-4o-mini", { contextWindow: 128_000 }],
  ["azure/gpt-4o", { contextWindow: 128_000 }],
  ["ollama/llama3.2:3b", { isLocal: true }],
]);

describe("getting models", () => {
  it("gets one by id, a list of those that are there, and those a predicate holds for", () => {
    expect(registry.get("openai/gpt-4o")?.contextWindow).toBe(128_000);
    expect(registry.get("openai/nope")).toBeUndefined();
    expect(registry.get(["openai/gpt-4o", "nope", "azure/gpt-4o"]).map(({ id }) => id)).toEqual([
      "openai/gpt-4o",
      "azure/gpt-4o",
    ]);
    expect(registry.get((model) => model.isLocal).map(({ id }) => id)).toEqual(["ollama/llama3.2:3b"]);
  });

  it("requires one or all of a list, naming every unknown one and what is near", () => {
    expect(registry.require("openai/gpt-4o").id).toBe("openai/gpt-4o");
    expect(registry.require(["fast", "azure/gpt-4o"]).map(({ id }) => id)).toEqual(["openai/gpt-4o", "azure/gpt-4o"]);
    const error = catchError(() => registry.require(["openai/gpt-4o", "openai/gpt4o", "zzzzzzzz"]));
    expect(error).toBeInstanceOf(ModelNotFoundError);
    expect((error as ModelNotFoundError).missing).toEqual(["openai/gpt4o", "zzzzzzzz"]);
    expect((error as Error).message).toMatch(
      /^no such model: "openai\/gpt4o" \(did you mean openai\/gpt-4o.*\); "zzzzzzzz"/,
    );
  });

  it("says what to do when the registry is empty", () => {
    expect(() => new ModelRegistry().require("x")).toThrow(
      'no such model: "x"; the registry is empty: discover models first',
    );
  });

  it("resolves ids, aliases and bare names, and lists the candidates of an ambiguous one", () => {
    expect(registry.resolve("fast")?.id).toBe("openai/gpt-4o");
    expect(registry.resolve("llama3.2:3b")?.id).toBe("ollama/llama3.2:3b");
    expect(registry.resolve("nothing")).toBeUndefined();
    expect(() => registry.resolve("gpt-4o")).toThrow(AmbiguousModelError);
    expect(() => registry.resolve("gpt-4o")).toThrow(
      '"gpt-4o" fits 2 models: openai/gpt-4o, azure/gpt-4o; use a full id',
    );
  });

  it("serves frozen records that survive JSON unchanged", () => {
    const model = registry.require("openai/gpt-4o");
    expect(JSON.parse(JSON.stringify(model))).toEqual(model);
    expect(Object.isFrozen(model) && Object.isFrozen(model.capabilities) && Object.isFrozen(model.aliases)).toBe(true);
  });
});

describe("setting models", () => {
  it("lets the key win and refuses another id", () => {
    const own = new ModelRegistry();
    own.set("openai/a", { id: "openai/a" });
    expect(() => own.set("openai/b", { id: "openai/a" })).toThrow(
      'model openai/b: id: expected the key "openai/b", got "openai/a"',
    );
    expect(own.has("openai/b")).toBe(false);
  });

  it("keeps unknown fields and drops what is undefined", () => {
    const own = new ModelRegistry([["openai/a", { shoeSize: 42, description: undefined } as never]]);
    expect(own.get("openai/a")).toMatchObject({ shoeSize: 42 });
    expect(own.require("openai/a")).not.toHaveProperty("description");
  });

  it("does not keep the caller's objects", () => {
    const input = { tags: ["a"], pricing: { input: 1 } };
    const own = new ModelRegistry([["openai/a", input]]);
    input.tags.push("b");
    input.pricing.input = 2;
    expect(own.require("openai/a")).toMatchObject({ tags: ["a"], pricing: { input: 1 } });
  });

  it("refuses an alias that already means another model", () => {
    const own = new ModelRegistry([
      ["openai/a", { aliases: ["fast"] }],
      ["openai/b", {}],
    ]);
    expect(() => own.set("openai/b", { aliases: ["fast"] })).toThrow('"fast" already means openai/a; choose another');
    expect(() => own.set("openai/b", { aliases: ["openai/a"] })).toThrow(
      '"openai/a" is the id of a model; choose another',
    );
    own.delete("openai/a");
    expect(own.set("openai/b", { aliases: ["fast"] }).resolve("fast")?.id).toBe("openai/b");
  });

  it.each([
    ["", {}, 'model id: expected text that is not empty, got ""'],
    ["has space", {}, 'model id: expected no spaces and no control characters, got "has space"'],
    ["a\u0007b", {}, 'model id: expected no spaces and no control characters, got "a\\u0007b"'],
    ["x".repeat(257), {}, "expected at most 256 characters, got text of 257 characters"],
    [7, {}, "model id: expected text, got 7"],
    ["openai/a", null, "model openai/a: expected an object, got null"],
    ["openai/a", "text", 'model openai/a: expected an object, got "text"'],
    [
      "openai/a",
      { contextWindow: "128k" },
      'model openai/a: contextWindow: expected a whole number from 0, got "128k"',
    ],
    ["openai/a", { contextWindow: -1 }, "model openai/a: contextWindow: expected a whole number from 0, got -1"],
    ["openai/a", { contextWindow: Number.NaN }, "model openai/a: contextWindow: expected a finite number, got NaN"],
    ["openai/a", { tags: "x" }, 'model openai/a: tags: expected a list, got "x"'],
    ["openai/a", { pricing: { input: -1 } }, "model openai/a: pricing.input: expected a number from 0, got -1"],
    ["openai/a", { pricing: { input: "1" } }, 'model openai/a: pricing.input: expected a number from 0, got "1"'],
    [
      "openai/a",
      { capabilities: { tools: "yes" } },
      'model openai/a: capabilities.tools: expected true or false, got "yes"',
    ],
    ["openai/a", { isLocal: 1 }, "model openai/a: isLocal: expected true or false, got 1"],
    [
      "openai/a",
      { lifecycle: { retiresAt: "soon" } },
      'model openai/a: lifecycle.retiresAt: expected an ISO 8601 date, got "soon"',
    ],
    [
      "openai/a",
      { aliases: ["two words"] },
      'model openai/a: aliases.0: expected no spaces and no control characters, got "two words"',
    ],
    [
      "openai/a",
      { customMetadata: { run: () => 1 } },
      "model openai/a: customMetadata.run: expected plain data, got a function",
    ],
  ])("refuses set(%j, %j): %s", (id, input, message) => {
    const own = new ModelRegistry();
    const error = catchError(() => own.set(id as string, input as never));
    expect(error).toBeInstanceOf(InvalidInputError);
    expect((error as Error).message).toContain(message);
    expect(own.size).toBe(0);
  });

  it("reports everything that is wrong at once", () => {
    const error = catchError(() => new ModelRegistry().set("openai/a", { name: 1, tags: 2 } as never));
    expect((error as InvalidInputError).issues.map(({ path }) => path)).toEqual(["name", "tags"]);
  });

  it("refuses a circle instead of hanging", () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    expect(() => new ModelRegistry().set("openai/a", { customMetadata: circle } as never)).toThrow(
      "nested deeper than 32",
    );
  });
});

function catchError(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return expect.unreachable("must throw");
}

describe("searching", () => {
  it("filters by query or predicate, sorted and limited, and selects one by one", () => {
    const byQuery = registry.filter({ contextWindow: { $gte: 1 } }, { sort: "-id", limit: 2 });
    expect(byQuery.map(({ id }) => id)).toEqual(["openai/gpt-4o-mini", "openai/gpt-4o"]);
    expect(registry.filter((model) => model.isLocal)).toHaveLength(1);
    expect([...registry.select({ provider: "openai" })].map(({ id }) => id)).toEqual([
      "openai/gpt-4o",
      "openai/gpt-4o-mini",
    ]);
    expect(registry.find({ isLocal: true })?.id).toBe("ollama/llama3.2:3b");
    expect(registry.find({ provider: "nobody" })).toBeUndefined();
    expect(() => registry.select({ contextwindow: 1 } as never)).toThrow("did you mean contextWindow?");
  });

  it("sees every change at once, also where an index or a table answers", () => {
    const own = new ModelRegistry(
      Array.from({ length: 40 }, (_, n) => [`x/m${n}`, { contextWindow: n, tags: [n % 2 ? "odd" : "even"] }]),
    );
    expect(own.filter({ tags: ["odd"], contextWindow: { $gte: 30 } })).toHaveLength(5);
    own.set("x/m31", { contextWindow: 1, tags: ["odd"] });
    expect(own.filter({ tags: ["odd"], contextWindow: { $gte: 30 } })).toHaveLength(4);
    own.delete("x/m33");
    own.set("y/new", { contextWindow: 99, tags: ["odd"] });
    expect(own.filter({ tags: ["odd"], contextWindow: { $gte: 30 } }).map(({ id }) => id)).toEqual([
      "x/m35",
      "x/m37",
      "x/m39",
      "y/new",
    ]);
  });

  it("knows capabilities of one's own, also where nobody has them", () => {
    const own = new ModelRegistry([["x/a", { capabilities: { juggling: false } }]]);
    expect(own.filter({ capabilities: { juggling: false } })).toHaveLength(1);
    expect(own.filter({ capabilities: ["juggling"] })).toEqual([]);
    expect(() => own.filter({ capabilities: ["jugling"] })).toThrow("did you mean juggling?");
  });
});
