// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the variables of a config look like that
import { execFileSync } from "node:child_process";
import { chmod, mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { formatProblem } from "../../src/config/problem.ts";
import type { RawConfig } from "../../src/config/raw-config.ts";
import { readConfigFile, readConfigText } from "../../src/config/read-config.ts";
import { tempFolder } from "../support/temp-folder.ts";

type Files = Readonly<Record<string, string | Uint8Array>>;

/** A folder with such files. */
async function folderOf(files: Files): Promise<string> {
  const folder = await tempFolder();
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

/** What `main.yaml` of such files is read as. */
async function read(files: Files): Promise<RawConfig> {
  return readConfigFile("main.yaml", { cwd: await folderOf(files) });
}

async function problemsOf(files: Files): Promise<string[]> {
  return (await read(files)).problems.map(formatProblem);
}

function placeOf(raw: RawConfig, path: (string | number)[], part?: "key" | "value"): string {
  const { file, line, column } = raw.locate(path, part) ?? {};
  return `${file}:${line}:${column}`;
}

describe("one file", () => {
  it("is read with its places, under the name it was given", async () => {
    const cwd = await folderOf({ "conf/m.yaml": "models:\n  a: 'b/c'\n" });
    const raw = await readConfigFile("./conf/m.yaml", { cwd });
    expect(raw).toMatchObject({ value: { models: { a: "b/c" } }, files: ["conf/m.yaml"], problems: [] });
    expect(placeOf(raw, ["models", "a"])).toBe("conf/m.yaml:2:6");
    expect(raw.isPlain(["models", "a"])).toBe(false);
  });

  it("is named relative to the working folder when it is inside it, and as given elsewhere", async () => {
    const cwd = await folderOf({ "conf/m.yaml": "a: 1", "work/x": "" });
    const inside = await readConfigFile(join(cwd, "conf/m.yaml"), { cwd });
    expect(inside.files).toEqual(["conf/m.yaml"]);
    const outside = await readConfigFile(join(cwd, "conf/m.yaml"), { cwd: join(cwd, "work") });
    expect(outside.files).toEqual([join(cwd, "conf/m.yaml")]);
    const beside = await readConfigFile("../conf/m.yaml", { cwd: join(cwd, "work") });
    expect(beside.files).toEqual(["../conf/m.yaml"]);
  });

  it("that holds nothing is an error that says what writes one", async () => {
    expect(await problemsOf({ "main.yaml": "# later\n" })).toEqual([
      "main.yaml:1:1: holds nothing; `modelmall config init` writes a config to begin with",
    ]);
  });

  it.each(["- a\n- b\n", "text\n", "42\n"])("that is no map is an error: %j", async (text) => {
    const raw = await read({ "main.yaml": text });
    expect(raw.value).toBeUndefined();
    expect(raw.problems.map(({ code }) => code)).toEqual(["not_a_map"]);
  });

  it("that is missing, a folder, or too large is told without being read", async () => {
    const cwd = await folderOf({ "large.yaml": `a: ${"x".repeat(1024 * 1024)}` });
    const messages = ["none.yaml", "large.yaml/none.yaml", ".", "large.yaml"].map(async (path) => {
      const { problems, value } = await readConfigFile(path, { cwd });
      expect(value).toBeUndefined();
      return problems.map(formatProblem).join();
    });
    expect(await Promise.all(messages)).toEqual([
      "none.yaml does not exist; check the path, or let `modelmall config init` write one",
      "large.yaml/none.yaml does not exist; check the path, or let `modelmall config init` write one",
      ". is a folder; name a file",
      "large.yaml is larger than 1 MiB and was not read; split it, and name the parts in include",
    ]);
  });

  it.skipIf(process.platform === "win32")("that is a pipe is not waited for", async () => {
    const cwd = await tempFolder();
    execFileSync("mkfifo", [join(cwd, "pipe")]);
    const { problems } = await readConfigFile("pipe", { cwd });
    expect(problems.map(formatProblem)).toEqual(["pipe is not a regular file; name a file"]);
  });

  it.skipIf(process.platform === "win32" || process.getuid?.() === 0)("that may not be read says so", async () => {
    const cwd = await folderOf({ "m.yaml": "a: 1" });
    await chmod(join(cwd, "m.yaml"), 0);
    const { problems } = await readConfigFile("m.yaml", { cwd });
    expect(problems[0]?.message).toContain("m.yaml may not be read by this user");
  });

  it.each([
    [
      "another encoding",
      Buffer.from("a: 1\nb: caf\xe9\n", "latin1"),
      "main.yaml is not UTF-8 (line 2); save it as UTF-8",
    ],
    ["one byte", Buffer.from([0xff]), "main.yaml is not UTF-8 (line 1); save it as UTF-8"],
    [
      "a sign that is cut off",
      Buffer.from("é: 1\n\né").subarray(0, -1),
      "main.yaml is not UTF-8 (line 3); save it as UTF-8",
    ],
    ["UTF-16", Buffer.from("\uFEFFa: é", "utf16le"), "main.yaml is UTF-16; save it as UTF-8"],
  ])("in %s says where it stops being UTF-8", async (_what, bytes, message) => {
    expect(await problemsOf({ "main.yaml": bytes })).toEqual([message]);
  });
});

describe("a text", () => {
  it("stands in no file unless it is given one", async () => {
    const raw = await readConfigText("a: 1\nb: 2\n");
    expect(raw).toMatchObject({ value: { a: 1, b: 2 }, files: [] });
    expect(placeOf(raw, ["b"], "key")).toBe("config:2:1");
    expect((await readConfigText("a: 1", "draft.yaml")).files).toEqual(["draft.yaml"]);
  });

  it("includes files beside the one it will stand in, saved or not", async () => {
    const cwd = await folderOf({ "conf/more.yaml": "models: {b: x/y}", "more.yaml": "models: {c: x/y}" });
    const text = "include: more.yaml\nmodels: {a: x/y}";
    const saved = await readConfigText(text, "conf/draft.yaml", { cwd });
    expect(saved).toMatchObject({ value: { models: { a: "x/y", b: "x/y" } }, problems: [] });
    expect(saved.files).toEqual(["conf/draft.yaml", "conf/more.yaml"]);
    const unsaved = await readConfigText(text, undefined, { cwd });
    expect(unsaved).toMatchObject({ value: { models: { a: "x/y", c: "x/y" } }, files: ["more.yaml"] });
  });
});

describe("included files", () => {
  it("add names to sections, and their places name them", async () => {
    const raw = await read({
      "main.yaml": "include: [parts/a.yaml, parts/b.yaml]\nmodels:\n  m: x/1\n",
      "parts/a.yaml": "models:\n  a: x/2\nbackends:\n  one: {provider: openai}\n",
      "parts/b.yaml": "backends:\n  two:\n    provider: 'openai'\ngroups: {g: [a]}\n",
    });
    expect(raw.problems).toEqual([]);
    expect(raw.value).toEqual({
      models: { m: "x/1", a: "x/2" },
      backends: { one: { provider: "openai" }, two: { provider: "openai" } },
      groups: { g: ["a"] },
    });
    expect(raw.files).toEqual(["main.yaml", "parts/a.yaml", "parts/b.yaml"]);
    expect(placeOf(raw, ["models", "m"])).toBe("main.yaml:3:6");
    expect(placeOf(raw, ["models", "a"], "key")).toBe("parts/a.yaml:2:3");
    expect(placeOf(raw, ["backends", "two", "provider"])).toBe("parts/b.yaml:3:15");
    expect(placeOf(raw, ["groups"], "key")).toBe("parts/b.yaml:4:1");
    expect(placeOf(raw, ["strategies"])).toBe("main.yaml:1:1");
    expect(raw.isPlain(["backends", "one", "provider"])).toBe(true);
    expect(raw.isPlain(["backends", "two", "provider"])).toBe(false);
  });

  it("may include others, relative to themselves, and be included twice", async () => {
    const raw = await read({
      "main.yaml": "include: [a/a.yaml, shared.yaml]\n",
      "a/a.yaml": "include: ../shared.yaml\nmodels: {a: x/1}\n",
      "shared.yaml": "models: {s: x/2}\n",
    });
    expect(raw).toMatchObject({ value: { models: { a: "x/1", s: "x/2" } }, problems: [] });
    expect(raw.files).toEqual(["main.yaml", "a/a.yaml", "shared.yaml"]);
  });

  it("may not define a name again", async () => {
    const files = { "main.yaml": "include: a.yaml\nmodels:\n  m: x/1\n", "a.yaml": "models: {n: x/2,\n m: x/1}\n" };
    expect(await problemsOf(files)).toEqual([
      "a.yaml:2:2 models.m: is defined at main.yaml:3:3 too; a name may stand in one file only",
    ]);
    expect((await read(files)).value).toEqual({ models: { m: "x/1", n: "x/2" } });
  });

  it("give way to what includes them, and of two the first counts and that is told", async () => {
    const raw = await read({
      "main.yaml": "include: [a.yaml, b.yaml]\nmodel_defaults: {temperature: 1}\nfallback_providers: [x]\n",
      "a.yaml": "model_defaults: {temperature: 2, top_p: 1}\nfallback_providers: [y]\nx-a: 1\n",
      "b.yaml": "model_defaults: {top_p: 0.5, seed: 1}\nx-a: 2\n",
    });
    expect(raw.value).toEqual({
      model_defaults: { temperature: 1, top_p: 1, seed: 1 },
      fallback_providers: ["x"],
      "x-a": 1,
    });
    expect(placeOf(raw, ["model_defaults", "seed"])).toBe("b.yaml:1:36");
    expect(raw.problems.map((problem) => [problem.severity, formatProblem(problem)])).toEqual([
      ["warning", "b.yaml:1:18 model_defaults.top_p: is ignored: a.yaml:1:34 says otherwise, and counts"],
    ]);
  });

  it("are not misread by another unit or version in silence", async () => {
    const files = {
      "main.yaml": "include: a.yaml\npricing_unit: per_token\n",
      "a.yaml": "pricing_unit: per_1m_tokens\n",
    };
    expect(await problemsOf(files)).toEqual([
      "a.yaml:1:1 pricing_unit: is ignored: main.yaml:2:1 says otherwise, and counts",
    ]);
  });

  it("join their lists of the old form, each item in its place", async () => {
    const raw = await read({
      "main.yaml": "include: a.yaml\nmodels:\n  - one\n",
      "a.yaml": "models:\n  - two\n  - name: 'three'\n",
    });
    expect(raw).toMatchObject({ value: { models: ["one", "two", { name: "three" }] }, problems: [] });
    expect(placeOf(raw, ["models", 0])).toBe("main.yaml:3:5");
    expect(placeOf(raw, ["models", 1])).toBe("a.yaml:2:5");
    expect(placeOf(raw, ["models", 2, "name"])).toBe("a.yaml:3:11");
    expect(raw.isPlain(["models", 1])).toBe(true);
    expect(raw.isPlain(["models", 2, "name"])).toBe(false);
  });

  it("are told which to change where one has a list and another a map", async () => {
    const files = { "main.yaml": "include: a.yaml\nmodels: {m: x/1}\n", "a.yaml": "models: [two]\n" };
    expect(await problemsOf(files)).toEqual([
      "a.yaml:1:1 models: is a list here and a map at main.yaml:2:1; write this one as the other is written",
    ]);
  });

  it("fill a section that the including file leaves empty", async () => {
    const files = { "main.yaml": "include: a.yaml\nmodels:\n", "a.yaml": "models: {a: x/1}\nbackends:\n" };
    expect((await read(files)).value).toEqual({ models: { a: "x/1" }, backends: null });
  });

  it("may not include each other in a circle, which is shown, also through links", async () => {
    const files = {
      "main.yaml": "include: a.yaml\n",
      "a.yaml": "include: b.yaml\n",
      "b.yaml": "models: {}\ninclude: [a.yaml]\n",
    };
    expect(await problemsOf(files)).toEqual([
      "b.yaml:2:11 include[0]: the files include each other in a circle: a.yaml → b.yaml → a.yaml; take one out",
    ]);
    const cwd = await folderOf({ "main.yaml": "include: link.yaml\n" });
    await symlink("main.yaml", join(cwd, "link.yaml"));
    const { problems } = await readConfigFile("main.yaml", { cwd });
    expect(problems[0]?.message).toContain("main.yaml → main.yaml");
  });

  it("must be local files that are there", async () => {
    const include = ["https://example.com/a.yaml", "~/a.yaml", "${DIR}/a.yaml", "none.yaml", "''", "{a: 1}"];
    const text = `include:\n${include.map((item) => `  - ${item}\n`).join("")}`;
    expect(await problemsOf({ "main.yaml": text })).toEqual([
      "main.yaml:2:5 include[0]: is an address; only local files can be included: download it, and name the file",
      "main.yaml:3:5 include[1]: ~ is not expanded; write a path from the root, or one relative to this file",
      "main.yaml:4:5 include[2]: variables are not expanded in include; write the path out",
      "main.yaml:5:5 include[3]: none.yaml does not exist; the path is relative to the file that includes it",
      "main.yaml:6:5 include[4]: must be the path of a file, or a list of them",
      "main.yaml:7:5 include[5]: must be the path of a file, or a list of them",
    ]);
  });

  it("have their own mistakes told in their own name, beside those of the others", async () => {
    const files = {
      "main.yaml": "include: [a.yaml, b.yaml]\nmodels: {m: x/1, m: x/2}\n",
      "a.yaml": "models: [\n",
      "b.yaml": "models: {b: x/3}\n__proto__: 1\n",
    };
    const raw = await read(files);
    expect(raw.problems.map(({ code, at }) => `${code} ${at?.file}`).sort()).toEqual([
      "duplicate_key main.yaml",
      "invalid_yaml a.yaml",
      "refused_key b.yaml",
    ]);
    expect(raw.value).toEqual({ models: { m: "x/1", b: "x/3" } });
  });

  it("are at most 32 files, and at most 8 deep", async () => {
    const chain = Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`${n}.yaml`, `include: ${n + 1}.yaml\n`]));
    expect((await problemsOf({ ...chain, "main.yaml": "include: 0.yaml\n" })).join()).toMatch(
      /^7\.yaml:1:10 include: files include each other more than 8 deep/,
    );
    const many = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`${n}.yaml`, `models: {m${n}: x/1}\n`]));
    const raw = await read({ ...many, "main.yaml": `include: [${Object.keys(many).join(", ")}]\n` });
    expect(raw.files).toHaveLength(32);
    expect(new Set(raw.problems.map(({ code }) => code))).toEqual(new Set(["too_many_files"]));
  });
});
