import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { type StarterFindings, starterConfig } from "../../src/config/starter.ts";

const FOUND: StarterFindings = {
  schema: "./schema.json",
  models: [
    {
      name: "fast",
      description: "Quick and cheap",
      reason: "The cheapest.",
      targets: [{ target: "openai/gpt-5-nano", note: "$0.05 in" }, { target: "ollama/llama3.2:3b" }],
      aliases: ["cheap"],
    },
    {
      name: "smart",
      description: "Hard questions: all of them",
      reason: "The dearest.",
      targets: [{ target: "openai/gpt-5.5" }],
      missing: "OPENAI_API_KEY is not set yet",
    },
  ],
  backends: [{ name: "openai", reason: "OPENAI_API_KEY is set.", keyVariable: "OPENAI_API_KEY" }],
};

describe("the starter", () => {
  it("is YAML that says what was found, in the form of the config", () => {
    expect(parse(starterConfig(FOUND))).toEqual({
      version: 1,
      models: {
        fast: {
          backend: ["openai/gpt-5-nano", "ollama/llama3.2:3b"],
          description: "Quick and cheap",
          aliases: ["cheap"],
        },
        smart: { backend: "openai/gpt-5.5", description: "Hard questions: all of them", enabled: false },
      },
      backends: { openai: { provider: "openai", api_key: `\${OPENAI_API_KEY}` } },
    });
  });

  it("is a config also where nothing was found", () => {
    expect(parse(starterConfig({ schema: "x", models: [], backends: [] }))).toEqual({
      version: 1,
      models: {},
      backends: {},
    });
  });

  it("names the schema on its first line, where editors look for it", () => {
    expect(starterConfig(FOUND).split("\n")[0]).toBe("# yaml-language-server: $schema=./schema.json");
  });

  it("says why each part is there, and what is missing where something is", () => {
    const text = starterConfig(FOUND);
    expect(text).toContain("  # The cheapest.\n  fast:\n");
    expect(text).toContain("      - openai/gpt-5-nano # $0.05 in\n");
    expect(text).toContain("enabled: false # take this line away: OPENAI_API_KEY is not set yet\n");
    expect(text).toContain("  # OPENAI_API_KEY is set.\n  openai:\n");
  });

  it("takes its own advice: every commented part is YAML when the comment sign is taken away", () => {
    const examples = starterConfig(FOUND)
      .split("\n")
      .filter((line) => /^ *# +(?:"?[\w*-]+"?):(?: |$)/.test(line))
      .map((line) => line.replace(/^ *# +/, ""));
    expect(examples.length).toBeGreaterThan(10);
    for (const example of examples) expect(() => parse(example)).not.toThrow();
  });

  it("holds any name and text as they are, and expands nothing in them", () => {
    const binary = fc.string({ unit: "binary", minLength: 1, maxLength: 40 });
    const text = fc.oneof(
      binary,
      fc.constantFrom("a: b", "# no", "true", "- x", "*a", "a\nb: c", `\${OPENAI_API_KEY}`, `$\${A}`),
    );
    fc.assert(
      fc.property(text, text, text, (target, description, reason) => {
        const model = { name: "one", description, reason, targets: [{ target, note: reason }], missing: reason };
        const { models } = parse(starterConfig({ ...FOUND, models: [model] }));
        const plain = (value: string) => value.replaceAll("${", () => "$${");
        expect(models).toEqual({ one: { backend: plain(target), description: plain(description), enabled: false } });
      }),
    );
  });
});
