import type { Accounts } from "../accounts.ts";
import type { DraftTarget } from "../draft.ts";
import type { Part } from "../part.ts";
import { readTarget } from "./target.ts";

/** A target and where it stands. */
export interface FlatTarget {
  readonly target: DraftTarget;
  readonly part: Part;
  /** What conditions call it. */
  readonly name: string | undefined;
}

export interface Flattened {
  readonly targets: readonly FlatTarget[];
  readonly mode: string;
}

/** The targets of a config, nested ones among them as far as the order in which they are tried stays what it was. */
export function flatten(part: Part, accounts: Accounts, outer: readonly Part[] = []): Flattened {
  const strategy = part.at("strategy");
  const list = part.at("targets");
  const inherited = [part, ...outer];
  if (!list.isList) {
    const read = readTarget(part, accounts, outer);
    strategy.at("mode").text();
    return {
      mode: "single",
      targets: read === undefined ? [] : [{ target: read, part, name: part.at("name").text() }],
    };
  }
  const mode = modeOf(strategy.at("mode"));
  const groups = list.items().map((item) => ({ item, ...flatten(item, accounts, inherited) }));
  const used = mode === "single" ? groups.slice(0, 1) : groups;
  for (const { item } of groups.slice(used.length)) item.refuse('the strategy "single" takes the first target alone');
  return { mode, targets: used.flatMap((group) => within(mode, group)) };
}

function modeOf(part: Part): string {
  const word = part.value;
  const isKnown = ["single", "fallback", "loadbalance", "conditional"].includes(String(word));
  if (isKnown) part.take();
  return isKnown ? String(word) : "fallback";
}

/** The targets of one member of a list, with their share in it. */
function within(outer: string, { item, mode, targets }: Flattened & { item: Part }): readonly FlatTarget[] {
  const weight = outer === "loadbalance" ? item.at("weight").amount() : undefined;
  if (!item.at("targets").isList) {
    return targets.map((flat) => ({
      ...flat,
      target: { ...flat.target, ...(weight === undefined ? {} : { weight }) },
    }));
  }
  if (outer !== "loadbalance") {
    if (mode === "loadbalance") {
      item
        .at("strategy")
        .at("mode")
        .refuse("targets that share the load within a chain of fall-backs are tried in their order");
      return targets.map((flat) => ({ ...flat, target: { ...flat.target, weight: undefined } }));
    }
    return targets;
  }
  const share = weight ?? 1;
  if (mode === "loadbalance") {
    const sum = targets.reduce((total, { target }) => total + (target.weight ?? 1), 0) || 1;
    return targets.map((flat) => ({
      ...flat,
      target: { ...flat.target, weight: (share * (flat.target.weight ?? 1)) / sum },
    }));
  }
  item.note("its further targets are never drawn (weight 0), only tried when the others have failed");
  return targets.map((flat, index) => ({ ...flat, target: { ...flat.target, weight: index === 0 ? share : 0 } }));
}
