import { execFileSync } from "node:child_process";
import { inProject } from "../../../scripts/support/project.js";

/** What `npm pack` says of the package it makes, or would make. */
export interface PackReport {
  filename: string;
  /** Bytes of the tarball. */
  size: number;
  files: readonly { path: string; mode: number }[];
}

/** Packs the built package into a folder, or only says what would be in it. */
export function pack(target: { into: string } | "dry-run"): PackReport {
  const where = target === "dry-run" ? ["--dry-run"] : ["--pack-destination", target.into];
  // What is built is already fresh; npm's own scripts would build it again.
  const output = runNpm(["pack", "--json", "--ignore-scripts", ...where], inProject());
  const [report] = JSON.parse(output) as PackReport[];
  if (report === undefined) throw new Error(`npm pack said ${output}`);
  return report;
}

/** Runs npm in a folder and gives what it printed; its errors go into the exception. */
export function runNpm(args: readonly string[], cwd: string): string {
  return execFileSync("npm", args, {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    shell: process.platform === "win32",
  });
}
