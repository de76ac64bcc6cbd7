import type { Draft } from "../draft.ts";
import { FallbackEdges } from "../fallback-edges.ts";
import type { Part } from "../part.ts";

const REASONS = [
  ["fallbacks", "any"],
  ["context_window_fallbacks", "context_window"],
  ["content_policy_fallbacks", "content_policy"],
] as const;

/** Carries the fall-backs of all kinds over; `router_settings` come before `litellm_settings`, as in LiteLLM. */
export function addFallbacks(draft: Draft, sections: readonly Part[]): void {
  const edges = new FallbackEdges(draft);
  for (const [key, reason] of REASONS) {
    const rules = sections.flatMap((section) => section.at(key).items()).flatMap((item) => item.entries());
    for (const [model, others] of rules) {
      if (model !== "*") for (const other of listed(others)) edges.add(model, reason, other);
    }
    for (const [model, others] of rules) if (model === "*") addToAll(draft, edges, reason, listed(others));
  }
  for (const section of sections) addToAll(draft, edges, "any", listed(section.at("default_fallbacks")));
}

function listed(part: Part): Part[] {
  return part.isList ? part.items() : part.isGiven ? [part] : [];
}

/** What every model falls back on that has nothing of its own; the fall-backs themselves are left out. */
function addToAll(
  draft: Draft,
  edges: FallbackEdges,
  reason: (typeof REASONS)[number][1],
  others: readonly Part[],
): void {
  const targets = new Set(others.map(({ value }) => edges.nameOf(String(value))));
  const models = [...draft.models.keys()].filter((name) => !targets.has(name) && !edges.has(name, reason));
  for (const other of others) {
    for (const model of models) edges.add(model, reason, other);
    if (models.length === 0) other.refuse("every model is one of these, or has a fall-back of its own");
  }
}
