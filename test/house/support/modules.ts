import { readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import ts from "typescript";
import { filesIn } from "../../../scripts/support/compile.js";
import { inProject } from "../../../scripts/support/project.js";

/** One file of `src` and what it imports. */
export interface SourceModule {
  /** Its path below `src` without the ending: `sources/ollama`. */
  name: string;
  text: string;
  /** The modules of `src` it imports, in any way: static, dynamic, re-exported, types only. */
  imports: readonly string[];
}

/** All files of `src`, by name. */
export function readModules(): Map<string, SourceModule> {
  const folder = inProject("src");
  const files = filesIn(folder).filter((file) => file.endsWith(".ts"));
  return new Map(
    files.map((file) => {
      const path = join(folder, file);
      const text = readFileSync(path, "utf8");
      const imports = ts
        .preProcessFile(text, true, true)
        .importedFiles.map(({ fileName }) => fileName)
        .filter((specifier) => specifier.startsWith("."))
        .map((specifier) => moduleName(relative(folder, resolve(dirname(path), specifier))));
      const name = moduleName(file);
      return [name, { name, text, imports: [...new Set(imports)].sort() }];
    }),
  );
}

function moduleName(path: string): string {
  return path
    .split(sep)
    .join("/")
    .replace(/\.(ts|js)$/, "");
}
