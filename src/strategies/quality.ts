import type { Quality } from "../quality.ts";
import type { RankedTarget, Strategy } from "../strategy.ts";
import { knownFirst } from "../util/known-first.ts";

/** How good the models are by the benchmarks known, the best first; of equals, the one that more is known of. */
export const quality: Strategy = {
  name: "quality",
  order(targets, context) {
    const measured = targets.map((target) => ({ target, quality: context.quality(target) }));
    const sorted = knownFirst(measured, ({ quality }) => quality, compare);
    return sorted.map(({ target, quality }): RankedTarget => {
      if (quality === undefined)
        return { target, parts: { quality: { unit: "percentile", note: "no benchmark is known" } } };
      const { percentile, coverage } = quality;
      const note = `by ${coverage.known} of ${coverage.of} benchmarks`;
      const part = { value: percentile, unit: "percentile", score: percentile, weight: 1, note };
      return { target, score: percentile, parts: { quality: part } };
    });
  },
};

function compare(a: Quality, b: Quality): number {
  return b.percentile - a.percentile || b.coverage.known - a.coverage.known;
}
