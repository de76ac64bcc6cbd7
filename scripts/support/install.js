import { existsSync, readFileSync } from "node:fs";
import { inProject, root } from "./project.js";
import { capture } from "./run.js";

/**
 * Installs what package-lock.json names when that is not what node_modules holds; says so in one line.
 * @returns {Promise<number>} npm's exit code, 0 when there was nothing to do
 */
export async function installIfNeeded() {
  if (isInstalled()) return 0;
  const once = existsSync(inProject("node_modules")) ? "(package-lock.json has changed)" : "(once)";
  console.error(`installing dependencies ${once}…`);
  // NODE_ENV=production would leave out the compiler.
  const args = ["ci", "--ignore-scripts", "--include=dev", "--no-audit", "--no-fund"];
  const { code, output } = await npm(args);
  if (code !== 0) console.error(`${output.trimEnd()}\nnpm ${args.join(" ")} failed; is the npm registry reachable?`);
  return code;
}

/**
 * npm's own record of what it installed, compared entry by entry: times of files say nothing after a checkout.
 */
function isInstalled() {
  const installed = inProject("node_modules", ".package-lock.json");
  if (!existsSync(installed)) return false;
  try {
    const wanted = JSON.parse(readFileSync(inProject("package-lock.json"), "utf8")).packages;
    const present = JSON.parse(readFileSync(installed, "utf8")).packages;
    return Object.entries(wanted).every(([path, { version, integrity, optional }]) => {
      const found = present[path];
      // Packages for other systems are named in the lock file and left out of node_modules.
      if (path === "" || (found === undefined && optional === true)) return true;
      return (
        found !== undefined && found.version === version && found.integrity === integrity && existsSync(inProject(path))
      );
    });
  } catch {
    return false;
  }
}

/**
 * Runs npm in the project, the one that started us where it did.
 * @param {readonly string[]} args
 */
function npm(args) {
  const cli = process.env.npm_execpath ?? "";
  if (/npm-cli\.c?js$/.test(cli)) return capture(process.execPath, [cli, ...args], { cwd: root });
  return capture("npm", args, { cwd: root, shell: process.platform === "win32" });
}
