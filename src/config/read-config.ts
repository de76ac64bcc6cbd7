import { resolve } from "node:path";
import type { RawConfig } from "./raw-config.ts";
import { mergeParts } from "./read-config/merge-parts.ts";
import { MOST_CONFIG_BYTES, readParts } from "./read-config/read-parts.ts";
import { readText, type UnreadText } from "./read-config/read-text.ts";
import { shownPath } from "./read-config/shown-path.ts";

/** How a config is read. */
export interface ReadOptions {
  /** What relative paths begin at, and what shown ones are relative to. @default process.cwd() */
  cwd?: string;
}

/** The data of a config file and of the files it includes; what is wrong with them is in `problems`, nothing is thrown. */
export async function readConfigFile(path: string, { cwd = process.cwd() }: ReadOptions = {}): Promise<RawConfig> {
  const file = shownPath(path, cwd);
  const read = await readText(resolve(cwd, path), MOST_CONFIG_BYTES);
  if ("text" in read) return readConfigText(read.text, file, { cwd });
  const advice = ADVICE[read.code] ?? "";
  return {
    value: undefined,
    files: [file],
    problems: [{ severity: "error", code: `file_${read.code}`, path: "", message: `${file} ${read.reason}${advice}` }],
    locate: () => undefined,
    isPlain: () => false,
  };
}

/**
 * The data of a config's text and of the files it includes. `file` is where the text stands, or will: included paths are
 * relative to it, and positions name it; without one they name "config", and `files` is empty.
 */
export async function readConfigText(
  text: string,
  file?: string,
  { cwd = process.cwd() }: ReadOptions = {},
): Promise<RawConfig> {
  const shown = file === undefined ? undefined : shownPath(file, cwd);
  const parts = await readParts(text, shown, cwd);
  return { ...mergeParts(parts), files: parts.files };
}

const ADVICE: Partial<Record<UnreadText["code"], string>> = {
  not_found: "; check the path, or let `modelmall config init` write one",
  not_a_file: "; name a file",
  too_large: "; split it, and name the parts in include",
};
