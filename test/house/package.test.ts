import { existsSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { filesIn } from "../../scripts/support/compile.js";
import { inProject } from "../../scripts/support/project.js";
import buildFirst from "./support/build-first.ts";
import { entries, manifest } from "./support/entries.ts";
import { PLUG_IN_FOLDERS, SHARED_PARTS } from "./support/layer-table.ts";
import { type PackReport, pack } from "./support/pack.ts";

interface LockEntry {
  dev?: boolean;
  optional?: boolean;
  hasInstallScript?: boolean;
  optionalDependencies?: Record<string, string>;
}

const lock = (
  JSON.parse(readFileSync(inProject("package-lock.json"), "utf8")) as { packages: Record<string, LockEntry> }
).packages;

describe("package.json", () => {
  test("says what Node and bundlers need to know", () => {
    expect(manifest).toMatchObject({
      name: "modelmall",
      type: "module",
      sideEffects: false,
      engines: { node: ">=20.19" },
      bin: { modelmall: "./dist/cli/main.js" },
    });
    expect(manifest.version).toMatch(/^\d+\.\d+\.\d+/);
  });

  test("names at most sixteen direct dependencies", () => {
    expect(Object.keys(manifest.dependencies).length).toBeLessThanOrEqual(16);
  });

  test("brings no package that runs a script when it is installed", () => {
    const shipped = Object.entries(lock).filter(([path, { dev }]) => path !== "" && dev !== true);
    expect(shipped.length).toBeGreaterThanOrEqual(Object.keys(manifest.dependencies).length);
    expect(shipped.filter(([, { hasInstallScript }]) => hasInstallScript === true).map(([path]) => path)).toEqual([]);
  });

  test("the lock file names the packages of every system, or npm ci fails on the others", () => {
    const missing = Object.entries(lock).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies)
        .filter(
          (name) => lock[`node_modules/${name}`] === undefined && lock[`${path}/node_modules/${name}`] === undefined,
        )
        .map(
          (name) =>
            `${path} may bring ${name}, which package-lock.json does not name: choose a version that has them all`,
        ),
    );
    expect(missing).toEqual([]);
  });

  test("every dependency is imported somewhere in src", () => {
    const text = filesIn(inProject("src"))
      .map((file) => readFileSync(inProject("src", file), "utf8"))
      .join("\n");
    const unused = Object.keys(manifest.dependencies).filter(
      (name) => !new RegExp(`["']${name}(/[^"']*)?["']`).test(text),
    );
    expect(unused.map((name) => `${name}: nothing in src imports it; take it out of package.json`)).toEqual([]);
  });
});

describe("exports", () => {
  beforeAll(buildFirst);

  test("every entry resolves to a built file with types beside it", () => {
    const missing = entries()
      .flatMap(({ file }) => [file, file.replace(/\.js$/, ".d.ts")])
      .filter((file) => !existsSync(inProject(file)));
    expect(missing).toEqual([]);
  });

  test("nothing that is built imports a source, as the compiler leaves it where it writes code anew (`using`)", () => {
    const files = filesIn(inProject("dist")).filter((file) => file.endsWith(".js"));
    const wrong = files.filter((file) => /import\("[^"]*\.ts"\)/.test(readFileSync(inProject("dist", file), "utf8")));
    expect(files.length).toBeGreaterThan(100);
    expect(wrong).toEqual([]);
  });

  test("every pattern fits at least one file", () => {
    const patterns = Object.keys(manifest.exports).filter((path) => path.includes("*"));
    const empty = patterns.filter(
      (path) => !entries().some(({ specifier }) => specifier.startsWith(`modelmall${path.slice(1, -1)}`)),
    );
    expect(empty).toEqual([]);
  });

  test("every plug-in can be imported by its path, and Node agrees where that leads", () => {
    const specifiers = new Map(entries().map(({ specifier, file }) => [specifier, file]));
    const plugIns = PLUG_IN_FOLDERS.flatMap((folder) =>
      filesIn(inProject("src", folder))
        .filter((file) => !file.includes("/"))
        .map((file) => `modelmall/${folder}/${file.replace(/\.ts$/, "")}`),
    );
    expect(plugIns.filter((specifier) => !specifiers.has(specifier))).toEqual([]);
    for (const [specifier, file] of specifiers)
      expect(import.meta.resolve(specifier)).toMatch(new RegExp(`${file.slice(1)}$`));
  });

  test("every plug-in file is a line of a table in src/builtins, or a part several share", () => {
    const tables = filesIn(inProject("src", "builtins")).map((file) =>
      readFileSync(inProject("src", "builtins", file), "utf8"),
    );
    const forgotten = ["sources", "connectors", "providers"].flatMap((folder) =>
      filesIn(inProject("src", folder))
        .filter((file) => !file.includes("/") && !SHARED_PARTS.has(`${folder}/${file.replace(/\.ts$/, "")}`))
        .map((file) => `../${folder}/${file}`)
        .filter((path) => !tables.some((text) => text.includes(`"${path}"`))),
    );
    expect(forgotten.map((path) => `${path}: add its line to src/builtins`)).toEqual([]);
  });
});

describe("the tarball", () => {
  let packed: PackReport;

  beforeAll(async () => {
    await buildFirst();
    packed = pack("dry-run");
  });

  test("holds what is built, the data, the readme and the licence, and nothing else", () => {
    const paths = packed.files.map(({ path }) => path);
    const expected = [
      "LICENSE",
      "README.md",
      "package.json",
      ...filesIn(inProject("data")).map((file) => `data/${file}`),
    ];
    expect(expected.filter((path) => !paths.includes(path))).toEqual([]);
    const built = entries().map(({ file }) => file.slice("./".length));
    expect(built.filter((path) => !paths.includes(path))).toEqual([]);
    const others = paths.filter((path) => !expected.includes(path) && !/^dist\/.+\.(js|d\.ts)$/.test(path));
    expect(others).toEqual([]);
  });

  test("marks the program as one that can be run", () => {
    const bin = packed.files.find(({ path }) => path === "dist/cli/main.js");
    expect((bin?.mode ?? 0) & 0o111).toBe(0o111);
    expect(readFileSync(inProject("dist/cli/main.js"), "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
  });
});
