import { readFileSync } from "node:fs";
import { inProject } from "./project.js";

// Imported first by every script, and with syntax that an old Node can still read, so that it can say so in one line.
const manifest = JSON.parse(readFileSync(inProject("package.json"), "utf8"));
const problem = nodeProblem(process.versions.node, manifest.engines.node);
if (problem !== undefined) {
  console.error(problem);
  process.exit(1);
}

/**
 * What to tell somebody whose Node is too old; `undefined` when it is not.
 * @param {string} version as in `process.versions.node`
 * @param {string} range as in `engines.node`: `>=20.19`
 * @returns {string | undefined}
 */
export function nodeProblem(version, range) {
  const minimum = range.replace(/^>=\s*/, "");
  const have = version.split(".").map(Number);
  const need = minimum.split(".").map(Number);
  for (let place = 0; place < need.length; place++) {
    const difference = (have[place] || 0) - (need[place] || 0);
    if (difference > 0) return undefined;
    if (difference < 0)
      return `modelmall needs Node ${minimum} or newer; this is ${version}. Get one at https://nodejs.org`;
  }
  return undefined;
}
