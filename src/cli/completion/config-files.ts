import { readdirSync } from "node:fs";

/** The files a config may stand in, and the folders on the way, where a half-typed path leads. */
export function configFiles(typed: string): string[] {
  const folder = typed.slice(0, typed.lastIndexOf("/") + 1);
  try {
    return readdirSync(folder === "" ? "." : folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() || /\.(?:ya?ml|json)$/i.test(entry.name))
      .map((entry) => `${folder}${entry.name}${entry.isDirectory() ? "/" : ""}`);
  } catch {
    return [];
  }
}
