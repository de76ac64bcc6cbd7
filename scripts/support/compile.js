import { chmodSync, existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { inProject, root } from "./project.js";
import { capture } from "./run.js";

const CONFIGS = ["tsconfig.json", "tsconfig.build.json"];

/**
 * Compiles `src` into `dist` when a source is newer than what was made of it; says so in one line.
 * @returns {Promise<number>} the compiler's exit code, 0 when there was nothing to do
 */
export async function buildIfStale() {
  if (isFresh()) return 0;
  console.error("building…");
  return build();
}

/**
 * Compiles `src` into `dist` and takes away what has no source any more.
 * @returns {Promise<number>} the compiler's exit code
 */
export async function build() {
  const { code, output } = await capture(
    process.execPath,
    [inProject("node_modules", "typescript", "bin", "tsc"), "-p", "tsconfig.build.json"],
    { cwd: root },
  );
  if (code !== 0) {
    console.error(output.trimEnd());
    return code;
  }
  for (const file of orphans()) rmSync(inProject("dist", file));
  const bin = inProject("dist", "cli", "main.js");
  if (existsSync(bin)) chmodSync(bin, 0o755);
  return 0;
}

function isFresh() {
  if (!existsSync(inProject("dist"))) return false;
  const configured = Math.max(...CONFIGS.map((name) => statSync(inProject(name)).mtimeMs));
  const fresh = sources().every((source) => {
    const built = statSync(inProject("dist", `${source}.js`), { throwIfNoEntry: false });
    const changed = statSync(inProject("src", `${source}.ts`)).mtimeMs;
    return built !== undefined && built.mtimeMs >= Math.max(changed, configured);
  });
  return fresh && orphans().length === 0;
}

/** The modules of `src`, without their ending. */
function sources() {
  return filesIn(inProject("src")).flatMap((file) => (file.endsWith(".ts") ? [file.slice(0, -".ts".length)] : []));
}

/** What stands in `dist` though nothing in `src` makes it. */
function orphans() {
  const made = new Set(sources().flatMap((source) => [`${source}.js`, `${source}.d.ts`]));
  return filesIn(inProject("dist")).filter((file) => !made.has(file));
}

/**
 * The files below a folder, as sorted relative paths with `/`; none where there is no folder.
 * @param {string} folder
 */
export function filesIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
}
