import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { filesIn } from "../../scripts/support/compile.js";
import { inProject } from "../../scripts/support/project.js";
import { LAYERS, layerOf, plugInOf, SHARED_PARTS } from "./support/layer-table.ts";
import { readModules } from "./support/modules.ts";

const modules = readModules();
const imports = [...modules.values()].flatMap(({ name, imports }) => imports.map((imported) => ({ name, imported })));

test("every module has a place in the layer table", () => {
  const homeless = [...modules.keys()].filter((name) => layerOf(name) === undefined);
  expect(homeless.map((name) => `src/${name}.ts: add it to test/house/support/layer-table.ts`)).toEqual([]);
});

test("every import names a file that is there", () => {
  const broken = imports.filter(({ imported }) => !modules.has(imported));
  expect(broken.map(({ name, imported }) => `src/${name}.ts imports src/${imported}.ts, which is not there`)).toEqual(
    [],
  );
});

test("imports only go down the layers, types included", () => {
  const up = imports.flatMap(({ name, imported }) => {
    const from = layerOf(name);
    const to = layerOf(imported);
    if (from === undefined || to === undefined || to <= from) return [];
    const reason = `"${LAYERS[to]?.name}" stands above "${LAYERS[from]?.name}"`;
    return [
      `src/${name}.ts imports src/${imported}.ts, but ${reason}: hand it in as an argument, or move what is shared down`,
    ];
  });
  expect(up).toEqual([]);
});

test("a plug-in never imports another plug-in", () => {
  const siblings = imports.filter(({ name, imported }) => {
    const [own, other] = [plugInOf(name), plugInOf(imported)];
    return own !== undefined && other !== undefined && own !== other;
  });
  expect(
    siblings.map(({ name, imported }) => `src/${name}.ts imports src/${imported}.ts: move what both need to src/util`),
  ).toEqual([]);
});

test("what a plug-in keeps in its own folder is imported by that plug-in alone", () => {
  const strangers = imports.filter(({ name, imported }) => {
    const owner = plugInOf(imported);
    // How a dialect is served is a second way into it, which nobody loads who only calls.
    const isEntry = imported === owner || imported === `${owner}/served`;
    return owner !== undefined && !isEntry && plugInOf(name) !== owner && !name.startsWith("testing/");
  });
  expect(
    strangers.map(({ name, imported }) => `src/${name}.ts imports src/${imported}.ts: import the plug-in itself`),
  ).toEqual([]);
});

test("there are no import cycles, types included", () => {
  expect(findCycles().map((cycle) => cycle.join(" → "))).toEqual([]);
});

test("every file can be reached from an entry of the package", () => {
  const reached = new Set<string>();
  const visit = (name: string) => {
    const module = modules.get(name);
    if (module === undefined || reached.has(name)) return;
    reached.add(name);
    module.imports.forEach(visit);
  };
  ["index", "config/index", "router/index", "server/index", "testing/index", "cli/main"].forEach(visit);
  // A store, state or ledger is handed in by its user, and an adapter is an entry: no table names them.
  [...modules.keys()].filter((name) => /^(?:stores|states|ledgers|adapters)\/[^/]+$/.test(name)).forEach(visit);
  const unused = [...modules.keys()].filter((name) => !reached.has(name));
  expect(unused.map((name) => `src/${name}.ts: nothing imports it; a plug-in belongs in src/builtins`)).toEqual([]);
});

test("the layer table names only what is there", () => {
  const known = [...modules.keys()];
  const isThere = (pattern: string) =>
    pattern.endsWith("/*") ? known.some((name) => name.startsWith(pattern.slice(0, -1))) : modules.has(pattern);
  const gone = [...LAYERS.flatMap(({ modules: patterns }) => patterns), ...SHARED_PARTS].filter(
    (name) => !isThere(name),
  );
  expect(gone).toEqual([]);
});

test("CONTRIBUTING.md shows the same layers in the same order", () => {
  const page = readFileSync(inProject("CONTRIBUTING.md"), "utf8");
  const shown = [...page.matchAll(/^\| ([a-z -]+) \| (`.*) \|$/gm)].map(([, name, cell = ""]) => ({
    name,
    modules: [...cell.matchAll(/`([^`]+)`/g)].map(([, module]) => module),
  }));
  expect(shown.reverse()).toEqual(LAYERS);
});

const written = ["src", "test", "scripts", "bench", "examples"].flatMap((folder) =>
  filesIn(inProject(folder))
    .filter((file) => /\.(ts|js|mjs)$/.test(file) && !file.includes("node_modules/"))
    .map((file) => `${folder}/${file}`),
);

test("no file is longer than 300 lines", () => {
  const long = written
    .map((file) => ({ file, lines: readFileSync(inProject(file), "utf8").trimEnd().split("\n").length }))
    .filter(({ lines }) => lines > 300);
  expect(long.map(({ file, lines }) => `${file}: ${lines} lines; split it by what it does`)).toEqual([]);
});

test("file names are whole words in kebab-case, and no file is a bucket", () => {
  const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|bench|d))?\.(ts|js|mjs)$/;
  const bucket = /^(types|utils?|helpers?|constants|globals|misc|common)\./;
  const bad = written.filter((file) => {
    const name = file.split("/").at(-1) ?? "";
    return !kebab.test(name) || bucket.test(name);
  });
  expect(bad.map((file) => `${file}: name it after its main export`)).toEqual([]);
});

/** One cycle for each module that closes one, by depth-first search. */
function findCycles(): string[][] {
  const cycles: string[][] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (name: string) => {
    const start = path.indexOf(name);
    if (start >= 0) {
      cycles.push([...path.slice(start), name]);
      return;
    }
    if (done.has(name)) return;
    path.push(name);
    for (const imported of modules.get(name)?.imports ?? []) visit(imported);
    path.pop();
    done.add(name);
  };
  for (const name of modules.keys()) visit(name);
  return cycles;
}
