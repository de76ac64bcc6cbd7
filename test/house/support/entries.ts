import { readFileSync } from "node:fs";
import { filesIn } from "../../../scripts/support/compile.js";
import { inProject } from "../../../scripts/support/project.js";

/** package.json, as far as the tests look at it. */
export interface Manifest {
  name: string;
  version: string;
  type: string;
  sideEffects: boolean;
  engines: { node: string };
  bin: Record<string, string>;
  exports: Record<string, string>;
  files: string[];
  dependencies: Record<string, string>;
}

export const manifest = JSON.parse(readFileSync(inProject("package.json"), "utf8")) as Manifest;

/** One thing a user can import: its specifier and the file in `dist` it means. */
export interface Entry {
  specifier: string;
  file: string;
}

/** Everything users can import, patterns spelled out by the files of `src`. */
export function entries(): Entry[] {
  const sources = filesIn(inProject("src")).map((file) => `./dist/${file.replace(/\.ts$/, ".js")}`);
  return Object.entries(manifest.exports).flatMap(([path, target]) => {
    const specifier = path.replace(/^\./, manifest.name);
    if (!target.endsWith(".js")) return [];
    if (!target.includes("*")) return [{ specifier, file: target }];
    const [before = "", after = ""] = target.split("*");
    return sources
      .filter((file) => file.startsWith(before) && file.endsWith(after))
      .map((file) => ({ name: file.slice(before.length, file.length - after.length), file }))
      .filter(({ name }) => !name.includes("/"))
      .map(({ name, file }) => ({ specifier: specifier.replace("*", name), file }));
  });
}

/** Entries that are made for a package, which whoever imports them has installed. */
export const MADE_FOR: ReadonlyMap<string, string> = new Map([
  ["modelmall/langchain", "@langchain/core"],
  ["modelmall/opentelemetry", "@opentelemetry/api"],
]);
