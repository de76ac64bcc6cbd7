import type { Target } from "../route.ts";
import { answerMs, type RankedTarget, type Strategy, type StrategyContext } from "../strategy.ts";
import { knownFirst } from "../util/known-first.ts";

/** So many calls say how quick a target is. */
const ENOUGH_CALLS = 3;
/** The share of requests that go to a target of which too little is known first. */
const SHARE_FOR_NEW = 0.1;
/** The share that goes to any other than the quickest: what was slow may have become quick. */
const SHARE_FOR_OTHERS = 0.02;

interface Timed {
  readonly target: Target;
  readonly calls: number;
  /** Milliseconds until the whole answer is there. */
  readonly ms?: number;
  readonly note?: string;
}

/**
 * How soon the whole answer is expected, by what was measured lately: the time to the first content, and the expected
 * output at the measured speed. A small share of requests goes to others first, so that they are measured too.
 */
export const performance: Strategy = {
  name: "performance",
  order(targets, context) {
    const timed = knownFirst(
      targets.map((target) => timeOf(target, context)),
      ({ ms }) => ms,
      (a, b) => a - b,
    );
    const quickest = timed[0]?.ms;
    const ranked = timed.map((one) => rank(one, quickest));
    const place = placeToExplore(timed, targets, context.random());
    const [explored] = place > 0 ? ranked.splice(place, 1) : [];
    if (explored !== undefined) ranked.unshift(withNote(explored, "tried first so that it is measured"));
    return ranked;
  },
};

function timeOf(target: Target, context: StrategyContext): Timed {
  const measured = context.performance(target);
  if (measured === undefined) return { target, calls: 0, note: "not called lately" };
  const { calls } = measured;
  const ms = answerMs(measured, context.expectedOutput(target));
  return { target, calls, ms, note: `by ${calls} ${calls === 1 ? "call" : "calls"}` };
}

function rank({ target, ms, note }: Timed, quickest: number | undefined): RankedTarget {
  const about = { unit: "ms", ...(note !== undefined && { note }) };
  if (ms === undefined || quickest === undefined) return { target, parts: { performance: about } };
  const score = ms === quickest ? 1 : quickest / ms;
  return { target, score, parts: { performance: { ...about, value: ms, score, weight: 1 } } };
}

/** Which target goes first out of turn; -1 for none. */
function placeToExplore(timed: readonly Timed[], targets: readonly Target[], drawn: number): number {
  if (timed.length < 2) return -1;
  const isNew = ({ calls }: Timed) => calls < ENOUGH_CALLS;
  const news = timed.filter(isNew);
  // While nobody knows anything, the route's own order is as good as any, and it is measured by the way.
  if (news.length > 0) {
    if (drawn >= SHARE_FOR_NEW) return -1;
    const inOrder = knownFirst(news, ({ target, calls }) => [calls, targets.indexOf(target)] as const, comparePairs);
    const [least] = inOrder;
    const first = timed[0];
    // The one that would be first anyway is measured without any help.
    const chosen = least !== undefined && least === first ? inOrder[1] : least;
    return chosen === undefined ? -1 : timed.indexOf(chosen);
  }
  if (drawn >= SHARE_FOR_OTHERS) return -1;
  return 1 + Math.floor((drawn / SHARE_FOR_OTHERS) * (timed.length - 1));
}

function comparePairs(a: readonly [number, number], b: readonly [number, number]): number {
  return a[0] - b[0] || a[1] - b[1];
}

function withNote(ranked: RankedTarget, note: string): RankedTarget {
  const part = ranked.parts?.performance;
  const both = part?.note === undefined ? note : `${part.note}, ${note}`;
  return { ...ranked, parts: { performance: { ...part, note: both } } };
}
