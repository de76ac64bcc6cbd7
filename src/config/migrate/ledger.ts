import { isRecord } from "../../util/record.ts";
import type { ConfigPosition, YamlPath } from "../problem.ts";
import { showPath } from "../problem.ts";

/** Something said of one place of the file that is migrated. */
export interface MigrationRemark {
  /** As people write it: `model_list[0].litellm_params.model`; `""` for the whole file. */
  readonly path: string;
  readonly at?: ConfigPosition;
  /** A sentence for people: why it is not carried over, or what it was read as. */
  readonly what: string;
}

/** Says why a place that nothing asked about is not carried over. */
export type Explain = (path: YamlPath) => string;

/**
 * The books of a migration: every place of the old file is either taken or refused, and what nothing asked about is
 * refused by itself, so that nothing can be dropped in silence.
 */
export class Ledger {
  readonly notes: MigrationRemark[] = [];
  readonly #settled = new Set<string>();
  readonly #refused: { path: YamlPath; what: string }[] = [];
  readonly #locate: (path: YamlPath) => ConfigPosition | undefined;

  constructor(locate: (path: YamlPath) => ConfigPosition | undefined) {
    this.#locate = locate;
  }

  /** Marks a place, with all below it, as carried over. */
  take(path: YamlPath): void {
    this.#settled.add(JSON.stringify(path));
  }

  /** Lists a place, with all below it, as not carried over; of the whole file only that something beside it is not. */
  refuse(path: YamlPath, what: string): void {
    if (path.length > 0) this.#settled.add(JSON.stringify(path));
    const shown = showPath(path);
    const isKnown = this.#refused.some((known) => known.what === what && showPath(known.path) === shown);
    if (!isKnown) this.#refused.push({ path, what });
  }

  note(path: YamlPath, what: string): void {
    const remark = this.#remark(path, what);
    const isKnown = this.notes.some((note) => note.path === remark.path && note.what === what);
    if (!isKnown) this.notes.push(remark);
  }

  /** Everything that is not carried over, in the order of the file. */
  unsupported(value: unknown, explain: Explain): MigrationRemark[] {
    for (const path of this.#untouched(value)) this.#refused.push({ path, what: explain(path) });
    const order = new Map<string, number>();
    walk(value, [], (path) => order.set(JSON.stringify(path), order.size));
    const place = (path: YamlPath): number => order.get(JSON.stringify(path)) ?? order.size;
    return this.#refused
      .sort((a, b) => place(a.path) - place(b.path))
      .map(({ path, what }) => this.#remark(path, what));
  }

  /** The highest places that hold nothing settled: a section of the file is told key by key, anything deeper as one. */
  #untouched(root: unknown): YamlPath[] {
    const found: YamlPath[] = [];
    const visit = (value: unknown, path: YamlPath): boolean => {
      if (this.#settled.has(JSON.stringify(path))) return false;
      const below = partsOf(value).map(([key, item]) => [[...path, key], item] as const);
      const from = found.length;
      const states = below.map(([inner, item]) => visit(item, inner));
      const isWhole = states.every(Boolean);
      // Of a section, and of the parts of an entry in one, each key is told by itself.
      const isPartOfEntry = path.length === 3 && typeof path[1] === "number";
      const isSection =
        path.length === 0 || (isRecord(value) && below.length > 0 && (path.length === 1 || isPartOfEntry));
      if (isWhole && !isSection) {
        found.length = from;
        found.push(path);
      }
      return isWhole;
    };
    visit(root, []);
    return found;
  }

  #remark(path: YamlPath, what: string): MigrationRemark {
    const at = this.#locate(path);
    return { path: showPath(path), ...(at === undefined ? {} : { at }), what };
  }
}

function walk(value: unknown, path: YamlPath, visit: (path: YamlPath) => void): void {
  visit(path);
  for (const [key, item] of partsOf(value)) walk(item, [...path, key], visit);
}

function partsOf(value: unknown): [string | number, unknown][] {
  if (Array.isArray(value)) return value.map((item, index) => [index, item]);
  return isRecord(value) ? Object.entries(value) : [];
}
