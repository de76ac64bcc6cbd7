import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { RawConfig } from "../../src/config/raw-config.ts";
import { upgrade } from "../../src/config/upgrade.ts";
import { rawConfig, shown } from "../support/translated.ts";

async function upgraded(text: string) {
  const raw = await rawConfig(text);
  const { value, problems } = upgrade(raw);
  return { value, said: problems.map(shown) };
}

describe("a config in the new form", () => {
  it.each([
    "models: { gpt-4: openai/gpt-4, local: { backend: [ollama/llama3.2:3b, { target: openai/gpt-4 }] } }",
    "models: { a: { backend: openai/gpt-4, strategy: cost, fallback: { any: [b, ollama/llama3.2:3b] } } }",
    "backends: { openai: { api_key: x } }",
    "models: { '[model_name]': { backend: '[provider]/[model]' } }",
    "models: 5",
    "just text",
    "[1, 2]",
    "models: { a: { backend: 7, strategy: [], fallback: 1 }, b: 3 }",
  ])("comes back as the very same object, and so does what is neither: %s", async (text) => {
    const raw = await rawConfig(text);
    expect(upgrade(raw)).toBe(raw);
  });
});

describe("a list of models", () => {
  it("of names is read as a map of models without a backend", async () => {
    const { value, said } = await upgraded("models:\n  - gpt-4\n  - claude-3\n");
    expect(value).toEqual({ models: { "gpt-4": {}, "claude-3": {} } });
    expect(said).toEqual(["note modelmall.yaml:2:3 models: old form: a list, read as a map of names: gpt-4, claude-3"]);
  });

  it("of objects is read by their names, keeping the rest", async () => {
    const { value } = await upgraded("models:\n  - { name: fast, backend: openai/gpt-4, tags: [x] }\n  - name: slow\n");
    expect(value).toEqual({ models: { fast: { backend: "openai/gpt-4", tags: ["x"] }, slow: {} } });
  });

  it("keeps the place of every part", async () => {
    const raw = upgrade(await rawConfig("models:\n  - gpt-4\n  - temperature: 1\n    name: slow\n    tags: [a, b]\n"));
    expect(raw.locate(["models", "gpt-4"], "key")).toMatchObject({ line: 2, column: 5 });
    expect(raw.locate(["models", "slow"], "key")).toMatchObject({ line: 4, column: 11 });
    expect(raw.locate(["models", "slow"])).toMatchObject({ line: 3, column: 5 });
    expect(raw.locate(["models", "slow", "temperature"], "key")).toMatchObject({ line: 3, column: 5 });
    expect(raw.locate(["models", "slow", "tags", 1])).toMatchObject({ line: 5, column: 15 });
    expect(raw.isPlain(["models", "slow", "tags", 1])).toBe(true);
    expect(raw.locate(["models"], "key")).toMatchObject({ line: 1, column: 1 });
  });

  it("may be long: the note shows the first names only", async () => {
    const { said } = await upgraded("models: [a, b, c, d, e, f, g]");
    expect(said).toEqual([
      "note modelmall.yaml:1:9 models: old form: a list, read as a map of names: a, b, c, d, e and 2 more",
    ]);
  });

  it("that is empty is read as a map of none", async () => {
    expect((await upgraded("models: []")).value).toEqual({ models: {} });
  });

  it.each([
    ["models: [4]", "models[0]: expected a name; write it in quotes"],
    ["models: [[a]]", "models[0]: expected a name, got a list"],
    ["models: ['']", 'models[0]: expected a name, got ""'],
    [
      "models: [{ backend: openai/gpt-4 }]",
      "models[0]: expected a name; write the entry as NAME: { … } in a map, or add name: NAME",
    ],
    ["models: [{ name: null }]", "models[0].name: expected a name, got null"],
    ["models: [a, { name: a }]", 'models[1].name: "a" stands twice in this list; remove one'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is how variables are written
    ["models: ['${MODEL}']", "models[0]: a name cannot hold a variable; write it out"],
    ["models: [constructor]", 'models[0]: "constructor" cannot be a name; choose another'],
    ["models: [__proto__]", 'models[0]: "__proto__" cannot be a name; choose another'],
  ])("refuses an item without a usable name, and reads the others: %s", async (text, message) => {
    const { value, said } = await upgraded(text.replace("]", ", other]").replace("[[a, other]]", "[[a], other]"));
    expect(said[0]).toMatch(/^error modelmall\.yaml:1:\d+ /);
    expect(said[0]).toContain(` ${message}`);
    expect(value).toHaveProperty("models.other", {});
  });
});

describe("providers", () => {
  it("are read as backends, with a note at their key and every part where it stands", async () => {
    const raw = upgrade(await rawConfig("models: { a: openai/b }\nproviders:\n  openai:\n    api_key: k\n"));
    expect(raw.value).toEqual({ models: { a: "openai/b" }, backends: { openai: { api_key: "k" } } });
    expect(raw.problems.map(shown)).toEqual([
      "note modelmall.yaml:2:1 providers: old form, read as backends, each at the provider of its name",
    ]);
    expect(raw.locate(["backends", "openai", "api_key"], "key")).toMatchObject({ line: 4, column: 5 });
    expect(raw.locate(["backends"], "key")).toMatchObject({ line: 2, column: 1 });
  });

  it("may be a list, or say nothing but their names", async () => {
    const { value } = await upgraded("providers: [openai, { name: local, base_url: http://x }]");
    expect(value).toEqual({ backends: { openai: {}, local: { base_url: "http://x" } } });
    expect((await upgraded("providers: { ollama: }")).value).toEqual({ backends: { ollama: {} } });
    expect((await upgraded("backends: { ollama: }")).value).toEqual({ backends: { ollama: {} } });
  });

  it("beside backends add to them; a name in both is an error at its place", async () => {
    const raw = upgrade(
      await rawConfig("backends: { a: { tags: [x] } }\nproviders:\n  a: { tags: [y] }\n  openai: { tags: [z] }\n"),
    );
    expect(raw.value).toEqual({ backends: { a: { tags: ["x"] }, openai: { tags: ["z"] } } });
    expect(raw.problems.map(shown)).toContain(
      'error modelmall.yaml:3:3 providers.a: "a" stands in backends too; keep the one in backends',
    );
    expect(raw.locate(["backends", "openai", "tags", 0])).toMatchObject({ line: 4, column: 20 });
    expect(raw.locate(["backends", "a", "tags", 0])).toMatchObject({ line: 1, column: 25 });
  });
});

describe("a target with a colon", () => {
  it("gets its slash wherever targets stand, with a note at each place", async () => {
    const text = `models:
  a: anthropic:claude-3-opus
  b: { backend: openai:gpt-4 }
  c: { backend: [mine:x, { target: openai:gpt-4, weight: 2 }, { backend: google:gemini-pro }] }
  d: { backend: openai/x, fallback: openai:gpt-4 }
  e: { backend: openai/x, fallback: { context_window: [mine:y] } }
backends: { mine: { provider: custom, base_url: http://localhost:1 } }
`;
    const { value, said } = await upgraded(text);
    expect(value).toMatchObject({
      models: {
        a: "anthropic/claude-3-opus",
        b: { backend: "openai/gpt-4" },
        c: { backend: ["mine/x", { target: "openai/gpt-4", weight: 2 }, { backend: "google/gemini-pro" }] },
        d: { fallback: "openai/gpt-4" },
        e: { fallback: { context_window: ["mine/y"] } },
      },
    });
    expect(said).toHaveLength(7);
    expect(said[0]).toBe(
      'note modelmall.yaml:2:6 models.a: old form "anthropic:claude-3-opus", read as anthropic/claude-3-opus',
    );
    expect(said[3]).toMatch(/^note modelmall\.yaml:4:36 models\.c\.backend\[1\]\.target: /);
  });

  it("splits at the first colon only, and stays where no backend stands before it", async () => {
    const { value } = await upgraded("models: { a: ollama:llama3.2:3b, b: llama3.2:3b, c: ':x', d: 'openai:' }");
    expect(value).toEqual({ models: { a: "ollama/llama3.2:3b", b: "llama3.2:3b", c: ":x", d: "openai:" } });
  });

  it("is left alone in a fall-back that is the name or an alias of a model", async () => {
    const text =
      "models: { 'ollama:tiny': ollama/tiny, b: { backend: openai/x, aliases: ['openai:b'], fallback: ['ollama:tiny', 'openai:b'] } }";
    const raw = await rawConfig(text);
    expect(upgrade(raw)).toBe(raw);
  });
});

describe("a strategy of an old name", () => {
  it.each(["cost_optimized", "COST_OPTIMIZED", "cost-optimised"])("%s is read as cost", async (strategy) => {
    const { value, said } = await upgraded(`models:\n  a:\n    backend: openai/x\n    strategy: ${strategy}\n`);
    expect(value).toHaveProperty("models.a.strategy", "cost");
    expect(said).toEqual([`note modelmall.yaml:4:15 models.a.strategy: old form "${strategy}", read as cost`]);
  });

  it("is left alone where the config has a strategy of that name itself", async () => {
    const raw = await rawConfig(
      "models: { a: { strategy: cost_optimized } }\nstrategies: { cost_optimized: { cost: 1 } }",
    );
    expect(upgrade(raw)).toBe(raw);
  });
});

it("reads a model that says nothing as one without a backend", async () => {
  expect((await upgraded("models: { gpt-4: }")).value).toEqual({ models: { "gpt-4": {} } });
});

describe("for any data", () => {
  const word = fc.constantFrom(
    "models",
    "providers",
    "backends",
    "openai",
    "name",
    "backend",
    "target",
    "fallback",
    "any",
    "strategy",
    "aliases",
    "cost_optimized",
    "openai:gpt-4",
    "a",
    "__proto__",
    "constructor",
  );
  const data = fc.letrec((tie) => ({
    value: fc.oneof({ depthSize: "medium" }, word, fc.constant(null), fc.integer(), tie("list"), tie("map")),
    list: fc.array(tie("value"), { maxLength: 4 }),
    map: fc.array(fc.tuple(word, tie("value")), { maxLength: 5 }).map((entries) => Object.fromEntries(entries)),
  }));
  const rawOf = (value: unknown): RawConfig => ({
    value,
    files: ["x.yaml"],
    problems: [],
    locate: () => ({ file: "x.yaml", line: 1, column: 1 }),
    isPlain: () => true,
  });

  it("upgrading twice is upgrading once, and the input is not changed", () => {
    fc.assert(
      fc.property(fc.oneof(data.map, data.value), (value) => {
        const before = JSON.stringify(value);
        const once = upgrade(rawOf(value));
        expect(upgrade(once)).toBe(once);
        expect(JSON.stringify(value)).toBe(before);
      }),
      { numRuns: 2_000 },
    );
  });

  it("never throws, nor changes a prototype", () => {
    fc.assert(
      fc.property(fc.anything({ withMap: true, withNullPrototype: true, maxDepth: 6 }), (value) => {
        upgrade(rawOf(value));
        upgrade(rawOf({ models: value, providers: value }));
        upgrade(rawOf({ models: [value, { name: value }], backends: value }));
        expect(({} as Record<string, unknown>).name).toBeUndefined();
      }),
      { numRuns: 2_000 },
    );
  });

  it("shares what it does not touch", () => {
    const value = parse("models: [a]\ngroups: { g: [a] }\nbackends: { openai: { tags: [x] } }") as Record<
      string,
      unknown
    >;
    const after = upgrade(rawOf(value)).value as typeof value;
    expect(after.groups).toBe(value.groups);
    expect(after.backends).toBe(value.backends);
  });
});
