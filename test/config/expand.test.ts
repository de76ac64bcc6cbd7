// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the variables of a config look like that
import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Expanded, expand } from "../../src/config/expand.ts";
import { formatProblem, showPath } from "../../src/config/problem.ts";
import { readConfigText } from "../../src/config/read-config.ts";
import type { Environment } from "../../src/util/env.ts";
import { revealed } from "../support/revealed.ts";

async function expanded(text: string, env: Environment = {}): Promise<Expanded> {
  const raw = await readConfigText(text, "m.yaml");
  expect(raw.problems).toEqual([]);
  return expand(raw, { env });
}

async function expandedValue(text: string, env: Environment = {}): Promise<unknown> {
  return (await expanded(text, env)).raw.value;
}

describe("variables", () => {
  it("are filled in anywhere in a value, and nowhere in a name", async () => {
    const text = "a: ${A}\nb: '${A}-${B:-two}/${A}'\nc: [x, 'y${B}']\n'${A}': {d: '${A}'}\n";
    expect(await expandedValue(text, { A: "one", B: "2" })).toEqual({
      a: "one",
      b: "one-2/one",
      c: ["x", "y2"],
      "${A}": { d: "one" },
    });
  });

  it("have defaults, which count where they are unset or empty", async () => {
    const text = "a: ${A:-x}\nb: ${B:-x}\nc: ${C:-x y:z}\nd: '${D:-}!'\n";
    expect(await expandedValue(text, { A: "", B: "b" })).toEqual({ a: "x", b: "b", c: "x y:z", d: "!" });
  });

  it("are not looked for in what they hold", async () => {
    expect(await expandedValue("a: ${A}\nb: x${A}", { A: "${B}$${C}", B: "b" })).toEqual({
      a: "${B}$${C}",
      b: "x${B}$${C}",
    });
  });

  it("can be written down without being meant", async () => {
    expect(await expandedValue("a: $${A}\nb: $A $$ ${B}$${B}\nc: $$${B}", { A: "1", B: "2" })).toEqual({
      a: "${A}",
      b: "$A $$ 2${B}",
      c: "$${B}",
    });
  });

  it("are read as YAML reads them where they stand alone and without quotes", async () => {
    const env = {
      N: "60",
      F: "1.5e3",
      X: "0x1F",
      T: "true",
      Z: "null",
      S: "1.2.3",
      I: ".inf",
      V: "1e999",
      D: "2025-01-01",
    };
    const text = "N F X T Z S I V D"
      .split(" ")
      .map((name) => `${name}: \${${name}}\n`)
      .join("");
    expect(await expandedValue(text, env)).toEqual({
      N: 60,
      F: 1500,
      X: 31,
      T: true,
      Z: null,
      S: "1.2.3",
      I: ".inf",
      V: "1e999",
      D: "2025-01-01",
    });
    expect(await expandedValue("a: '${N}'\nb: x${N}\nc: \"${T}\"\nd: ${U:-30}\ne: |-\n  ${N}\n", env)).toEqual({
      a: "60",
      b: "x60",
      c: "true",
      d: 30,
      e: "60",
    });
  });

  it("that are unset take their scalar out, and are recorded with their places", async () => {
    const { raw, variables } = await expanded(
      "a: ${A}\nb:\n  c: x${B}${A}\n  d: 1\ne: ${E}\nf: ${F:-1}\ng: ${G:-1}\n",
      { E: "e", G: "2" },
    );
    expect(raw.value).toEqual({ b: { d: 1 }, e: "e", f: 1, g: 2 });
    expect(
      variables.map(
        ({ variable, path, isSet, at }) => `${variable} ${showPath(path)} ${isSet} ${at?.line}:${at?.column}`,
      ),
    ).toEqual(["A a false 1:4", "B b.c false 3:6", "A b.c false 3:6", "E e true 5:4", "G g true 7:4"]);
  });

  it("with an empty default are values that may be missing", async () => {
    const { raw, variables } = await expanded("backends: {o: {api_key: '${A:-}', organization: '${B:-}', region: eu}}");
    expect(raw.value).toEqual({ backends: { o: { region: "eu" } } });
    expect(variables).toEqual([]);
  });

  it("that are unset leave lists shorter, with the places of the others right, and none empty", async () => {
    const { raw } = await expanded("a: ['${A}', b, '${A}', {c: 1}]\nd: ['${A}']\ne: []\n");
    expect(raw.value).toEqual({ a: ["b", { c: 1 }], e: [] });
    expect(raw.locate(["a", 0])).toMatchObject({ line: 1, column: 13 });
    expect(raw.locate(["a", 1, "c"], "key")).toMatchObject({ line: 1, column: 25 });
    expect(raw.isPlain(["a", 0])).toBe(true);
    expect(raw.locate(["e"])).toMatchObject({ line: 3, column: 4 });
  });

  it("are only those of the environment, not what every object inherits", async () => {
    const { raw, variables } = await expanded("a: ${constructor}\nb: ${toString:-x}\nc: ${__proto__}\n");
    expect(raw.value).toEqual({ b: "x" });
    expect(variables.map(({ isSet }) => isSet)).toEqual([false, false]);
  });

  it.each(["${", "${A", "${}", "${1X}", "${A${B}}", "${A-x}", "${A:?x}", "${ A }", "x ${A.B}", "${A:-{}}", "$${A} ${"])(
    "written in another way are an error with its place: %j",
    async (written) => {
      const { raw } = await expanded(`a: 1\nb: '${written}'\n`, { A: "a", B: "b" });
      expect(raw.problems.map(formatProblem)).toEqual([
        'm.yaml:2:4 b: a "${" must begin ${NAME} or ${NAME:-default}, with no variable inside another; for the signs themselves write "$${"',
      ]);
      expect(raw.value).toEqual({ a: 1, b: written });
    },
  );

  it("leave what holds none as it is: the same objects", async () => {
    const raw = await readConfigText("a: {b: {c: 1}}\nd: {e: [x, {f: $X}], g: '${G}'}\n");
    const { value } = (await expand(raw, { env: { G: "g" } })).raw as {
      value: Record<string, Record<string, unknown>>;
    };
    const before = raw.value as Record<string, Record<string, unknown>>;
    expect(value.a).toBe(before.a);
    expect(value.d?.e).toBe(before.d?.e);
    expect(before.d?.g).toBe("${G}");
    const plain = await readConfigText("a: {b: 1}");
    expect((await expand(plain, { env: {} })).raw.value).toBe(plain.value);
  });

  it("change nothing in a text without them, however often it is expanded", async () => {
    const data = fc
      .jsonValue()
      .filter((json) => !/\$|__proto__|constructor|prototype|"backends"|"include"/.test(JSON.stringify(json)));
    await fc.assert(
      fc.asyncProperty(data, async (json) => {
        const raw = await readConfigText(JSON.stringify({ a: json }));
        const once = await expand(raw, { env: {} });
        expect(once.raw.value).toBe(raw.value);
        expect((await expand(once.raw, { env: {} })).raw.value).toBe(raw.value);
      }),
    );
  });
});

describe("secrets", () => {
  const TEXT = `
backends:
  one: { api_key: '\${KEY}', headers: { x-team: '\${KEY}', x-n: 5, authorization: Bearer sk-literal-key } }
  two: { api_keys: [sk-literal-key, '\${KEY:-none}', 12345] , base_url: 'http://x' }
  three: { api_key: { nested: [sk-literal-key] } }
`;

  it("are keys and headers, from variables or written out, of any type", async () => {
    expect(revealed(await expandedValue(TEXT, { KEY: "sk-from-variable" }))).toEqual({
      backends: {
        one: {
          api_key: "secret sk-from-variable",
          headers: {
            "x-team": "secret sk-from-variable",
            "x-n": "secret 5",
            authorization: "secret Bearer sk-literal-key",
          },
        },
        two: { api_keys: ["secret sk-literal-key", "secret sk-from-variable", "secret 12345"], base_url: "http://x" },
        three: { api_key: { nested: ["secret sk-literal-key"] } },
      },
    });
  });

  it("are shown by nothing", async () => {
    const result = await expanded(`${TEXT}  four: { api_key: 'sk-literal-key \${' }\n`, { KEY: "sk-from-variable" });
    const { value, problems } = result.raw;
    for (const shown of [value, problems, result.variables]) {
      const texts = [JSON.stringify(shown), inspect(shown, { depth: 20, showHidden: true }), String(shown)];
      expect(texts.join("\n")).not.toMatch(/sk-literal|sk-from/);
    }
    expect(problems).toHaveLength(1);
  });

  it("stay text that is not read as a number", async () => {
    expect(revealed(await expandedValue("backends: {o: {api_key: 1}}\n"))).toEqual({
      backends: { o: { api_key: "secret 1" } },
    });
    expect(revealed(await expandedValue("backends:\n  o:\n    api_key: ${K}\n", { K: "007" }))).toEqual({
      backends: { o: { api_key: "secret 007" } },
    });
  });

  it("may be left empty", async () => {
    expect(await expandedValue("backends:\n  o:\n    api_key:\n    headers:\n")).toEqual({
      backends: { o: { api_key: null, headers: null } },
    });
  });
});
