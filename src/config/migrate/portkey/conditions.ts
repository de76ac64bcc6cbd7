import type { DraftTarget } from "../draft.ts";
import type { Part } from "../part.ts";
import type { FlatTarget } from "./flatten.ts";

/** The targets of conditional routing: those with a condition that can be said here first, the default last. */
export function addConditions(root: Part, targets: readonly FlatTarget[]): DraftTarget[] {
  const strategy = root.at("strategy");
  const byName = new Map(targets.flatMap((flat) => (flat.name === undefined ? [] : [[flat.name, flat] as const])));
  const used = new Set<FlatTarget>();
  const found: DraftTarget[] = [];
  for (const rule of strategy.at("conditions").items()) {
    const goal = rule.at("then");
    const flat = byName.get(String(goal.value));
    const tag = tagOf(rule.at("query"));
    if (flat === undefined) rule.refuse("no target of this name was carried over");
    else if (tag === undefined)
      rule.refuse("only a single metadata value that must equal something can be said here, as a tag");
    else {
      goal.take();
      rule.at("query").take();
      rule.note(`callers say this with the tag "${tag}" instead of metadata`);
      used.add(flat);
      found.push({ ...flat.target, when: { tags: [tag] } });
    }
  }
  const last = byName.get(String(strategy.at("default").value));
  if (last !== undefined) {
    strategy.at("default").take();
    used.add(last);
    found.push(last.target);
  }
  for (const flat of targets)
    if (!used.has(flat)) flat.part.refuse("no condition that could be carried over leads here");
  return found;
}

/** `user_plan:paid` for `{ "metadata.user_plan": { $eq: "paid" } }`. */
function tagOf(query: Part): string | undefined {
  const [entry, ...more] = query.entries();
  if (entry === undefined || more.length > 0) return undefined;
  const [, name] = /^metadata\.(.+)$/.exec(entry[0]) ?? [];
  const test = entry[1];
  const value = test.isMapping && test.entries().length === 1 ? test.at("$eq").value : test.value;
  const isPlain = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
  return name === undefined || !isPlain ? undefined : `${name}:${value}`;
}
