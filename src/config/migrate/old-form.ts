import { isDeepStrictEqual } from "node:util";
import {
  Composer,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  Pair,
  Scalar,
  YAMLMap,
  type YAMLSeq,
} from "yaml";
import { isRecord, own } from "../../util/record.ts";
import { readYamlTokens } from "../../util/yaml-tokens.ts";
import { ConfigError } from "../config-error.ts";
import { showPath } from "../problem.ts";
import type { RawConfig } from "../raw-config.ts";
import { upgrade } from "../upgrade.ts";
import { readYamlDocument } from "../yaml-document.ts";
import type { MigrationRemark } from "./ledger.ts";
import type { MigrationResult } from "./migration.ts";
import { backendFor } from "./old-form/backend-for.ts";

const DEEPEST = 64;

/**
 * Rewrites an old form of our own in the new one, in place: what is new already stays as it was written, comments too.
 * @throws {ConfigError} when the text cannot be read
 */
export async function migrateOldForm(text: string, file: string): Promise<MigrationResult> {
  const { value, problems, locate, isPlain } = await readYamlDocument(text, file);
  const raw: RawConfig = { value, files: [file], problems, locate, isPlain };
  const upgraded = upgrade(raw);
  if (upgraded.problems.some(({ severity }) => severity === "error")) throw new ConfigError(upgraded.problems);
  const { filled, unsupported } = withBackends(upgraded);
  const notes = upgraded.problems.map(({ path, message, at }) => ({
    path,
    what: message,
    ...(at === undefined ? {} : { at }),
  }));
  const carried = Object.keys(own(filled, "models") ?? {}).length;
  const from = "modelmall";
  if (isDeepStrictEqual(filled, value)) return { from, yaml: text, carried, unsupported, notes };
  return { from, yaml: rewrite(text, filled), carried, unsupported, notes };
}

/** Gives a target to every name that has none: in the new form a name without one must be found by the registry. */
function withBackends(raw: RawConfig): { filled: unknown; unsupported: MigrationRemark[] } {
  const models = own(raw.value, "models");
  if (!isRecord(models) || !isRecord(raw.value)) return { filled: raw.value, unsupported: [] };
  const unsupported: MigrationRemark[] = [];
  const entries = Object.entries(models).map(([name, model]) => {
    if (typeof model === "string" || own(model, "backend") !== undefined) return [name, model];
    const known = backendFor(name, own(raw.value, "backends"));
    const backend = `${known ?? "[backend]"}/${name}`;
    if (known === undefined && !name.startsWith("[")) {
      const at = raw.locate(["models", name]);
      const what = "nothing says which backend runs it; fill in [backend]";
      unsupported.push({ path: showPath(["models", name]), what, ...(at === undefined ? {} : { at }) });
    }
    return [name, isRecord(model) && Object.keys(model).length > 0 ? { backend, ...model } : backend];
  });
  return { filled: { ...raw.value, models: Object.fromEntries(entries) }, unsupported };
}

function rewrite(text: string, value: unknown): string {
  const { tokens } = readYamlTokens(text, { deepest: DEEPEST });
  const composer = new Composer({ schema: "core", uniqueKeys: false, logLevel: "silent" });
  const [document] = composer.compose(tokens, true, text.length) as Iterable<Document>;
  if (document === undefined) return text;
  const { contents } = document;
  const isRenamed = own(value, "providers") === undefined && own(value, "backends") !== undefined;
  const pair = isMap(contents)
    ? contents.items.find(({ key }) => isScalar(key) && key.value === "providers")
    : undefined;
  if (isRenamed && isScalar(pair?.key) && isMap(contents) && !contents.has("backends")) pair.key.value = "backends";
  document.contents = reshape(document, contents, value) as typeof document.contents;
  return document.toString({ lineWidth: 0 });
}

/** A node that holds a value, made from the one that stood there: what is equal stays as it was written. */
function reshape(document: Document, node: unknown, value: unknown): unknown {
  if (isDeepStrictEqual(plain(document, node), value)) return node;
  if (isMap(node) && isRecord(value)) return reshapeMap(document, node, value);
  if (isSeq(node) && isRecord(value)) return reshapeMap(document, byName(document, node), value);
  if (isSeq(node) && Array.isArray(value) && node.items.length === value.length) {
    node.items = node.items.map((item, index) => reshape(document, item, value[index]));
    return node;
  }
  if (isScalar(node) && !isRecord(value) && !Array.isArray(value)) {
    node.value = value;
    return node;
  }
  const fresh = document.createNode(value) as Node;
  if (isScalar(node)) fresh.comment = node.comment ?? null;
  return fresh;
}

function reshapeMap(document: Document, node: YAMLMap, value: Record<string, unknown>): YAMLMap {
  const kept = new Map(node.items.map((pair) => [keyOf(pair.key), pair] as const));
  node.items = Object.entries(value).map(([key, item]) => {
    const pair = kept.get(key);
    if (pair === undefined) return document.createPair(key, item) as Pair;
    pair.value = reshape(document, pair.value, item);
    return pair;
  });
  return node;
}

/** A list of names, or of objects with a name, as a map; the comments above an item stand above its key. */
function byName(document: Document, list: YAMLSeq): YAMLMap {
  const map = new YAMLMap();
  // What stands above the first item belongs to the list.
  map.commentBefore = list.commentBefore ?? null;
  map.comment = list.comment ?? null;
  for (const item of list.items) {
    const isNamed = isMap(item);
    const name = isNamed ? item.get("name") : plain(document, item);
    const key = new Scalar(String(name));
    const { commentBefore, spaceBefore } = (isNamed || isScalar(item) ? item : {}) as Partial<Node>;
    if (commentBefore) key.commentBefore = commentBefore;
    if (spaceBefore) key.spaceBefore = true;
    const value = isNamed ? withoutName(item) : scalarWithComment(item);
    map.items.push(new Pair(key, value));
  }
  return map;
}

function withoutName(map: YAMLMap): YAMLMap {
  map.delete("name");
  map.commentBefore = null;
  map.spaceBefore = false;
  return map;
}

function scalarWithComment(item: unknown): Scalar {
  const scalar = new Scalar(null);
  if (isScalar(item) && item.comment) scalar.comment = item.comment;
  return scalar;
}

function keyOf(key: unknown): string {
  return isScalar(key) ? (typeof key.value === "string" ? key.value : (key.source ?? String(key.value))) : "";
}

function plain(document: Document, node: unknown): unknown {
  if (isAlias(node)) return plain(document, node.resolve(document));
  return isScalar(node) || isMap(node) || isSeq(node) ? node.toJS(document) : node;
}
