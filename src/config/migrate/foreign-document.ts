import {
  Composer,
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type Range,
  visit,
} from "yaml";
import { readYamlTokens } from "../../util/yaml-tokens.ts";
import type { ConfigPosition, ConfigProblem, YamlPath } from "../problem.ts";
import { showPath } from "../problem.ts";
import { positionsIn } from "../yaml-document/positions.ts";
import { syntaxProblem } from "../yaml-document/syntax-problem.ts";
import type { Comments } from "./draft.ts";

const MOST_CHARACTERS = 1024 * 1024;
const DEEPEST = 64;
const MOST_NODES = 100_000;
const MOST_LEXEMES = 1_000_000;

/** A file of another tool: plain data, and where and beside which comments each part of it stands. */
export interface ForeignDocument {
  readonly value: unknown;
  /** How many documents the file holds; only the first is read. */
  readonly documents: number;
  /** What was smoothed over in reading, such as a key that stood twice. */
  readonly remarks: readonly { readonly path: YamlPath; readonly what: string }[];
  locate(path: YamlPath): ConfigPosition | undefined;
  /** The comments above and beside an entry. */
  comments(path: YamlPath): Comments;
  /** All comments above, beside and inside an entry, in their order. */
  commentsWithin(path: YamlPath): string[];
  /** The comment at the head of the file. */
  readonly head?: string;
}

/** A file that cannot be read, with the reason and the place. */
export class Unreadable extends Error {
  readonly problem: ConfigProblem;

  constructor(problem: ConfigProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

/**
 * Reads a file that other tools accept: merge keys are expanded, and of a key that stands twice the last counts, as in
 * Python's parser.
 * @throws {Unreadable}
 */
export function parseForeign(text: string, file: string): ForeignDocument {
  const at = positionsIn(text, file);
  const fail = (code: string, message: string, offset: number, path: YamlPath = []): never => {
    throw new Unreadable({ severity: "error", code, path: showPath(path), message, at: at(offset) });
  };
  if (text.length > MOST_CHARACTERS) fail("too_large", "is larger than 1 MiB and was not read", 0);
  const { tokens, tooDeepAt, tooLongAt } = readYamlTokens(text, { deepest: DEEPEST, most: MOST_LEXEMES });
  if (tooDeepAt !== undefined) fail("too_deep", `nested deeper than ${DEEPEST} levels`, tooDeepAt);
  if (tooLongAt !== undefined) fail("too_large", "holds too many parts, and was not read", tooLongAt);
  const composer = new Composer({ schema: "core", uniqueKeys: false, prettyErrors: false, logLevel: "silent" });
  const documents = [...composer.compose(tokens, true, text.length)] as Document[];
  const [document] = documents;
  const [error] = document?.errors ?? [];
  if (error !== undefined) {
    const { code, message, offset } = syntaxProblem(error, text);
    fail(code, message, offset);
  }
  const places = new Map<string, { key?: Node; value: Node | null }>();
  const remarks: { path: YamlPath; what: string }[] = [];
  // An alias means the nearest anchor of its name before it.
  const anchors = new Map<string, Node>();
  let seen = 0;

  function read(node: unknown, path: YamlPath, inside: readonly unknown[] = []): unknown {
    const offset = rangeOf(node)?.[0] ?? 0;
    seen += 1;
    if (seen > MOST_NODES)
      fail("too_many_values", `more than ${MOST_NODES.toLocaleString("en-US")} values`, offset, path);
    if (path.length > DEEPEST) fail("too_deep", `nested deeper than ${DEEPEST} levels`, offset, path);
    if (isNode(node) && !isAlias(node) && node.anchor !== undefined) anchors.set(node.anchor, node);
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      if (target === undefined) fail("unknown_anchor", "this alias has no anchor", offset, path);
      if (inside.includes(target)) fail("circular_alias", "this alias stands within what it means", offset, path);
      return read(target, path, inside);
    }
    if (isSeq(node))
      return node.items.map((item, index) => readAt(undefined, item, [...path, index], [...inside, node]));
    if (isMap(node)) return Object.fromEntries(entriesOf(node.items, path, [...inside, node]));
    return isScalar(node) ? plain(node.value, node.source) : null;
  }

  function readAt(key: unknown, item: unknown, path: YamlPath, inside: readonly unknown[]): unknown {
    places.set(JSON.stringify(path), { ...(isNode(key) ? { key } : {}), value: isNode(item) ? item : null });
    return read(item, path, inside);
  }

  function entriesOf(pairs: readonly unknown[], path: YamlPath, inside: readonly unknown[]): Map<string, unknown> {
    const entries = new Map<string, unknown>();
    const merged = new Map<string, unknown>();
    for (const pair of pairs) {
      if (!isPair(pair)) continue;
      const key = keyText(pair);
      const offset = rangeOf(pair.key)?.[0] ?? 0;
      if (key === undefined) {
        fail("invalid_key", "a key must be text", offset, path);
      } else if (["__proto__", "constructor", "prototype"].includes(key)) {
        fail("invalid_key", `the key ${key} is not accepted`, offset, path);
      } else if (key === "<<") {
        for (const [name, value] of mergedEntries(pair.value, path, inside))
          if (!merged.has(name)) merged.set(name, value);
        remarks.push({ path, what: "the merge key << was written out" });
      } else {
        if (entries.has(key))
          remarks.push({ path: [...path, key], what: "this key stands twice; the last one counts" });
        entries.set(key, readAt(pair.key, pair.value, [...path, key], inside));
      }
    }
    for (const [name, value] of merged) if (!entries.has(name)) entries.set(name, value);
    return entries;
  }

  function mergedEntries(node: unknown, path: YamlPath, inside: readonly unknown[]): [string, unknown][] {
    const target = isAlias(node) ? anchors.get(node.source) : node;
    if (isSeq(target)) return target.items.flatMap((item) => mergedEntries(item, path, inside));
    if (inside.includes(target))
      return fail("circular_alias", "this alias stands within what it means", rangeOf(node)?.[0] ?? 0, path);
    return isMap(target) ? [...entriesOf(target.items, path, [...inside, target])] : [];
  }

  const value = document === undefined ? null : read(document.contents, []);
  const head = [document?.commentBefore, document?.contents?.commentBefore].filter(Boolean).join("\n") || undefined;
  return {
    value,
    documents: documents.length,
    remarks,
    locate: (path) => {
      for (let length = path.length; length >= 0; length--) {
        const place = places.get(JSON.stringify(path.slice(0, length)));
        const start = rangeOf(place?.key ?? place?.value)?.[0];
        if (start !== undefined) return at(start);
      }
      return undefined;
    },
    comments: (path) => {
      const place = places.get(JSON.stringify(path));
      const before = place?.key?.commentBefore ?? place?.value?.commentBefore ?? undefined;
      const trailing = place?.value?.comment ?? undefined;
      return { ...(before == null ? {} : { before }), ...(trailing == null ? {} : { trailing }) };
    },
    commentsWithin: (path) => commentsAround(document?.contents, path),
    ...(head === undefined ? {} : { head }),
  };
}

function commentsAround(root: unknown, path: YamlPath): string[] {
  let node: unknown = root;
  const found: string[] = [];
  for (const part of path) {
    const parent: unknown = node;
    const pairs = isMap(parent) ? parent.items : [];
    const pair = pairs.find((candidate) => isPair(candidate) && keyText(candidate) === part);
    node = isSeq(parent) && typeof part === "number" ? parent.items[part] : pair?.value;
    // What stands above the first item belongs to the list itself.
    if (part === 0 && isSeq(parent) && parent.commentBefore) found.push(parent.commentBefore);
  }
  visit(node as Node | null, (_key, inner) => {
    const { commentBefore, comment } = inner as { commentBefore?: string | null; comment?: string | null };
    if (commentBefore) found.push(commentBefore);
    if (comment) found.push(comment);
  });
  return found;
}

function isNode(value: unknown): value is Node {
  return isScalar(value) || isMap(value) || isSeq(value) || isAlias(value);
}

function rangeOf(node: unknown): Range | undefined {
  return isNode(node) ? (node.range ?? undefined) : undefined;
}

function keyText(pair: Pair): string | undefined {
  const { key } = pair;
  if (!isScalar(key)) return undefined;
  return typeof key.value === "string" ? key.value : (key.source ?? String(key.value));
}

// What YAML has and JSON has not (infinities, dates, big numbers) stays the text it was written as.
function plain(value: unknown, source: string | undefined): unknown {
  const isPlain = value === null || ["string", "boolean"].includes(typeof value) || Number.isFinite(value);
  return isPlain ? value : (source ?? String(value));
}
