import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inProject } from "../../scripts/support/project.js";

interface Block {
  page: string;
  line: number;
  code: string;
}

const pages = [
  "README.md",
  ...readdirSync(inProject("docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];
const blocks = pages.flatMap(blocksOf);

// Inside the project, so that imports are found; its name is ignored by git.
const folder = inProject(".docs-code");

beforeAll(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const block of blocks) writeFileSync(join(folder, fileOf(block)), moduleOf(block.code));
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({ extends: "../tsconfig.json", files: blocks.map(fileOf), include: [] }),
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("there are TypeScript examples in the README and the guides", () => {
  expect(blocks.length).toBeGreaterThan(5);
});

test("every TypeScript example of the README and the guides compiles", () => {
  const tsc = inProject("node_modules", "typescript", "bin", "tsc");
  let complaints = "";
  try {
    execFileSync(process.execPath, [tsc, "-p", folder, "--noUnusedLocals", "false"], { encoding: "utf8" });
  } catch (error) {
    complaints = (error as { stdout: string }).stdout;
  }
  expect(complaints).toBe("");
});

test("the README's first example runs offline and finds a model", () => {
  const first = blocks.find(({ page }) => page === "README.md");
  const home = mkdtempSync(join(tmpdir(), "modelmall-readme-"));
  const run = () =>
    execFileSync(process.execPath, ["--import", "tsx", join(folder, fileOf(first as Block))], {
      encoding: "utf8",
      cwd: inProject("."),
      env: { PATH: process.env.PATH, XDG_CONFIG_HOME: home, TSX_TSCONFIG_PATH: inProject("tsconfig.json") },
    });
  expect(run()).toMatch(/^\S+\/\S+ costs [\d.]+ USD per million input tokens\n$/);
  rmSync(home, { recursive: true });
});

function blocksOf(page: string): Block[] {
  const text = readFileSync(inProject(page), "utf8");
  return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map((match) => ({
    page,
    line: text.slice(0, match.index).split("\n").length + 1,
    code: match[1] ?? "",
  }));
}

function fileOf({ page, line }: Block): string {
  return `${page.replaceAll("/", "-").replace(/\.md$/, "")}-line-${line}.ts`;
}

/** What a guide takes for granted by the time it shows an example. */
const PRELUDE: readonly (readonly [name: string, declaration: string])[] = [
  ["manager", 'declare const manager: import("modelmall").ModelManager;'],
  ["registry", 'declare const registry: import("modelmall").ModelRegistry;'],
  ["mall", 'declare const mall: import("modelmall").ModelMall;'],
  ["apiKey", "declare const apiKey: string;"],
  ["messages", 'declare const messages: { role: "user"; content: string }[];'],
];

function moduleOf(code: string): string {
  const missing = PRELUDE.filter(
    ([name]) => new RegExp(`\\b${name}\\b`).test(code) && !new RegExp(`const (?:\\{[^}]*)?\\b${name}\\b`).test(code),
  );
  return `${missing.map(([, declaration]) => declaration).join(" ")} export {}; ${code}`;
}
