import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ConfigError } from "../../src/config/config-error.ts";
import { migrate } from "../../src/config/migrate.ts";

describe("migrate", () => {
  it.each([
    ["apiVersion: v1\nkind: Gateway\n", /Kubernetes/],
    ["helicone: {features: all}\n", /Helicone/],
    ["server: {port: 1}\nproviders: {openai: {}}\n", /GoModel/],
    ["host: x\nproviders: {openai: {}}\n", /Otari/],
    ['[models.a]\nrouting = ["x"]\n', /TOML/],
    ["some: thing\n", /not recognised.*litellm, portkey, llm, models-list, modelmall/],
    ["", /not recognised/],
    ["model_list: []\nstrategy: {mode: single}\n", /any of litellm, portkey/],
  ])("refuses a file of another kind with what it looks like: %j", async (text, reason) => {
    await expect(migrate(text, { file: "theirs.yaml" })).rejects.toThrow(ConfigError);
    await expect(migrate(text, { file: "theirs.yaml" })).rejects.toThrow(reason);
  });

  it("refuses a format it does not know, with those it does", async () => {
    await expect(migrate("a: 1", { from: "nginx" as "llm" })).rejects.toThrow(/expected one of litellm.*got "nginx"/);
  });

  it.each([
    ["model_list: [", /theirs.yaml:1:\d+/],
    [`model_list: ${"[".repeat(40_000)}`, /nested deeper than 64 levels/],
    [`model_list: ["${"x".repeat(1024 * 1024)}"]`, /larger than 1 MiB/],
    ['model_list: []\n"__proto__": {a: 1}\n', /theirs.yaml:2:1.*__proto__ is not accepted/],
    [bomb(), /more than 100,000 values/],
    ["model_list: &a [*a]\n", /stands within what it means|no anchor|reference/],
  ])("refuses a hostile text with its place", async (text, reason) => {
    await expect(migrate(text, { file: "theirs.yaml" })).rejects.toThrow(ConfigError);
    await expect(migrate(text, { file: "theirs.yaml" })).rejects.toThrow(reason);
  });

  it("lists the other documents of a file, and the settings beside an empty list of models", async () => {
    const { yaml, carried, unsupported } = await migrate("general_settings: {a: 1}\nmodel_list: []\n---\nb: 2\n");
    expect({ yaml, carried }).toEqual({ yaml: "", carried: 0 });
    expect(unsupported.map(({ path }) => path)).toEqual(["", "general_settings.a", "model_list"]);
  });

  it("answers any data of any format with a result or a ConfigError", async () => {
    const keys = fc.constantFrom(
      "model_list",
      "litellm_params",
      "model",
      "model_name",
      "router_settings",
      "fallbacks",
      "strategy",
      "targets",
      "provider",
      "weight",
      "model_id",
      "data",
      "id",
      "models",
      "backend",
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: "small" },
        fc.string(),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie("tree"), { maxLength: 3 }),
        fc.dictionary(keys, tie("tree"), { maxKeys: 4 }),
      ),
    }));
    const formats = fc.constantFrom("litellm", "portkey", "llm", "models-list", "modelmall" as const);
    await fc.assert(
      fc.asyncProperty(tree, formats, async (value, from) => {
        try {
          await migrate(JSON.stringify(value), { from: from as "llm" });
        } catch (error) {
          if (!(error instanceof ConfigError)) throw error;
        }
      }),
      { numRuns: 300 },
    );
  });
});

function bomb(): string {
  const levels = Array.from(
    { length: 9 },
    (_, level) => `a${level + 1}: &a${level + 1} [${Array(9).fill(`*a${level}`).join(", ")}]`,
  );
  return ["a0: &a0 x", ...levels, "model_list: *a9", ""].join("\n");
}
