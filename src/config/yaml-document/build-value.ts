import { Alias, type Node, type Pair, Scalar, YAMLMap, YAMLSeq } from "yaml";
import type { UnknownRecord } from "../../util/record.ts";
import { type ConfigPosition, type ConfigProblem, showPath } from "../problem.ts";
import { keyText } from "./key-text.ts";

const MOST_PROBLEMS = 100;
/** Characters that aliases may add, as if what they stand for were written out. */
const MOST_REPEATED = 1024 * 1024;
const REFUSED_KEYS: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/** What a composed document holds. */
export interface BuiltValue {
  readonly value: unknown;
  readonly problems: readonly (ConfigProblem & { readonly at: ConfigPosition })[];
  /** What each alias stands for. */
  readonly aliased: ReadonlyMap<Alias, Node>;
}

/** How a value is built. */
export interface BuildOptions {
  at(offset: number): ConfigPosition;
  /** Levels, with aliases written out. */
  deepest: number;
}

/** Plain data from composed nodes; what is wrong is left out of maps, and `null` in lists, so that places stay right. */
export function buildValue(root: unknown, options: BuildOptions): BuiltValue {
  const builder = new Builder(options);
  const value = builder.build(root, 0);
  return { value: value === LEFT_OUT ? null : value, problems: builder.problems, aliased: builder.aliased };
}

const LEFT_OUT = Symbol("left out");

interface Anchored {
  readonly node: Node;
  readonly value: unknown;
  /** Levels below the node, and characters with its own aliases written out. */
  readonly levels: number;
  readonly size: number;
}

class Builder {
  readonly problems: (ConfigProblem & { readonly at: ConfigPosition })[] = [];
  readonly aliased = new Map<Alias, Node>();
  readonly #options: BuildOptions;
  readonly #anchored = new Map<string, Anchored | "open">();
  readonly #path: (string | number)[] = [];
  #deepest = 0;
  #repeated = 0;

  constructor(options: BuildOptions) {
    this.#options = options;
  }

  build(node: unknown, depth: number): unknown {
    if (node instanceof Alias) return this.#repeat(node, depth);
    if (!(node instanceof Scalar || node instanceof YAMLMap || node instanceof YAMLSeq)) return null;
    return node.anchor === undefined ? this.#plain(node, depth) : this.#anchor(node.anchor, node, depth);
  }

  #plain(node: Scalar | YAMLMap | YAMLSeq, depth: number): unknown {
    if (depth > this.#deepest) this.#deepest = depth;
    if (node instanceof YAMLMap) return this.#map(node, depth + 1);
    if (node instanceof YAMLSeq) return this.#list(node, depth + 1);
    return typeof node.value === "number" && !Number.isFinite(node.value) ? this.#notFinite(node) : node.value;
  }

  #map(map: YAMLMap, depth: number): UnknownRecord {
    const record: UnknownRecord = {};
    for (const pair of map.items) {
      const name = this.#name(pair);
      if (name === undefined) continue;
      this.#path.push(name);
      const isRepeated = Object.hasOwn(record, name);
      if (isRepeated) this.#refuseRepeated(map, name, pair);
      const value = this.build(pair.value, depth);
      if (value !== LEFT_OUT && !isRepeated) record[name] = value;
      this.#path.pop();
    }
    return record;
  }

  #list(list: YAMLSeq, depth: number): unknown[] {
    return list.items.map((item, index) => {
      this.#path.push(index);
      const value = this.build(item, depth);
      this.#path.pop();
      return value === LEFT_OUT ? null : value;
    });
  }

  /** The name a pair's value gets; `undefined` after telling why it gets none. */
  #name({ key }: Pair): string | undefined {
    if (key instanceof Scalar && key.anchor !== undefined) this.#anchor(key.anchor, key, 0);
    const name = keyText(key);
    if (name === undefined) return this.#refuse("complex_key", COMPLEX_KEY, key);
    if (name === "<<" && isPlain(key)) return this.#refuse("merge_key", MERGE_KEY, key);
    if (REFUSED_KEYS.has(name))
      return this.#refuse("refused_key", `the name ${name} is not allowed; choose another`, key);
    return name;
  }

  #refuseRepeated(map: YAMLMap, name: string, { key }: Pair): void {
    // Looking for the first is not free, and a hostile text has many.
    if (this.problems.length >= MOST_PROBLEMS) return;
    const { line } = this.#at(map.items.find((pair) => keyText(pair.key) === name)?.key);
    this.#refuse("duplicate_key", `stands here twice, first in line ${line}; remove one, or rename it`, key);
  }

  #notFinite(scalar: Scalar): typeof LEFT_OUT {
    return this.#leaveOut(
      "not_finite",
      "is no number that can be used; write a finite one, or put the text in quotes",
      scalar,
    );
  }

  #anchor(name: string, node: Scalar | YAMLMap | YAMLSeq, depth: number): unknown {
    const around = { deepest: this.#deepest, repeated: this.#repeated };
    this.#deepest = depth;
    this.#anchored.set(name, "open");
    const value = this.#plain(node, depth);
    const [start = 0, end = start] = node.range ?? [];
    const size = end - start + this.#repeated - around.repeated;
    this.#anchored.set(name, { node, value, levels: this.#deepest - depth, size });
    this.#deepest = Math.max(around.deepest, this.#deepest);
    return value;
  }

  #repeat(alias: Alias, depth: number): unknown {
    const meant = this.#anchored.get(alias.source);
    if (meant === undefined) return this.#leaveOut("unknown_alias", UNKNOWN_ALIAS, alias);
    if (meant === "open") return this.#leaveOut("alias_cycle", "this reference stands inside what it refers to", alias);
    if (this.#repeated > MOST_REPEATED) return LEFT_OUT;
    this.#repeated += meant.size + 1;
    if (this.#repeated > MOST_REPEATED) return this.#leaveOut("alias_bomb", ALIAS_BOMB, alias);
    if (depth + meant.levels > this.#options.deepest) {
      const message = `nested deeper than ${this.#options.deepest} levels, references written out; take some away`;
      return this.#leaveOut("too_deep", message, alias);
    }
    this.#deepest = Math.max(this.#deepest, depth + meant.levels);
    this.aliased.set(alias, meant.node);
    return meant.value;
  }

  #leaveOut(code: string, message: string, node: unknown): typeof LEFT_OUT {
    this.#refuse(code, message, node);
    return LEFT_OUT;
  }

  #refuse(code: string, message: string, node: unknown): undefined {
    if (this.problems.length >= MOST_PROBLEMS) return;
    this.problems.push({ severity: "error", code, path: showPath(this.#path), message, at: this.#at(node) });
  }

  #at(node: unknown): ConfigPosition {
    return this.#options.at((node as Node | undefined)?.range?.[0] ?? 0);
  }
}

function isPlain(key: unknown): boolean {
  return key instanceof Scalar && key.type === Scalar.PLAIN;
}

const COMPLEX_KEY = "a name must be text; put it in quotes if it holds other signs";
const MERGE_KEY = "<<: merge keys are not supported; write the keys out, or use an anchor on a whole value";
const UNKNOWN_ALIAS =
  "this refers to an anchor (&name) that does not stand above; a text that begins with * must be in quotes";
const ALIAS_BOMB = "the references (*name) up to here make the file larger than 1 MiB when written out; remove some";
