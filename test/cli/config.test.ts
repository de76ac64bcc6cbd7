import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { aCommandLine, SOME_MODELS } from "./support/command-line.ts";

const KEY = "sk-canary-0123456789abcdef";
const GOOD = "models:\n  fast: openai/gpt-4o-mini\nbackends:\n  openai:\n    api_key: $" + "{OPENAI_API_KEY}\n";

/** A command line with a config of its own in its home. */
async function aHome(text?: string) {
  const line = await aCommandLine();
  await line.fill(SOME_MODELS);
  const file = join(line.folder, ".config", "modelmall", "config.yaml");
  const write = async (path: string, content: string) => {
    await mkdir(join(path, ".."), { recursive: true });
    await writeFile(path, content);
    return path;
  };
  if (text !== undefined) await write(file, text);
  return {
    ...line,
    file,
    write: (name: string, content: string) => write(join(line.folder, name), content),
    run: (args: readonly string[], env: Record<string, string> = { OPENAI_API_KEY: KEY }, columns?: number) =>
      line.modelmall(args, { env: { NO_COLOR: "1", ...env }, ...(columns !== undefined && { columns }) }),
  };
}

describe("config check", () => {
  it("says that nothing is wrong, and of how much", async () => {
    const { run, file } = await aHome(GOOD);
    expect(await run(["config", "check"])).toEqual({
      code: 0,
      out: `nothing is wrong in ${file}: 1 model, 1 backend\n`,
      err: "",
    });
  });

  it("says everything at once with its place, errors first, and ends with 1", async () => {
    const { run, write } = await aHome();
    const draft = await write(
      "draft.yaml",
      "models:\n  creative-writer:\n    backend: openai/gpt-4o\n    temprature: 0.9\n  old: [openai/gpt-4o]\nbackend: {}\nproviders: { openai: {} }\n",
    );
    const { code, out } = await run(["config", "check", draft]);
    expect(code).toBe(1);
    const lines = out.trimEnd().split("\n");
    expect(lines[0]).toBe(
      `error: ${draft}:4:5 models.creative-writer.temprature: unknown key; did you mean parameters.temperature?`,
    );
    const severities = lines.slice(0, -1).map((line) => line.split(":")[0]);
    expect(severities).toEqual(
      severities.toSorted((a, b) => "error warning note".indexOf(a ?? "") - "error warning note".indexOf(b ?? "")),
    );
    expect(severities.filter((severity) => severity === "error").length).toBeGreaterThan(1);
    expect(lines.at(-1)).toMatch(/^\d errors, .*1 note in .*draft\.yaml$/);
  });

  it("fails on warnings only when it is strict", async () => {
    const { run } = await aHome(`${GOOD}  spare: { provider: groq, api_key: "$\{GROQ_API_KEY}" }\n`);
    const { code, out } = await run(["config", "check"]);
    expect({ code, warned: out.includes("warning: ") }).toEqual({ code: 0, warned: true });
    expect((await run(["config", "check", "--strict"])).code).toBe(1);
  });

  it("gives it all as JSON", async () => {
    const { run, file } = await aHome(GOOD);
    const { code, out } = await run(["config", "check", "--json"], {});
    expect(code).toBe(1);
    const { isValid, files, counts, problems } = JSON.parse(out);
    expect({ isValid, files, counts }).toEqual({
      isValid: false,
      files: [file],
      counts: { error: 1, warning: 0, note: 0 },
    });
    expect(problems[0]).toMatchObject({
      severity: "error",
      code: "unset_variable",
      path: "backends.openai.api_key",
      at: { file, line: 5 },
    });
  });

  it("says where it looked when there is none, and when one that is named is not there", async () => {
    const { run, folder } = await aHome();
    const none = await run(["config", "check"]);
    expect(none.code).toBe(1);
    expect(none.out).toContain(join(folder, ".config", "modelmall", "config.yaml"));
    expect(none.out).toContain("modelmall config init");
    expect((await run(["config", "check", join(folder, "nope.yaml")])).out).toContain("there is no file");
    expect((await run(["config", "check"], { MODELMALL_CONFIG: "/nope.yaml" })).out).toContain("MODELMALL_CONFIG");
  });

  it("reads the file of --config too", async () => {
    const { run, write } = await aHome();
    const draft = await write("draft.yaml", GOOD);
    expect((await run(["--config", draft, "config", "check"])).out).toContain(`nothing is wrong in ${draft}`);
    const { code, err } = await run(["config", "check", "--no-config"]);
    expect({ code, err }).toEqual({ code: 2, err: "error: --no-config leaves nothing to look at; name a file\n" });
  });

  it("goes on without a registry that is broken, and says so", async () => {
    const { run, folder } = await aHome(GOOD);
    const { code, out, err } = await run(["--registry", folder, "config", "check"]);
    expect({ code, isFine: out.startsWith("nothing is wrong") }).toEqual({ code: 0, isFine: true });
    expect(err).toMatch(/^note: only what the package knows of models is used: /);
  });
});

describe("config show", () => {
  it("prints the config as it counts, in the new form, without its keys", async () => {
    const { run, write } = await aHome();
    await write("backends.yaml", `backends: { openai: { api_key: ${KEY} } }`);
    const main = await write("main.yaml", "include: backends.yaml\nmodels: [gpt-4, ollama/llama3.2:3b]\n");
    const { code, out, err } = await run(["config", "show", main]);
    expect(code).toBe(0);
    expect(out + err).not.toContain("canary");
    expect(parse(out)).toMatchObject({
      models: { "gpt-4": { backend: "openai/gpt-4" } },
      backends: { openai: { provider: "openai", api_key: "[redacted]" }, ollama: { provider: "ollama" } },
    });
    expect(out).toMatch(/# stands in no file: .*\n {2}ollama:\n/);
    expect(JSON.parse((await run(["config", "show", main, "--json"])).out)).toEqual(parse(out));
  });

  it("writes what several parts share out in each of them", async () => {
    const { run } = await aHome(
      "x-all: &all { seed: 1 }\nmodels:\n  a: { backend: ollama/x, parameters: *all }\n  b: { backend: ollama/x, parameters: *all }\n",
    );
    expect((await run(["config", "show"])).out.match(/seed: 1/g)).toHaveLength(2);
  });

  it("shows it also where keys are not set, which is told beside it", async () => {
    const { run, file } = await aHome(GOOD);
    const { code, out, err } = await run(["config", "show"], {});
    expect(code).toBe(0);
    expect(parse(out).models).toEqual({ fast: { backend: "openai/gpt-4o-mini" } });
    expect(err).toMatch(new RegExp(`^error: ${file}:5:\\d+ backends.openai.api_key: OPENAI_API_KEY is not set`));
  });

  it("prints nothing that would steer a terminal", async () => {
    const { run } = await aHome('models:\n  a: { backend: ollama/x, description: "a\\e[31mred\\u202eb" }\n');
    const { out } = await run(["config", "show"]);
    expect(out).toContain("red");
    expect(out).not.toMatch(/[^\n\P{C}]/u);
  });

  it("ends with 1 where nothing can be made of it", async () => {
    const { run } = await aHome("models: {");
    const { code, out, err } = await run(["config", "show"]);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toMatch(/^error: .*config\.yaml:1:\d+/);
  });
});

describe("config diff", () => {
  it("says in words what changes for callers, and whether anything does by the exit code if asked", async () => {
    const { run, write } = await aHome(GOOD);
    const before = await write("before.yaml", GOOD);
    const after = await write("after.yaml", GOOD.replace("gpt-4o-mini", "gpt-4o # the large one"));
    const same = await write("same.yaml", `# only a comment\n${GOOD}`);
    const { code, out } = await run(["config", "diff", before, after]);
    expect(code).toBe(0);
    expect(out).toContain("openai/gpt-4o ");
    expect(out).toContain("price");
    expect((await run(["config", "diff", before, after, "--exit-code"])).code).toBe(1);
    expect(await run(["config", "diff", before, same, "--exit-code"])).toEqual({
      code: 0,
      out: "",
      err: "nothing changes for callers\n",
    });
    const { changes } = JSON.parse((await run(["config", "diff", before, after, "--json"])).out);
    expect(changes[0]).toMatchObject({ kind: expect.any(String), subject: "fast", text: expect.any(String) });
  });
});

describe("config schema", () => {
  it("prints the JSON Schema, or writes it", async () => {
    const { run, folder } = await aHome();
    const { out } = await run(["config", "schema"]);
    expect(JSON.parse(out)).toMatchObject({ title: "modelmall configuration", type: "object" });
    const file = join(folder, "schema.json");
    expect((await run(["config", "schema", "--output", file])).out).toBe(`wrote ${file}\n`);
    expect(JSON.parse(await readFile(file, "utf8"))).toEqual(JSON.parse(out));
    const failed = await run(["config", "schema", "--output", join(folder, "no", "schema.json")]);
    expect(failed.code).toBe(1);
    expect(failed.err).toMatch(/^error: .* cannot be written: ENOENT/);
  });
});

describe("config path", () => {
  it("prints which config counts", async () => {
    const { run, file } = await aHome(GOOD);
    expect(await run(["config", "path"])).toEqual({ code: 0, out: `${file}\n`, err: "" });
    expect(JSON.parse((await run(["config", "path", "--json"])).out)).toEqual({ path: file });
  });

  it("ends with 1 and says where it looked when there is none", async () => {
    const { run } = await aHome();
    const { code, out, err } = await run(["config", "path"]);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toMatch(/^error: found no config at .*config\.yaml/);
  });
});
