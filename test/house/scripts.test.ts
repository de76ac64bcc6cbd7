import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, statSync, utimesSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { nodeProblem } from "../../scripts/support/check-node.js";
import { capture } from "../../scripts/support/run.js";
import { type SmallProject, smallProject } from "./support/small-project.ts";

let project: SmallProject;

const run = (script: string, ...args: string[]) =>
  capture(process.execPath, [project.path("scripts", script), ...args], {
    env: { ...process.env, npm_config_fetch_retries: "0", NODE_ENV: "production" },
  });

afterEach(() => project.remove());

describe("npm start", () => {
  beforeEach(() => {
    project = smallProject({ dependencies: "real" });
    project.write(
      "src/cli/main.ts",
      "#!/usr/bin/env node\nconsole.log(JSON.stringify(process.argv.slice(2)));\nprocess.exitCode = 3;\n",
    );
  });

  test("builds, runs the main command with the arguments given, and exits with its code", async () => {
    const { code, stdout, output } = await run("start.js", "--json", "a b", "ü");
    expect(stdout).toBe('["start","--json","a b","ü"]\n');
    expect(output).toMatch(/^building…\n/);
    expect(code).toBe(3);
  });

  test("does not build again what is fresh, and builds again what has changed", async () => {
    await run("start.js");
    expect((await run("start.js")).output).toBe('["start"]\n');
    project.write("src/cli/main.ts", 'console.log("changed");\n');
    const later = new Date(Date.now() + 5_000);
    utimesSync(project.path("src/cli/main.ts"), later, later);
    expect((await run("start.js")).output).toBe("building…\nchanged\n");
  });

  test("shows what the compiler says and runs nothing when src does not compile", async () => {
    project.write("src/cli/main.ts", 'const wrong: number = "text";\nconsole.log("ran", wrong);\n');
    const { code, output } = await run("start.js");
    expect(output).toMatch(/^building…\nsrc\/cli\/main\.ts\(1,7\): error TS2322/);
    expect(output).not.toContain("ran");
    expect(code).not.toBe(0);
    expect((await run("start.js")).code).not.toBe(0);
  });

  test("passes an interrupt on to the command and waits for it", async () => {
    project.write(
      "src/cli/main.ts",
      'process.on("SIGINT", () => { console.log("tidied up"); process.exit(7); });\nsetInterval(() => {}, 1_000);\nconsole.log("ready");\n',
    );
    const child = spawn(process.execPath, [project.path("scripts", "start.js")], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    let output = "";
    child.stdout.on("data", (text) => {
      output += text;
      if (output === "ready\n") child.kill("SIGINT");
    });
    const [code] = await once(child, "close");
    expect(output).toBe("ready\ntidied up\n");
    expect(code).toBe(7);
  });
});

describe("npm run build", () => {
  beforeEach(() => {
    project = smallProject({ dependencies: "real" });
    project.write("src/cli/main.ts", "#!/usr/bin/env node\nexport {};\n");
  });

  test("makes the program executable and takes away what has no source any more", async () => {
    project.write("dist/gone.js", "");
    project.write("dist/old/gone.d.ts", "");
    const { code, output } = await run("build.js");
    expect({ code, output }).toEqual({ code: 0, output: "" });
    expect(existsSync(project.path("dist/gone.js"))).toBe(false);
    expect(existsSync(project.path("dist/old/gone.d.ts"))).toBe(false);
    expect(statSync(project.path("dist/cli/main.js")).mode & 0o111).toBe(0o111);
    expect(readFileSync(project.path("dist/cli/main.js"), "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
  });
});

describe("a fresh clone", () => {
  beforeEach(() => {
    project = smallProject({ dependencies: "none" });
    project.write("package.json", JSON.stringify({ ...MANIFEST, devDependencies: { vitest: "file:fake" } }));
    project.write("fake/package.json", JSON.stringify({ name: "vitest", version: "1.0.0" }));
    project.write("fake/vitest.mjs", 'console.log("vitest", ...process.argv.slice(2));\nprocess.exitCode = 5;\n');
    project.write(
      "package-lock.json",
      lockFile({
        fake: { name: "vitest", version: "1.0.0", dev: true },
        "node_modules/vitest": { resolved: "fake", link: true },
      }),
    );
  });

  test("npm test installs what is missing, once, and runs vitest with the arguments given", async () => {
    const first = await run("test.js", "test/a b.test.ts");
    expect(first.output).toBe("installing dependencies (once)…\nvitest run test/a b.test.ts\n");
    expect(first.code).toBe(5);
    expect((await run("test.js")).output).toBe("vitest run\n");
  });

  test("npm test installs again when package-lock.json names something else", async () => {
    await run("test.js");
    project.write("fake/package.json", JSON.stringify({ name: "vitest", version: "1.0.1" }));
    project.write(
      "package-lock.json",
      lockFile({
        fake: { name: "vitest", version: "1.0.1", dev: true },
        "node_modules/vitest": { resolved: "fake", link: true },
      }),
    );
    expect((await run("test.js")).output).toBe(
      "installing dependencies (package-lock.json has changed)…\nvitest run\n",
    );
    expect((await run("test.js")).output).toBe("vitest run\n");
  });

  test("npm test shows what npm says and asks about the registry when installing fails", async () => {
    const resolved = "http://127.0.0.1:9/vitest.tgz";
    project.write("package.json", JSON.stringify({ ...MANIFEST, devDependencies: { vitest: "1.0.0" } }));
    project.write(
      "package-lock.json",
      lockFile({ "node_modules/vitest": { version: "1.0.0", resolved, dev: true } }, "1.0.0"),
    );
    const { code, output } = await run("test.js");
    expect(output).toContain("ECONNREFUSED");
    expect(output).toContain("failed; is the npm registry reachable?");
    expect(output).not.toContain("vitest run");
    expect(code).not.toBe(0);
  });
});

const MANIFEST = { name: "small", version: "1.0.0", type: "module", engines: { node: ">=20.19" } };

function lockFile(packages: object, version = "file:fake"): string {
  const root = { name: "small", version: "1.0.0", devDependencies: { vitest: version } };
  return JSON.stringify({
    name: "small",
    version: "1.0.0",
    lockfileVersion: 3,
    requires: true,
    packages: { "": root, ...packages },
  });
}

describe("the check of Node's version", () => {
  beforeEach(() => {
    project = smallProject({ dependencies: "none" });
  });

  test.each([
    ["20.19.0", true],
    ["20.20.2", true],
    ["22.0.0", true],
    ["100.1.0", true],
    ["20.18.3", false],
    ["18.20.4", false],
    ["9.99.9", false],
  ])("%s is new enough: %s", (version, enough) => {
    expect(nodeProblem(version, ">=20.19") === undefined).toBe(enough);
  });

  test("one line says what is needed and what there is", async () => {
    project.write("package.json", JSON.stringify({ ...MANIFEST, engines: { node: ">=999.1" } }));
    const { code, output } = await run("start.js");
    expect(output).toBe(
      `modelmall needs Node 999.1 or newer; this is ${process.versions.node}. Get one at https://nodejs.org\n`,
    );
    expect(code).toBe(1);
  });
});
