import { Alias, type Node, type Pair, Scalar, YAMLMap, YAMLSeq } from "yaml";
import type { YamlPath } from "../problem.ts";
import { keyText } from "./key-text.ts";

/** Where the parts of a composed document stand, as offsets; nothing is indexed before somebody asks. */
export class Places {
  readonly #root: unknown;
  readonly #aliased: ReadonlyMap<Alias, Node>;
  readonly #pairs = new Map<YAMLMap, ReadonlyMap<string, Pair>>();

  /** `aliased` says what each alias stands for. */
  constructor(root: unknown, aliased: ReadonlyMap<Alias, Node>) {
    this.#root = root;
    this.#aliased = aliased;
  }

  offset(path: YamlPath, part: "key" | "value"): number {
    let node = this.#root;
    let keyOffset = 0;
    for (const step of path) {
      const found = this.#step(node, step);
      if (found === undefined) return keyOffset;
      node = found.value;
      keyOffset = offsetOf(found.key) ?? offsetOf(node) ?? keyOffset;
    }
    return part === "key" ? keyOffset : (offsetOf(node) ?? keyOffset);
  }

  isPlain(path: YamlPath): boolean {
    let node = this.#root;
    for (const step of path) node = this.#step(node, step)?.value;
    const scalar = this.#meant(node);
    return scalar instanceof Scalar && scalar.type === Scalar.PLAIN && scalar.tag === undefined;
  }

  #step(parent: unknown, step: string | number): { key?: unknown; value: unknown } | undefined {
    const node = this.#meant(parent);
    if (node instanceof YAMLMap) return this.#pairsOf(node).get(String(step));
    if (!(node instanceof YAMLSeq) || typeof step !== "number" || !(step in node.items)) return undefined;
    return { value: node.items[step] };
  }

  #meant(node: unknown): unknown {
    return node instanceof Alias ? this.#aliased.get(node) : node;
  }

  #pairsOf(map: YAMLMap): ReadonlyMap<string, Pair> {
    const known = this.#pairs.get(map);
    if (known !== undefined) return known;
    const pairs = new Map<string, Pair>();
    for (const pair of map.items) {
      const name = keyText(pair.key);
      // Of a key that stands twice, the first counts.
      if (name !== undefined && !pairs.has(name)) pairs.set(name, pair);
    }
    this.#pairs.set(map, pairs);
    return pairs;
  }
}

/** Where a node begins; a value that is left out stands nowhere. */
function offsetOf(node: unknown): number | undefined {
  if (typeof node !== "object" || node === null || !("range" in node) || !Array.isArray(node.range)) return undefined;
  return node.range[0] as number;
}
