import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { inProject } from "../../../scripts/support/project.js";

/** A project of a few files with the real scripts, in a folder whose path has a space and letters beyond ASCII. */
export interface SmallProject {
  folder: string;
  path(...parts: string[]): string;
  write(file: string, text: string): void;
  remove(): void;
}

/** Makes one; it has the real dependencies unless it is to install its own. */
export function smallProject({ dependencies }: { dependencies: "real" | "none" }): SmallProject {
  const folder = mkdtempSync(join(tmpdir(), "modelmall grüße 模型-"));
  const path = (...parts: string[]) => join(folder, ...parts);
  cpSync(inProject("scripts"), path("scripts"), { recursive: true });
  for (const file of ["package.json", "tsconfig.json", "tsconfig.build.json"]) cpSync(inProject(file), path(file));
  if (dependencies === "real") {
    cpSync(inProject("package-lock.json"), path("package-lock.json"));
    symlinkSync(inProject("node_modules"), path("node_modules"), "junction");
  }
  const write = (file: string, text: string) => {
    mkdirSync(dirname(path(file)), { recursive: true });
    writeFileSync(path(file), text);
  };
  return { folder, path, write, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
