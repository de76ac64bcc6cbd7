import { realpath } from "node:fs/promises";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { isRecord, type UnknownRecord } from "../../util/record.ts";
import { type ConfigProblem, showPath, type YamlPath } from "../problem.ts";
import { readYamlDocument, type YamlDocument } from "../yaml-document.ts";
import { includesOf } from "./includes-of.ts";
import { readText } from "./read-text.ts";
import { shownPath } from "./shown-path.ts";

const MOST_FILES = 32;
const DEEPEST = 8;

/** The most a config file may hold, in bytes. */
export const MOST_CONFIG_BYTES = 1024 * 1024;

/** One file of a config. */
export interface Part {
  readonly document: YamlDocument;
  /** `undefined` where the file holds nothing that can be used. */
  readonly value: UnknownRecord | undefined;
  /** The files that led to it by including each other, itself last. */
  readonly chain: readonly string[];
}

/** The files of a config, each before those it includes. */
export interface Parts {
  readonly main: Part;
  readonly included: readonly Part[];
  readonly problems: readonly ConfigProblem[];
  /** All that were looked for, also one that could not be read: it may come to be. */
  readonly files: readonly string[];
}

/** Reads a config's text and the files it includes; a file that is included twice is read once. */
export async function readParts(text: string, file: string | undefined, cwd: string): Promise<Parts> {
  const reader = new PartReader(cwd);
  if (file !== undefined) await reader.remember(file);
  const main = await reader.read(text, file ?? "config", []);
  await reader.follow(main);
  return { main, included: reader.included, problems: reader.problems, files: reader.files };
}

class PartReader {
  readonly included: Part[] = [];
  readonly problems: ConfigProblem[] = [];
  readonly #cwd: string;
  /** The names under which files were read first, by where they truly are. */
  readonly #seen = new Map<string, string>();

  constructor(cwd: string) {
    this.#cwd = cwd;
  }

  get files(): readonly string[] {
    return [...this.#seen.values()];
  }

  async remember(file: string): Promise<void> {
    this.#seen.set(await this.#trueName(file), file);
  }

  async read(text: string, file: string, chain: readonly string[]): Promise<Part> {
    const document = await readYamlDocument(text, file);
    this.problems.push(...document.problems);
    const part = { document, chain: [...chain, file] };
    if (isRecord(document.value)) return { ...part, value: document.value };
    if (document.value === null) this.#refuse(document, [], "empty_file", EMPTY);
    else if (document.value !== undefined) this.#refuse(document, [], "not_a_map", NOT_A_MAP);
    return { ...part, value: undefined };
  }

  /** Reads what a file includes, and what that includes. */
  async follow({ document, value, chain }: Part): Promise<void> {
    if (value === undefined) return;
    for (const { path, included, refused } of includesOf(value)) {
      if (refused !== undefined) this.#refuse(document, path, "invalid_include", refused);
      else await this.#include(included, { document, path, chain });
    }
  }

  async #include(included: string, from: Origin): Promise<void> {
    const { document, path, chain } = from;
    const file = shownPath(isAbsolute(included) ? included : join(dirname(document.file), included), this.#cwd);
    const known = this.#seen.get(await this.#trueName(file));
    if (known !== undefined) {
      if (chain.includes(known)) this.#refuse(document, path, "include_cycle", cycle(chain, known));
      return;
    }
    const limit = this.#limit(chain);
    if (limit !== undefined) return this.#refuse(document, path, "too_many_files", limit);
    await this.remember(file);
    const read = await readText(resolve(this.#cwd, file), MOST_CONFIG_BYTES);
    if (!("text" in read))
      return this.#refuse(document, path, `file_${read.code}`, `${file} ${read.reason}${advice(read.code, included)}`);
    const part = await this.read(read.text, file, chain);
    this.included.push(part);
    await this.follow(part);
  }

  #limit(chain: readonly string[]): string | undefined {
    if (chain.length > DEEPEST) return `files include each other more than ${DEEPEST} deep; include this one higher up`;
    if (this.#seen.size < MOST_FILES) return undefined;
    return `a config can have ${MOST_FILES} files at most; put some of them together`;
  }

  /** Where a file truly is, whatever links lead there. */
  async #trueName(file: string): Promise<string> {
    const path = resolve(this.#cwd, file);
    return realpath(path).catch(() => path);
  }

  #refuse(document: YamlDocument, path: YamlPath, code: string, message: string): void {
    this.problems.push({ severity: "error", code, path: showPath(path), message, at: document.locate(path) });
  }
}

interface Origin {
  readonly document: YamlDocument;
  readonly path: YamlPath;
  readonly chain: readonly string[];
}

function cycle(chain: readonly string[], again: string): string {
  return `the files include each other in a circle: ${[...chain.slice(chain.indexOf(again)), again].join(" → ")}; take one out`;
}

function advice(code: string, included: string): string {
  if (code !== "not_found") return "";
  return isAbsolute(included) ? "; check the path" : "; the path is relative to the file that includes it";
}

const EMPTY = "holds nothing; `modelmall config init` writes a config to begin with";
const NOT_A_MAP = "must be a map with models, backends and the like at its top";
