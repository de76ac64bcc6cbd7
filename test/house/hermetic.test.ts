import { execFileSync } from "node:child_process";
import { pathToFileURL } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { inProject } from "../../scripts/support/project.js";
import buildFirst from "./support/build-first.ts";
import { entries } from "./support/entries.ts";

interface Imported {
  url: string;
  /** What was reached for outside the process, and by whom. */
  touched: string[];
  /** The modules this import loaded beyond those before it. */
  loaded: string[];
  failed?: string;
}

/** Imports modules in a process in which nothing outside may be touched. */
function importGuarded(urls: readonly string[]): { report: Imported[]; open: string[] } {
  const guard = inProject("test", "house", "support", "import-guard.mjs");
  return JSON.parse(execFileSync(process.execPath, ["--no-warnings", guard, ...urls], { encoding: "utf8" }));
}

const urlOf = (file: string) => pathToFileURL(inProject(file)).href;

describe("importing", () => {
  let report: Imported[];
  let open: string[];

  beforeAll(async () => {
    await buildFirst();
    ({ report, open } = importGuarded(entries().map(({ file }) => urlOf(file))));
  });

  test("works for every entry of the package", () => {
    expect(report.length).toBeGreaterThan(3);
    expect(report.filter(({ failed }) => failed !== undefined)).toEqual([]);
  });

  test("touches no environment, disk, network, process or timer", () => {
    expect(report.flatMap(({ url, touched }) => touched.map((what) => `${url}: ${what}`))).toEqual([]);
  });

  test("leaves nothing open that would keep a process alive", () => {
    expect(open.filter((resource) => !/^(TTYWrap|PipeWrap|FSReqPromise|MessagePort)$/.test(resource))).toEqual([]);
  });

  test("the root loads no other package: each waits until it is needed", () => {
    const root = report.find(({ url }) => url === urlOf("dist/index.js"));
    const packages = root?.loaded.flatMap((url) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? []);
    expect(root?.loaded).toContain(urlOf("dist/errors.js"));
    expect([...new Set(packages)]).toEqual([]);
  });

  test("the root loads nothing of the router: whoever only looks models up does without", () => {
    const root = report.find(({ url }) => url === urlOf("dist/index.js"));
    const routing = root?.loaded.filter((url) => /\/dist\/(?:router|strategies|states|ledgers)\//.test(url));
    expect(routing).toEqual([]);
  });
});

test("the guard sees what an import touches", () => {
  const naughty = [
    "process.env.HOME",
    'import "node:fs"; import { readFileSync } from "node:fs"; readFileSync("/dev/null")',
    'import { open } from "node:fs/promises"; await open("/dev/null")',
    'import { connect } from "node:net"; connect(9)',
    'import { execSync } from "node:child_process"; execSync("true")',
    "setTimeout(() => {}, 1)",
    "fetch('http://127.0.0.1:9')",
  ];
  const { report } = importGuarded(naughty.map((code) => `data:text/javascript,${encodeURIComponent(code)}`));
  expect(report.map(({ touched }) => touched[0]?.split(" ")[0])).toEqual([
    "process.env.HOME",
    "fs.readFileSync",
    "fs.promises.open",
    "net.connect",
    "child_process.execSync",
    "setTimeout",
    "fetch",
  ]);
});
