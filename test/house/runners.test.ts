import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { inProject } from "../../scripts/support/project.js";
import { capture } from "../../scripts/support/run.js";
import { type SmallProject, smallProject } from "./support/small-project.ts";

let project: SmallProject;

const run = (script: string, ...args: string[]) =>
  capture(process.execPath, [project.path("scripts", script), ...args], {
    env: { ...process.env, OPENAI_API_KEY: "sk-not-for-examples", MODELMALL_REGISTRY: "/not/for/examples" },
  });

beforeEach(() => {
  project = smallProject({ dependencies: "real" });
  project.write("src/index.ts", "export const built: boolean = true;\n");
});

afterEach(() => project.remove());

describe("npm run bench", () => {
  const bench = (rows: string) =>
    `console.log("noise");\nexport async function run(): Promise<object[]> { return ${rows}; }\n`;

  test("runs each benchmark and fails when a bar is missed", async () => {
    project.write("bench/fast.bench.ts", bench('[{ name: "quick", value: 1.234567, unit: "x", bar: 2, ok: true }]'));
    project.write("bench/slow.bench.ts", bench('[{ name: "late", value: 12345, unit: "ms", bar: 2, ok: false }]'));
    const both = await run("bench.js");
    expect(both.stdout).toBe(
      [
        "bench  what    value  unit  bar",
        "fast   quick    1.23  x       2  ok",
        "slow   late   12,345  ms      2  MISSED",
        "",
      ].join("\n"),
    );
    expect(both.code).toBe(1);
    const one = await run("bench.js", "fast", "--json");
    expect(JSON.parse(one.stdout)).toEqual([
      { bench: "fast", rows: [{ name: "quick", value: 1.234567, unit: "x", bar: 2, ok: true }] },
    ]);
    expect(one.code).toBe(0);
  });

  test("fails when a benchmark does, and when there is none of that name", async () => {
    project.write("bench/broken.bench.ts", bench("(() => { throw new Error('no') })()"));
    const broken = await run("bench.js");
    expect(broken.stdout).toMatch(/^broken {2}ended with code 1 .* FAILED$/m);
    expect(broken.code).toBe(1);
    const unknown = await run("bench.js", "other");
    expect(unknown.output).toMatch(/no benchmark named other; there are broken\n$/);
    expect(unknown.code).toBe(2);
  });
});

describe("npm run examples", () => {
  test("runs each with no keys and an empty configuration, and fails when one does", async () => {
    project.write(
      "examples/good.ts",
      'import { readdirSync } from "node:fs";\nconsole.log(process.env.OPENAI_API_KEY, process.env.MODELMALL_REGISTRY, readdirSync(process.env.HOME!).length);\n',
    );
    project.write(
      "examples/bad.ts",
      '// needs: a server\nconsole.log("first");\nconsole.log("last");\nprocess.exit(3);\n',
    );
    const { code, stdout } = await run("examples.js");
    expect(stdout.replace(/\d+\.\d s/g, "0.0 s")).toBe(
      [
        "FAILED bad.ts (0.0 s, needs a server): last",
        "first",
        "last",
        "exit code 3",
        "ok     good.ts (0.0 s): undefined undefined 0",
        "1 of 2 examples ran",
        "",
      ].join("\n"),
    );
    expect(code).toBe(1);
    expect((await run("examples.js", "good")).code).toBe(0);
  });
});

describe("the last line of CI", () => {
  const summary = (report: object) => {
    project.write("tests.json", JSON.stringify(report));
    return capture(process.execPath, [inProject("scripts", "ci", "summary.js"), project.path("tests.json")]);
  };
  const counts = { numPassedTests: 412, numFailedTests: 0, numPendingTests: 2, numTodoTests: 1, success: true };

  test("counts what passed, failed and was skipped", async () => {
    expect(await summary(counts)).toMatchObject({ code: 0, stdout: "Tests: 412 passed, 0 failed, 3 skipped\n" });
  });

  test("is no success when a test failed or none ran", async () => {
    expect((await summary({ ...counts, numFailedTests: 1, success: false })).code).toBe(1);
    expect((await summary({ ...counts, numPassedTests: 0 })).code).toBe(1);
  });
});
