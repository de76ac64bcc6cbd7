// `npm run bench`: every bench/*.bench.ts, each in a process of its own; `npm run bench -- query` runs one.
import "./support/check-node.js";
import { spawn } from "node:child_process";
import { basename } from "node:path";
import { buildIfStale, filesIn } from "./support/compile.js";
import { installIfNeeded } from "./support/install.js";
import { inProject, root } from "./support/project.js";
import { textTable } from "./support/table.js";

/** @typedef {{ name: string, value: number, unit: string, bar?: number, ok?: boolean }} Row */
/** @typedef {{ bench: string, rows: Row[], failed?: string }} Result */

const asJson = process.argv.includes("--json");
const wanted = process.argv.slice(2).filter((argument) => argument !== "--json");

process.exitCode = (await installIfNeeded()) || (await buildIfStale()) || (await main());

async function main() {
  const known = filesIn(inProject("bench")).filter((file) => /^[^/]+\.bench\.ts$/.test(file));
  const names = known.map((file) => basename(file, ".bench.ts"));
  const unknown = wanted.filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    console.error(`no benchmark named ${unknown.join(", ")}; there are ${names.join(", ")}`);
    return 2;
  }
  /** @type {Result[]} */
  const results = [];
  for (const name of wanted.length > 0 ? wanted : names) {
    console.error(`running ${name}…`);
    results.push(await runBench(name));
  }
  console.log(asJson ? JSON.stringify(results, null, 2) : report(results));
  return results.every(({ rows, failed }) => failed === undefined && rows.every(({ ok }) => ok !== false)) ? 0 : 1;
}

/**
 * @param {string} bench
 * @returns {Promise<Result>}
 */
function runBench(bench) {
  const child = spawn(
    process.execPath,
    [
      "--expose-gc",
      "--import",
      "tsx",
      inProject("scripts", "bench", "child.js"),
      inProject("bench", `${bench}.bench.ts`),
    ],
    { cwd: root, stdio: ["ignore", 2, 2, "ipc"] },
  );
  /** @type {Row[] | undefined} */
  let rows;
  child.on("message", (message) => {
    rows = /** @type {Row[]} */ (message);
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      const failed = code === 0 && rows !== undefined ? undefined : `ended with code ${code}`;
      resolve({ bench, rows: rows ?? [], ...(failed && { failed }) });
    });
  });
}

/** @param {readonly Result[]} results */
function report(results) {
  const lines = results.flatMap(({ bench, rows, failed }) => [
    ...rows.map(({ name, value, unit, bar, ok }) => [
      bench,
      name,
      shown(value),
      unit,
      bar === undefined ? "" : shown(bar),
      ok === undefined ? "" : ok ? "ok" : "MISSED",
    ]),
    ...(failed === undefined ? [] : [[bench, failed, "", "", "", "FAILED"]]),
  ]);
  return textTable(["bench", "what", "value", "unit", "bar", ""], lines, new Set([2, 4]));
}

/** @param {number} value */
function shown(value) {
  return Math.abs(value) >= 1_000 ? Math.round(value).toLocaleString("en-US") : String(Number(value.toPrecision(3)));
}
