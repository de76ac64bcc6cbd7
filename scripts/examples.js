// `npm run examples`: every examples/*.ts as a stranger would run it: no keys, no registry, nothing configured.
import "./support/check-node.js";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildIfStale, filesIn } from "./support/compile.js";
import { installIfNeeded } from "./support/install.js";
import { inProject, root } from "./support/project.js";
import { capture } from "./support/run.js";

const LIMIT_MS = 60_000;
// What programs need to run at all; keys, addresses and the user's own registry are not among it.
const KEPT_VARIABLES = ["PATH", "LANG", "LC_ALL", "TZ", "TMPDIR", "TEMP", "TMP", "SystemRoot", "ComSpec", "PATHEXT"];

process.exitCode = (await installIfNeeded()) || (await buildIfStale()) || (await main());

async function main() {
  const wanted = process.argv.slice(2);
  const known = filesIn(inProject("examples")).filter((file) => /^[^/]+\.ts$/.test(file));
  const files = known.filter(
    (file) => wanted.length === 0 || wanted.some((name) => file === name || file === `${name}.ts`),
  );
  if (files.length === 0) {
    console.error(`no example named ${wanted.join(", ")}; there are ${known.join(", ")}`);
    return 2;
  }
  let failed = 0;
  for (const file of files) if (!(await runExample(file))) failed++;
  console.log(`${files.length - failed} of ${files.length} examples ran`);
  return failed === 0 ? 0 : 1;
}

/** @param {string} file */
async function runExample(file) {
  const home = mkdtempSync(join(tmpdir(), "modelmall-example-"));
  const kept = Object.entries(process.env).filter(([name]) => KEPT_VARIABLES.includes(name));
  const env = { ...Object.fromEntries(kept), HOME: home, USERPROFILE: home, XDG_CONFIG_HOME: join(home, "config") };
  const started = performance.now();
  try {
    const { code, output } = await capture(process.execPath, ["--import", "tsx", inProject("examples", file)], {
      cwd: root,
      env,
      timeout: LIMIT_MS,
      killSignal: "SIGKILL",
    });
    const took = performance.now() - started;
    const lines = output.trimEnd().split("\n");
    const needs = /^\/\/ needs: (.*)$/m.exec(readFileSync(inProject("examples", file), "utf8"))?.[1];
    console.log(
      `${code === 0 ? "ok    " : "FAILED"} ${file} (${seconds(took)}${needs ? `, needs ${needs}` : ""}): ${lines.at(-1)}`,
    );
    if (code !== 0)
      console.log(`${output.trimEnd()}\n${took >= LIMIT_MS ? `cut after ${seconds(LIMIT_MS)}` : `exit code ${code}`}`);
    return code === 0;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** @param {number} milliseconds */
function seconds(milliseconds) {
  return `${(milliseconds / 1_000).toFixed(1)} s`;
}
