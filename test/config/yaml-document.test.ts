// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the variables of a config look like that
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatProblem } from "../../src/config/problem.ts";
import { readYamlDocument } from "../../src/config/yaml-document.ts";

const MIB = 1024 * 1024;

async function problemsOf(text: string): Promise<string[]> {
  const { problems } = await readYamlDocument(text, "m.yaml");
  return problems.map(formatProblem);
}

async function codesOf(text: string): Promise<string[]> {
  const { problems } = await readYamlDocument(text, "m.yaml");
  return problems.map(({ code, at }) => `${code} ${at?.line}:${at?.column}`);
}

async function readGood(text: string): Promise<unknown> {
  const { value, problems } = await readYamlDocument(text, "m.yaml");
  expect(problems).toEqual([]);
  return value;
}

describe("values", () => {
  it("are read as YAML 1.2 reads them: no and on are text, and so are dates", async () => {
    expect(await readGood("a: no\non: 012\nb: 2025-01-31\nc: [1.5, 0x10, true, ~, '1']\n")).toEqual({
      a: "no",
      on: 12,
      b: "2025-01-31",
      c: [1.5, 16, true, null, "1"],
    });
  });

  it("keep names as they are written", async () => {
    expect(await readGood("3.5: a\n1e3: b\ntrue: c\nnull: d\n'<<': e\n1.10: f\n")).toEqual({
      "3.5": "a",
      "1e3": "b",
      true: "c",
      null: "d",
      "<<": "e",
      "1.10": "f",
    });
  });

  it("take a blank of a template for a name", async () => {
    const text = 'models:\n  [model_name]:\n    backend: "[provider]/[backend_model_name]"\n';
    expect(await readGood(text)).toEqual({
      models: { "[model_name]": { backend: "[provider]/[backend_model_name]" } },
    });
  });

  it("may have several blanks for names, beside others", async () => {
    const text = "models:\n  a: 1\n  [one]:\n    x: 1\n  # and\n  [two]: 2\n  b: 3\n\n  [three]: [x]\n";
    expect(await readGood(text)).toEqual({ models: { a: 1, "[one]": { x: 1 }, "[two]": 2, b: 3, "[three]": ["x"] } });
  });

  it("are what aliases stand for", async () => {
    expect(await readGood("x-a: &p { t: 1 }\na: *p\nb: &n name\nc: [*n, *n]\n&k key: *k\n")).toEqual({
      "x-a": { t: 1 },
      a: { t: 1 },
      b: "name",
      c: ["name", "name"],
      key: "key",
    });
  });

  it("are the same with a byte order mark, with CRLF, and after a version directive", async () => {
    for (const text of ["\uFEFFa: [1]\nb: x\n", "a: [1]\r\nb: x\r\n", "%YAML 1.2\n---\na: [1]\nb: x\n"]) {
      expect(await readGood(text)).toEqual({ a: [1], b: "x" });
    }
  });

  it("are null for an empty text, and for one of comments", async () => {
    expect(await readGood("")).toBeNull();
    expect(await readGood("# nothing\n\n# yet\n")).toBeNull();
  });

  it("may close a bracket in the column of its key", async () => {
    expect(await readGood("a: {\n  b: [\n    c\n  ]\n}\n")).toEqual({ a: { b: ["c"] } });
  });

  it("equal those of JSON.parse for any JSON text", async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ depthSize: "medium" }), fc.constantFrom(undefined, 2), async (json, indent) => {
        const refused = /"(?:__proto__|constructor|prototype)":/;
        const text = JSON.stringify(json, null, indent);
        fc.pre(!refused.test(text));
        const { value, problems } = await readYamlDocument(text, "m.json");
        // Key order is the text's in both; -0 is written as 0.
        expect({ value, problems }).toEqual({ value: JSON.parse(text), problems: [] });
      }),
    );
  });
});

describe("what is wrong", () => {
  it.each([
    ["a name that stands twice", "a: 1\nb:\n  c: 1\n  'c': 2\na: 3", ["duplicate_key 4:3", "duplicate_key 5:1"]],
    ["a merge key", "a: &a {x: 1}\nb:\n  <<: *a\n  y: 1\n", ["merge_key 3:3"]],
    ["a merge key in braces", "a: &a {x: 1}\nb: { <<: *a, y: 1 }\n", ["merge_key 2:6"]],
    [
      "names that reach for prototypes",
      "__proto__: 1\na: {constructor: {prototype: 2}}",
      ["refused_key 1:1", "refused_key 2:5"],
    ],
    ["a list as a name", "? [a, b]\n: 1\n", ["complex_key 1:3"]],
    ["a map as a name", "{a: 1}: 1\n", ["complex_key 1:1"]],
    ["an alias as a name", "a: &a x\n*a : 1\n", ["complex_key 2:1"]],
    ["a tag of its own", "a: !ruby/object:Gem x\n", ["unknown_tag 1:4"]],
    ["binary data", "a: !!binary aGk=\n", ["unknown_tag 1:4"]],
    [
      "sets, ordered maps and times",
      "a: !!set {x}\nb: !!omap [x: 1]\nc: !!timestamp 2025-01-01",
      ["unknown_tag 1:4", "unknown_tag 2:4", "unknown_tag 3:4"],
    ],
    ["a tag that does not fit", "a: !!int x\n", ["unknown_tag 1:4"]],
    ["numbers that are none", "a: 1e400\nb: [.nan, -.inf]\n", ["not_finite 1:4", "not_finite 2:5", "not_finite 2:11"]],
    ["an alias of nothing", "a: *b\n", ["unknown_alias 1:4"]],
    ["an alias inside what it means", "a: &a\n  b: [*a]\n", ["alias_cycle 2:7"]],
    ["several documents", "a: 1\n---\nb: 1\n", ["several_documents 2:1"]],
    ["an older YAML", "%YAML 1.1\n---\na: no\n", ["directive 1:1"]],
    ["tag handles", "%TAG ! tag:x,2000:\n---\na: no\n", ["directive 1:1"]],
    ["a control character", "a: 1\nb: x\0y\n", ["control_character 2:5"]],
    ["a tab", "a:\n\tb: 1\n", ["invalid_yaml 2:1"]],
    ["a quote that is not closed", "a: 'x\n", ["invalid_yaml 2:1"]],
    ["two mistakes", "a: @x\nb: `y`\n", ["invalid_yaml 1:4", "invalid_yaml 2:4"]],
  ])("is told with its place: %s", async (_what, text, codes) => {
    expect(await codesOf(text)).toEqual(codes);
  });

  it("is told with its path and what to do", async () => {
    expect(await problemsOf("models:\n  a: {x: 1,\n    x: 2}\n  list: [<<: 1]\n")).toEqual([
      "m.yaml:3:5 models.a.x: stands here twice, first in line 2; remove one, or rename it",
      "m.yaml:4:10 models.list[0]: <<: merge keys are not supported; write the keys out, or use an anchor on a whole value",
    ]);
  });

  it("leaves the rest readable: the first of two, null in lists, nothing in maps", async () => {
    const { value } = await readYamlDocument("a: 1\na: 2\nb: [.nan, 2]\nc: .inf\nd: !x 5\n", "m.yaml");
    expect(value).toEqual({ a: 1, b: [null, 2], d: "5" });
  });

  it.each([
    ["a: {key: ${KEY}}\n", "inside [ ] and { } a text with ${…} must be in quotes"],
    ["models:\n  *: openai/*\n", "a name that begins with * must be in quotes"],
    ["a: x: y\n", 'put a text that holds ": " in quotes'],
  ])("is told with the likely remedy: %j", async (text, remedy) => {
    expect((await problemsOf(text)).join("\n")).toContain(remedy);
  });

  it("is told once a line", async () => {
    expect(await problemsOf("a: {key: ${KEY}, other: ${OTHER}}}}\n")).toHaveLength(1);
  });

  it("never quotes a value", async () => {
    const texts = [
      "k: 'sk-secret",
      "k: [sk-secret",
      "k: sk-secret: x",
      "k: !sk-secret x",
      "k: *sk-secret",
      'k: "\\sk-secret"',
    ];
    for (const text of [...texts, "k: @sk-secret", "%sk-secret\n", "k: |sk-secret\n", "k: 1\nsk-secret\n"]) {
      const problems = await problemsOf(text);
      expect(problems).not.toEqual([]);
      expect(problems.join()).not.toContain("secret");
    }
  });
});

describe("a hostile text", () => {
  it.each([
    ["brackets", "[".repeat(40_000), "1:65"],
    ["a mebibyte of brackets", "[".repeat(MIB), "1:65"],
    ["braces", "{a: ".repeat(10_000), "1:257"],
    ["dashes", "- ".repeat(40_000), "1:129"],
    ["question marks", "? ".repeat(40_000), "1:129"],
    ["indentation", Array.from({ length: 1_000 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n"), "65:65"],
    [
      "lists in maps",
      `a:\n${Array.from({ length: 70 }, (_, depth) => `${"  ".repeat(depth)}- a:`).join("\n")}`,
      "33:65",
    ],
  ])("is refused where it nests too deep: %s", async (_what, text, place) => {
    expect(await codesOf(text)).toEqual([`too_deep ${place}`]);
  });

  it("ends no process by nesting, even where the stack is small", async () => {
    const program = `
      import { readYamlDocument } from "./src/config/yaml-document.ts";
      for (const text of ["[".repeat(40_000), "{a: ".repeat(10_000), "- ".repeat(20_000), "[".repeat(64) + "]".repeat(64)])
        console.log((await readYamlDocument(text, "m.yaml")).problems.length);`;
    const args = ["--stack-size=500", "--import", "tsx", "--input-type=module", "--eval", program];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    expect(stdout).toBe("1\n1\n1\n0\n");
  });

  it("may nest 64 levels, and hold as many brackets in text as it likes", async () => {
    const deep = `${"[".repeat(64)}${"]".repeat(64)}`;
    expect(JSON.stringify(await readGood(deep))).toBe(deep);
    expect(await readGood(`a: "${"[{- ".repeat(500)}"`)).toEqual({ a: "[{- ".repeat(500) });
    expect(await readGood(`a: |\n  ${"[{- ".repeat(500)}\n`)).toEqual({ a: `${"[{- ".repeat(500)}\n` });
  });

  it("is refused above a mebibyte, counted in bytes", async () => {
    const text = (length: number) => `a: ${"x".repeat(length - 3)}`;
    expect(await codesOf(text(MIB))).toEqual([]);
    expect(await codesOf(text(MIB + 1))).toEqual(["too_large 1:1"]);
    expect(await codesOf(`a: ${"é".repeat(MIB / 2)}`)).toEqual(["too_large 1:1"]);
  });

  it("of nothing but signs is not read to its end", async () => {
    expect(await codesOf(`a: [${"a,".repeat(MIB / 2 - 10)}]`)).toEqual([expect.stringMatching(/^too_large 1:/)]);
    const models = Array.from({ length: 20_000 }, (_, n) => `  m${n}: openai/gpt-4`).join("\n");
    expect(await codesOf(`models:\n${models}`)).toEqual([]);
  }, 30_000);

  it("cannot multiply by aliases, be they many or long", async () => {
    const laughs = ["a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha, ha]"];
    for (let n = 1; n < 10; n++)
      laughs.push(
        `a${n}: &a${n} [${Array(10)
          .fill(`*a${n - 1}`)
          .join(", ")}]`,
      );
    expect((await codesOf(laughs.join("\n"))).map((code) => code.split(" ")[0])).toEqual(["alias_bomb"]);
    const long = `a: &a ${"x".repeat(1_000)}\nb: [${Array(2_000).fill("*a").join(", ")}]`;
    expect(await codesOf(long)).toEqual([expect.stringMatching(/^alias_bomb 2:/)]);
    const nothing = `a: &a\nb: [${Array(1_000).fill("*a").join(", ")}]`;
    expect(await codesOf(nothing)).toEqual([]);
  });

  it("cannot nest deeper by aliases", async () => {
    const steps = Array.from({ length: 10 }, (_, n) => `a${n + 1}: &a${n + 1} [[[[[[[[*a${n}]]]]]]]]`);
    expect(await codesOf(["a0: &a0 [x]", ...steps].join("\n"))).toEqual([expect.stringMatching(/^too_deep 9:/)]);
  });

  it("changes no prototype", async () => {
    await readYamlDocument("__proto__: {polluted: 1}\nconstructor: {prototype: {polluted: 1}}", "m.yaml");
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it("gets a hundred problems told at most", async () => {
    const lines = (line: string) => Array.from({ length: 500 }, (_, n) => line.replace("N", String(n))).join("\n");
    for (const text of [lines("aN: !x 1"), lines("aN: .inf"), lines("aN: !x 1\nbN: .inf"), lines("a: @x"), lines("]")])
      expect(await problemsOf(text)).toHaveLength(100);
    expect(await problemsOf("---\n".repeat(100_000))).toHaveLength(1);
  });

  it("never throws, whatever it holds", async () => {
    const yamlish = fc.string({
      unit: fc.constantFrom(..."{}[]&*!|>-?:,#%@`'\"$a1 \n\t\r".split(""), "<<", "&a ", "*a", "---\n", ": ", "!!"),
    });
    await fc.assert(
      fc.asyncProperty(fc.oneof(yamlish, fc.string({ unit: "binary" })), async (text) => {
        const { value, problems, locate, isPlain } = await readYamlDocument(text, "m.yaml");
        expect(value !== undefined || problems.length > 0).toBe(true);
        expect(problems.every(({ at }) => at !== undefined && at.line >= 1 && at.column >= 1)).toBe(true);
        expect(locate(["a", 0])).toBeDefined();
        expect(isPlain(["a", 0])).toBeTypeOf("boolean");
      }),
      { numRuns: 300 },
    );
  }, 30_000);
});
