import { jsonEqual } from "../../util/json-equal.ts";
import { isRecord, type UnknownRecord } from "../../util/record.ts";
import { type ConfigProblem, showPath, type YamlPath } from "../problem.ts";
import type { RawConfig } from "../raw-config.ts";
import type { Part, Parts } from "./read-parts.ts";

/** Sections whose entries may stand in several files, but each name in one only. */
const BY_NAME: ReadonlySet<string> = new Set(["models", "backends", "groups", "strategies", "providers"]);
/** Sections whose entries may stand in several files, and where two say the same one, the first file counts. */
const KEY_BY_KEY: ReadonlySet<string> = new Set(["model_defaults", "router"]);
/** Where an included file meant its own, and would be misread by the includer's. */
const MEANT_FOR_ITS_FILE: ReadonlySet<string> = new Set(["version", "pricing_unit"]);

/**
 * One config of all parts: sections by name, defaults and settings key by key, lists of the old forms one after the other, of anything
 * else what the including file says.
 */
export function mergeParts({ main, included, problems }: Parts): Omit<RawConfig, "files"> {
  const { document, value } = main;
  if (value === undefined || (included.length === 0 && !Object.hasOwn(value, "include"))) {
    const { locate, isPlain } = document;
    return { value, problems, locate, isPlain };
  }
  const merger = new Merger();
  for (const part of [main, ...included]) merger.add(part);
  return {
    value: merger.value,
    problems: [...problems, ...merger.problems],
    locate(path, place) {
      const [part, own] = merger.origin(path) ?? [main, path];
      return part.document.locate(own, place);
    },
    isPlain(path) {
      const [part, own] = merger.origin(path) ?? [main, path];
      return part.document.isPlain(own);
    },
  };
}

/** The parts that entries of a section come from, in the order of the merged list or by name. */
interface Section {
  readonly first: Part;
  readonly names: Map<string, Part>;
  readonly items: [part: Part, index: number][];
}

class Merger {
  readonly value: UnknownRecord = {};
  readonly problems: ConfigProblem[] = [];
  readonly #sections = new Map<string, Section>();

  add(part: Part): void {
    for (const [key, value] of Object.entries(part.value ?? {})) {
      if (key !== "include") this.#addSection(part, key, value);
    }
  }

  /** The part that says what stands at a path, and where it stands there. */
  origin([key, name, ...rest]: YamlPath): [part: Part, path: YamlPath] | undefined {
    const section = typeof key === "string" ? this.#sections.get(key) : undefined;
    if (section === undefined || key === undefined) return undefined;
    if (name === undefined) return [section.first, [key]];
    const item = typeof name === "number" ? section.items[name] : undefined;
    if (item !== undefined) return [item[0], [key, item[1], ...rest]];
    return [section.names.get(String(name)) ?? section.first, [key, name, ...rest]];
  }

  #addSection(part: Part, key: string, value: unknown): void {
    const section = this.#sections.get(key);
    const sofar = this.value[key];
    if (section === undefined || (sofar === null && value !== null)) this.#begin(part, key, value);
    else if (value === null) return;
    else if (KEY_BY_KEY.has(key)) this.#addNames(part, key, value, section);
    else if (!BY_NAME.has(key)) this.#compare(part, key, value, section);
    else if (Array.isArray(sofar) && Array.isArray(value)) this.#addItems(part, sofar, value, section);
    else this.#addNames(part, key, value, section);
  }

  /** What is added to later is copied: the parts keep what their files say. */
  #begin(part: Part, key: string, value: unknown): void {
    const section: Section = { first: part, names: new Map(), items: [] };
    this.#sections.set(key, section);
    const isList = BY_NAME.has(key) && Array.isArray(value);
    this.value[key] = isList ? [] : isRecord(value) ? {} : value;
    if (isList) this.#addItems(part, this.value[key] as unknown[], value, section);
    else if (isRecord(value)) this.#addNames(part, key, value, section);
  }

  #addItems(part: Part, all: unknown[], items: readonly unknown[], section: Section): void {
    for (const [index, item] of items.entries()) {
      all.push(item);
      section.items.push([part, index]);
    }
  }

  #addNames(part: Part, key: string, value: unknown, section: Section): void {
    const all = this.value[key];
    if (!isRecord(all) || !isRecord(value)) {
      this.#refuseKind(part, key, value, section);
      return;
    }
    for (const [name, entry] of Object.entries(value)) {
      const other = section.names.get(name);
      if (other === undefined) {
        all[name] = entry;
        section.names.set(name, part);
      } else if (BY_NAME.has(key)) {
        this.#tell(
          "error",
          "defined_twice",
          part,
          [key, name],
          `is defined at ${placeOf(other, [key, name])} too; a name may stand in one file only`,
        );
      } else if (!includes(other, part) && !jsonEqual(all[name], entry)) {
        this.#tellIgnored(part, [key, name], other);
      }
    }
  }

  /** The first file that says it counts; that is told where somebody may not expect it. */
  #compare(part: Part, key: string, value: unknown, section: Section): void {
    if (key.startsWith("x-") || jsonEqual(this.value[key], value)) return;
    if (MEANT_FOR_ITS_FILE.has(key) || !includes(section.first, part)) this.#tellIgnored(part, [key], section.first);
  }

  #tellIgnored(part: Part, path: YamlPath, other: Part): void {
    this.#tell("warning", "said_twice", part, path, `is ignored: ${placeOf(other, path)} says otherwise, and counts`);
  }

  #refuseKind(part: Part, key: string, value: unknown, section: Section): void {
    const message = `is ${kind(value)} here and ${kind(this.value[key])} at ${placeOf(section.first, [key])}; write this one as the other is written`;
    this.#tell("error", "unlike_section", part, [key], message);
  }

  #tell(severity: "error" | "warning", code: string, { document }: Part, path: YamlPath, message: string): void {
    this.problems.push({ severity, code, path: showPath(path), message, at: document.locate(path, "key") });
  }
}

/** Whether one part led to the other. */
function includes({ document }: Part, { chain }: Part): boolean {
  return chain.includes(document.file);
}

function placeOf({ document }: Part, path: YamlPath): string {
  const { file, line, column } = document.locate(path, "key");
  return `${file}:${line}:${column}`;
}

function kind(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  return isRecord(value) ? "a map" : "neither a map nor a list";
}
