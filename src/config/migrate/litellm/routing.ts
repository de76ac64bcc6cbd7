import type { DraftTarget } from "../draft.ts";
import type { Part } from "../part.ts";
import type { Deployment } from "./deployment.ts";

const STRATEGIES: ReadonlyMap<string, { strategy: string; note?: string }> = new Map([
  ["simple-shuffle", { strategy: "round_robin" }],
  [
    "least-busy",
    { strategy: "performance", note: "LiteLLM takes the target with the fewest open calls, modelmall the fastest" },
  ],
  ["latency-based-routing", { strategy: "performance" }],
  ["cost-based-routing", { strategy: "cost" }],
  ...["usage-based-routing", "usage-based-routing-v2"].map(
    (name) =>
      [
        name,
        {
          strategy: "round_robin",
          note: "LiteLLM takes the target with the most of its limit left; modelmall takes turns, by weight",
        },
      ] as const,
  ),
]);

/** How LiteLLM chooses among the entries of one name, in our words. */
export function strategyOf(part: Part): string {
  const known = STRATEGIES.get(String(part.value));
  if (known === undefined) return "round_robin";
  part.take();
  if (known.note !== undefined) part.note(known.note);
  return known.strategy;
}

/** The targets of one name, in LiteLLM's order and with its weights. */
export function orderTargets(
  deployments: readonly Deployment[],
  { strategy, byTags }: { strategy: string; byTags: boolean },
): { targets: DraftTarget[]; strategy?: string } {
  const ordered = [...deployments].sort((a, b) => rank(a, byTags) - rank(b, byTags) || (a.order ?? 1) - (b.order ?? 1));
  const isManual = new Set(ordered.map(({ order }) => order ?? 1)).size > 1;
  const [first] = ordered;
  const drawnBy = (["weight", "rpm", "tpm"] as const).find((name) => first?.weights[name] !== undefined);
  const isWeighted = strategy === "round_robin" && !isManual && drawnBy !== undefined && ordered.length > 1;
  const targets = ordered.map((deployment) => {
    const when = byTags ? deployment.tags.filter((tag) => tag !== "default") : [];
    return {
      ...deployment.target,
      ...(isWeighted ? { weight: deployment.weights[drawnBy] ?? 0 } : {}),
      ...(when.length === 0 ? {} : { when: { tags: when } }),
    };
  });
  if (ordered.length < 2) return { targets };
  const weights = new Set(targets.map(({ weight }) => weight));
  const plain = weights.size > 1 ? targets : targets.map(({ weight: _equal, ...target }) => target);
  return { targets: plain, strategy: isManual ? "manual" : strategy };
}

// With tags, LiteLLM asks the entries that have one of the request's first; those tagged "default" serve all others.
function rank({ tags }: Deployment, byTags: boolean): number {
  return byTags && tags.some((tag) => tag !== "default") ? 0 : 1;
}
