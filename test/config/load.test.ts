import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ConfigError } from "../../src/config/config-error.ts";
import { checkConfig, loadConfig, parseConfig } from "../../src/config/load.ts";
import { formatProblem } from "../../src/config/problem.ts";

let cwd: string;
const env = { OPENAI_API_KEY: "sk-secret-of-openai" };

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), "modelmall-load-"));
});

afterEach(() => rm(cwd, { recursive: true, force: true }));

function reference(name: string): string {
  return `\${${name}}`;
}

describe("loading", () => {
  it("gives a frozen config with its warnings and notes", async () => {
    await writeFile(
      join(cwd, "modelmall.yaml"),
      `models: [gpt-4]\nproviders:\n  openai: { api_key: "${reference("OPENAI_API_KEY")}" }\n`,
    );
    const config = await loadConfig(undefined, { env, cwd });
    expect(config.models.get("gpt-4")?.targets.map(({ target }) => target)).toEqual(["openai/gpt-4"]);
    expect(config.backends.get("openai")?.apiKeys[0]?.reveal()).toBe("sk-secret-of-openai");
    expect(config.problems.length).toBeGreaterThan(0);
    expect(config.problems.every(({ severity, at }) => severity === "note" && at?.file === "modelmall.yaml")).toBe(
      true,
    );
    expect(Object.isFrozen(config) && Object.isFrozen(config.problems)).toBe(true);
    expect(inspect(config, { depth: 20 }) + JSON.stringify(config)).not.toContain("sk-secret");
  });

  it("says where an unknown key stands and which was meant", async () => {
    const text = `${"# a comment\n".repeat(11)}models:
  creative-writer:
    temprature: 0.9
    backend: openai/gpt-4
`;
    const { problems } = await checkConfig({ text, file: "modelmall.yaml" }, { env, cwd });
    expect(problems.map(formatProblem)).toEqual([
      "modelmall.yaml:14:5 models.creative-writer.temprature: unknown key; did you mean parameters.temperature?",
    ]);
  });

  it("tells everything at once, in the order of the file, also what only a sound config shows", async () => {
    const text = `models:
  a:
    backend: openai/gpt-4
    parameters: { temperature: hot }
  b: opnai/gpt-4
  c:
    backend: openai/gpt-4o
    fallback: [nobody]
    colour: red
  d: { backend: openai/gpt-4, aliases: [b] }
backends:
  openai:
    api_key: ${reference("OPENAI_KEY")}
`;
    const { problems, config } = await checkConfig({ text }, { env, cwd });
    expect(problems.map(({ code, path }) => `${code} ${path}`)).toEqual([
      "invalid_value models.a.parameters.temperature",
      "unknown_backend models.b",
      "unknown_fallback models.c.fallback[0]",
      "unknown_key models.c.colour",
      "alias_taken models.d.aliases[0]",
      "unset_variable backends.openai.api_key",
    ]);
    expect(config).toBeUndefined();
  });

  it("does not complain of names of entries that could not be read", async () => {
    const text = "models:\n  a: 5\n  b: { backend: x/y, fallback: [a] }\nbackends: { x: 7 }\n";
    const { problems } = await checkConfig({ text }, { env, cwd });
    expect(problems.map(({ path }) => path)).toEqual(["models.a", "backends.x"]);
  });

  it("throws all errors together, and keeps the warnings beside them", async () => {
    const failed = await parseConfig("models:\n  a: x/y\n  b: z/y\ngroups: { g: [] }\n", { env, cwd }).catch(
      (error) => error,
    );
    expect(failed).toBeInstanceOf(ConfigError);
    expect(failed.message.split("\n")).toHaveLength(2);
    expect(failed.problems.map(({ severity }: { severity: string }) => severity)).toEqual([
      "error",
      "error",
      "warning",
    ]);
  });

  it("gives the config all the same when only a variable is unset", async () => {
    const text = `models: { gpt: openai/gpt-4 }\nbackends: { openai: { api_key: "${reference("NOT_SET")}" } }\n`;
    const { config, problems } = await checkConfig({ text }, { env, cwd });
    expect(problems.map(({ code }) => code)).toEqual(["unset_variable"]);
    expect(config?.models.has("gpt")).toBe(true);
    await expect(parseConfig(text, { env, cwd })).rejects.toThrow(/NOT_SET is not set/);
  });

  it("tells as a problem that there is no config, or none of that name", async () => {
    const nowhere = { env: { HOME: cwd }, cwd };
    expect((await checkConfig(undefined, nowhere)).problems.map(({ code }) => code)).toEqual(["config_not_found"]);
    expect((await checkConfig("x.yaml", nowhere)).problems.map(({ code }) => code)).toEqual(["config_not_found"]);
    await expect(loadConfig(undefined, nowhere)).rejects.toThrow(/modelmall config init/);
  });

  it("names the files that a change of matters, secrets and missing ones included", async () => {
    await writeFile(join(cwd, "key"), "sk-1\n");
    const text = "include: more.yaml\nmodels: { gpt: openai/gpt-4 }\nbackends: { openai: { api_key: file:key } }\n";
    await writeFile(join(cwd, "main.yaml"), text);
    const { files, problems } = await checkConfig("main.yaml", { env, cwd });
    expect(files).toEqual(["main.yaml", "more.yaml", join(cwd, "key")]);
    expect(problems.map(({ path }) => path)).toEqual(["include"]);
  });

  it("puts the problems of each file together", async () => {
    await writeFile(join(cwd, "more.yaml"), "models: { b: nope/x }\n");
    const text = "include: more.yaml\nmodels: { a: nope/x }\n";
    await writeFile(join(cwd, "main.yaml"), text);
    const { problems } = await checkConfig("main.yaml", { env, cwd });
    expect(problems.map(({ at }) => `${at?.file}:${at?.line}`)).toEqual(["main.yaml:2", "more.yaml:1"]);
  });
});
