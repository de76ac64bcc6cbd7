import { describe, expect, it } from "vitest";
import { parseYaml } from "../../src/util/parse-yaml.ts";

describe("parseYaml", () => {
  it("reads what YAML 1.2 holds, dates as text", async () => {
    expect(await parseYaml("- a: 1\n  b: [x, {y: 2025-01-31}]\n- no\n")).toEqual([
      { a: 1, b: ["x", { y: "2025-01-31" }] },
      "no",
    ]);
    expect(await parseYaml("")).toBeNull();
  });

  it("reads nesting that people write, and lines that only look nested", async () => {
    const deep = "[".repeat(90) + "]".repeat(90);
    expect(JSON.stringify(await parseYaml(deep))).toBe(deep);
    expect(await parseYaml(`text: "${"(]}".repeat(500)}"`)).toEqual({ text: "(]}".repeat(500) });
  });

  it.each([
    ["brackets", "[".repeat(100_000)],
    ["braces", "{a: ".repeat(5_000)],
    ["dashes on one line", "- ".repeat(100_000)],
    ["question marks", "? ".repeat(100_000)],
    ["indentation", Array.from({ length: 2_000 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n")],
  ])("refuses nesting too deep by %s before it is parsed", async (_what, text) => {
    await expect(parseYaml(text)).rejects.toThrow("nested deeper than 100 levels");
  });

  it("refuses a text that multiplies by references", async () => {
    const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"];
    for (let n = 1; n < 9; n++)
      lines.push(
        `a${n}: &a${n} [${Array(9)
          .fill(`*a${n - 1}`)
          .join(", ")}]`,
      );
    await expect(parseYaml(lines.join("\n"))).rejects.toThrow(/alias/i);
  });

  it("says in which line the mistake is, and quotes nothing of the text", async () => {
    await expect(parseYaml("key: sk-secret\nkey: [sk-secret\n")).rejects.toThrow(
      /^not valid YAML at line \d+ \([a-z ]+\)$/,
    );
    await expect(parseYaml("a: 1\na: 2")).rejects.toThrow("not valid YAML at line 2 (duplicate key)");
    expect(await parseYaml("a: 1\na: 2", { uniqueKeys: false })).toEqual({ a: 2 });
  });

  it("does not let a key change the prototype", async () => {
    const value = (await parseYaml("__proto__: {polluted: true}")) as Record<string, unknown>;
    expect(value.polluted).toBeUndefined();
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});
