import { describe, expect, it } from "vitest";
import { configData } from "../../src/config/config-data.ts";
import { diffConfigs } from "../../src/config/diff.ts";
import { parseConfig } from "../../src/config/load.ts";
import { resolve } from "../../src/config/resolve.ts";
import { EMPTY_CATALOGUE } from "../../src/config.ts";
import { problemsOf } from "./support/checking.ts";

const withQuality = (line: string) => `
models: { a: openai/x }
backends:
  openai:
    api_key: k
    models:
      x:
        ${line}
`;

describe("the user's own score of a model", () => {
  it("stands beside what was measured, in the registry's words", async () => {
    const mmlu = { score: 70, source: "somebody" };
    const facts = () => ({ benchmarks: { mmlu, own: { score: 1 } } });
    const config = await parseConfig(withQuality("quality: 87.5"), { env: {} });
    const [target] = resolve(config, "a", { catalogue: { ...EMPTY_CATALOGUE, facts } }).targets;
    expect(target?.facts.benchmarks).toEqual({ mmlu, own: { score: 87.5, source: "config" } });
  });

  it("is shown, 0 too, and a change of it is told", async () => {
    const zero = await parseConfig(withQuality("quality: 0"), { env: {} });
    expect(configData(zero)).toMatchObject({ backends: { openai: { models: { x: { quality: 0 } } } } });
    const more = await parseConfig(withQuality("quality: 60"), { env: {} });
    expect(diffConfigs(zero, more).changes).toMatchObject([
      { kind: "quality_changed", subject: expect.stringContaining("openai/x"), before: 0, after: 60 },
    ]);
    expect(diffConfigs(more, more).changes).toEqual([]);
  });

  it.each(["quality: 101", "quality: -1", "quality: high"])("%s is refused with its line", async (line) => {
    const [problem] = await problemsOf(withQuality(line));
    expect(problem).toMatchObject({
      severity: "error",
      at: expect.objectContaining({ line: 8 }),
      message: expect.stringContaining("from 0 to 100"),
    });
  });
});
