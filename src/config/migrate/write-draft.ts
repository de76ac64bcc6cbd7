import { Document, isMap, isScalar, isSeq, type Node, type Pair, type Scalar, visit } from "yaml";
import { given } from "../../util/given.ts";
import type { Comments, Draft, DraftBackend, DraftModel, DraftTarget } from "./draft.ts";

const LINE = 100;

/** A draft as the text of a config: short things on one line, a blank line between long ones, comments where they stood. */
export function writeDraft(draft: Draft): string {
  const models = mapOf(draft.models, modelValue);
  const backends = mapOf(draft.backends, backendValue);
  const groups = Object.fromEntries(draft.groups);
  const document = new Document(given({ version: 1, models, backends, groups, router: draft.router }), {
    sortMapEntries: false,
  });
  if (draft.before !== undefined) document.commentBefore = draft.before;
  for (const [section, entries] of [
    ["models", draft.models],
    ["backends", draft.backends],
  ] as const) {
    const node = document.get(section);
    if (isMap(node)) dress(node.items, entries);
  }
  for (const pair of isMap(document.contents) ? document.contents.items.slice(1) : []) {
    if (isScalar(pair.key)) pair.key.spaceBefore = true;
  }
  visit(document, { Collection: (_key, node) => void shorten(node) });
  addTargetComments(document, draft.models);
  return document.toString({ lineWidth: 0 }).split("\n").map(withTightLists).join("\n");
}

function modelValue(model: DraftModel): unknown {
  const { targets, fallback, timeout = {}, retry = {}, capabilities, ...rest } = model;
  const [only] = targets;
  const value = given({
    description: rest.description,
    backend: targets.length === 1 && only !== undefined && isPlain(only) ? only.target : targets.map(targetValue),
    strategy: rest.strategy,
    capabilities,
    parameters: rest.parameters,
    aliases: rest.aliases,
    tags: rest.tags,
    fallback: fallbackValue(fallback),
    timeout: timeout.first_content === undefined ? timeout.total : timeout,
    retry: retry.backoff === undefined ? retry.attempts : retry,
    budget: rest.budget,
  });
  return Object.keys(value).length === 1 && typeof value.backend === "string" ? value.backend : value;
}

function isPlain({ weight, when, parameters }: DraftTarget): boolean {
  return weight === undefined && when === undefined && parameters === undefined;
}

function targetValue(target: DraftTarget): unknown {
  const { comment: _beside, ...value } = target;
  return isPlain(target)
    ? target.target
    : Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined));
}

function fallbackValue({ any, context_window, content_policy }: DraftModel["fallback"]): unknown {
  const byReason = given({ any, context_window, content_policy });
  return Object.keys(byReason).length === 1 && byReason.any !== undefined ? any : byReason;
}

function backendValue(backend: DraftBackend): unknown {
  const { models, before: _before, trailing: _trailing, ...rest } = backend;
  const facts = [...models].filter(([, known]) => Object.keys(known).length > 0);
  return given({ ...rest, models: Object.fromEntries(facts) });
}

function mapOf<Item>(items: ReadonlyMap<string, Item>, toValue: (item: Item) => unknown): Record<string, unknown> {
  return Object.fromEntries([...items].map(([name, item]) => [name, toValue(item)]));
}

/** Comments on the entries of a section, and a blank line before and after each that takes several lines. */
function dress(pairs: readonly Pair[], entries: ReadonlyMap<string, Comments>): void {
  let wasLong = false;
  for (const [index, pair] of pairs.entries()) {
    const { key, value } = pair;
    if (!isScalar(key)) continue;
    const { before, trailing } = entries.get(String(key.value)) ?? {};
    const isLong = isMap(value) || before !== undefined;
    key.spaceBefore = index > 0 && (isLong || wasLong);
    if (before !== undefined) key.commentBefore = before;
    if (trailing !== undefined && isScalar(value)) value.comment = trailing;
    else if (trailing !== undefined) key.commentBefore = [before, trailing].filter(Boolean).join("\n");
    wasLong = isMap(value);
  }
}

/** Lists and small maps of plain values on one line, as a person would write them. */
function shorten(node: Node): void {
  if (isSeq(node)) {
    node.flow = node.items.every((item) => isScalar(item) && isShort(item)) && widthOf(node) < LINE;
    for (const item of node.items) if (isMap(item)) item.flow = isFlat(item) && widthOf(item) < LINE;
  }
  if (!isMap(node)) return;
  for (const { key, value } of node.items as Pair[]) {
    const isDetail = isScalar(key) && !["models", "backends", "groups", "headers"].includes(String(key.value));
    if (isDetail && isMap(value) && DETAILS.has(String((key as Scalar).value)))
      value.flow = isFlat(value) && widthOf(value) < LINE;
  }
}

const DETAILS: ReadonlySet<string> = new Set(
  "parameters capabilities when timeout retry budget pricing rate_limits fallback response_format thinking extra breaker".split(
    " ",
  ),
);

function isShort({ value }: Scalar): boolean {
  return typeof value !== "string" || !/[\n{}[\],#]/.test(value);
}

function isFlat(node: Node): boolean {
  if (isScalar(node)) return isShort(node);
  if (isSeq(node)) return node.items.every((item) => isScalar(item) && isShort(item));
  return isMap(node) && node.items.every(({ value }) => isFlat(value as Node));
}

function widthOf(node: Node): number {
  return JSON.stringify(node.toJSON()).length;
}

function addTargetComments(document: Document, models: ReadonlyMap<string, DraftModel>): void {
  for (const [name, { targets }] of models) {
    for (const [index, { comment }] of targets.entries()) {
      const node = comment === undefined ? undefined : document.getIn(["models", name, "backend", index], true);
      const list = comment === undefined ? undefined : document.getIn(["models", name, "backend"], true);
      if (isSeq(list)) list.flow = false;
      if (isScalar(node)) node.comment = ` ${comment?.replace(/\s+/g, " ")}`;
    }
  }
}

// The writer pads lists as it pads maps; people write [a, b] and { a: 1 }.
function withTightLists(line: string): string {
  return /^\s*#|["']/.test(line) ? line : line.replace(/(?<=: )\[ ([^[\]{}#]+) \]/g, "[$1]");
}
