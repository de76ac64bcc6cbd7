// `npm run docs`: writes the generated parts of the guides and the JSON Schema, then the API reference into docs/reference;
// with --check it only compares the generated parts and writes nothing.
import "./support/check-node.js";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { PARTS } from "./docs/parts.js";
import { replacePart } from "./docs/replace-part.js";
import { buildIfStale } from "./support/compile.js";
import { installIfNeeded } from "./support/install.js";
import { inProject, root } from "./support/project.js";
import { runNode } from "./support/run.js";

const onlyCheck = process.argv.includes("--check");

process.exitCode = (await installIfNeeded()) || (await buildIfStale()) || (await main());

async function main() {
  const stale = await writeParts();
  if (!onlyCheck) return runNode([inProject("node_modules", "typedoc", "bin", "typedoc")], { cwd: root });
  for (const part of stale) console.error(`${part} is out of date; run npm run docs`);
  return stale.length === 0 ? 0 : 1;
}

/** The parts that were out of date; they are written unless this is only a check. */
async function writeParts() {
  const stale = [];
  for (const { file, marker, generate } of PARTS) {
    const path = inProject(file);
    const exists = existsSync(path);
    if (!exists && marker !== undefined)
      throw new Error(`${file} is missing: it must hold <!-- generated: ${marker} --> … <!-- end -->`);
    const before = exists ? readFileSync(path, "utf8") : "";
    const content = await generate();
    const after = marker === undefined ? content : replacePart(before, { file, marker, content });
    if (after === before) continue;
    const name = marker === undefined ? file : `${file} (${marker})`;
    stale.push(name);
    if (onlyCheck) continue;
    writeFileSync(path, after);
    console.error(`wrote ${name}`);
  }
  return stale;
}
