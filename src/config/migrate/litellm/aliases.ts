import type { Draft } from "../draft.ts";
import type { Part } from "../part.ts";

/** Carries `model_group_alias` over: other names under which a model can be asked for. */
export function addAliases(draft: Draft, part: Part): void {
  const taken = new Set(draft.models.keys());
  for (const [alias, entry] of part.entries()) {
    const goal = entry.isMapping ? entry.at("model") : entry;
    const model = typeof goal.value === "string" ? draft.models.get(goal.value.trim()) : undefined;
    if (model === undefined) goal.refuse(`no model "${String(goal.value)}" was carried over`);
    else if (taken.has(alias))
      entry.refuse(`"${alias}" is the name of a model, or an alias, already; LiteLLM would never use that model`);
    else if (/[\s\p{C}*]/u.test(alias) || alias.length > 256)
      entry.refuse('an alias has 1 to 256 characters, without spaces and "*"');
    else {
      goal.take();
      model.aliases.push(alias);
      taken.add(alias);
    }
  }
}
