import { describe, expect, it } from "vitest";
import { readYamlTokens } from "../../src/util/yaml-tokens.ts";

function typesOf(text: string): string[] {
  return readYamlTokens(text, { deepest: 10 }).tokens.map(({ type }) => type);
}

describe("readYamlTokens", () => {
  it("gives the tokens of a text", () => {
    expect(typesOf("# c\n%YAML 1.2\n---\na: 1\n")).toEqual(["comment", "newline", "directive", "newline", "document"]);
    expect(readYamlTokens("a: [b]", { deepest: 10 }).tooDeepAt).toBeUndefined();
  });

  it.each([
    ["brackets", "a: [[[]]]", 4],
    ["braces", "{a: {b: }}", 2],
    ["lists on one line", "- - - x", 3],
    ["lines", "a:\n b:\n  - c:\n", 4],
    ["keys", "? [[]]", 3],
  ])("counts the levels of %s exactly", (_what, text, levels) => {
    expect(readYamlTokens(text, { deepest: levels }).tooDeepAt).toBeUndefined();
    expect(readYamlTokens(text, { deepest: levels - 1 }).tooDeepAt).toBeTypeOf("number");
  });

  it("stops where a text holds more than allowed", () => {
    expect(readYamlTokens("a: 1\nb: 2\n", { deepest: 10, most: 100 }).tooLongAt).toBeUndefined();
    expect(readYamlTokens("a: 1\n".repeat(100), { deepest: 10, most: 100 }).tooLongAt).toBeLessThan(100);
  });

  it("does not take brackets and dashes in text for levels", () => {
    for (const text of ["'[[[['", '"{{{{"', "a: |\n  [[[[\n  - - - -\n", "# [[[[\n", "a-[[[b", "a: b # - - -"])
      expect(readYamlTokens(text, { deepest: 2 }).tooDeepAt).toBeUndefined();
  });

  it("stops after a second document and after a hundred errors", () => {
    expect(typesOf("--- 1\n".repeat(100_000)).length).toBeLessThan(5);
    expect(typesOf("]\n".repeat(100_000)).length).toBeLessThan(300);
  });
});
