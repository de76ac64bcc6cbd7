/** What the answers of one target on one route were like lately; replaced as a whole, so that what was read stays as it was. */
export interface ObservedAnswers {
  /** Tokens of an answer, on average. */
  readonly output: number;
  /** The share of the input that was read from a cache, 0 to 1, on average. */
  readonly cached: number;
}

/** Remembers what answers are like, to expect the next one to be so. */
export interface AnswerMemory {
  observe(route: string, targetId: string, answer: AnswerUse): void;
  of(route: string, targetId: string): ObservedAnswers | undefined;
}

/** What one call used, in tokens, and how many answers it brought. */
export interface AnswerUse {
  readonly totalInput: number;
  readonly totalOutput: number;
  readonly cacheRead: number;
  /** @default 1 */
  readonly answers?: number;
}

/** How much the newest answer counts. */
const SHARE_OF_NEWEST = 0.1;
/** Callers can name any number of routes, where these have a `*`. */
const MOST_KEPT = 10_000;

/** A memory of answers by route and target: a mean in which older ones fade. */
export function createAnswerMemory(): AnswerMemory {
  const routes = new Map<string, Map<string, ObservedAnswers>>();
  let kept = 0;

  const forgetOldestRoute = () => {
    const [oldest] = routes;
    if (oldest === undefined) return;
    const [route, answers] = oldest;
    routes.delete(route);
    kept -= answers.size;
  };

  return {
    of: (route, targetId) => routes.get(route)?.get(targetId),
    observe(route, targetId, { totalInput, totalOutput, cacheRead, answers = 1 }) {
      const output = totalOutput / Math.max(1, answers);
      const cached = totalInput > 0 ? cacheRead / totalInput : 0;
      const before = routes.get(route)?.get(targetId);
      if (before !== undefined) {
        const mixed = { output: mix(before.output, output), cached: mix(before.cached, cached) };
        routes.get(route)?.set(targetId, mixed);
        return;
      }
      if (kept >= MOST_KEPT) forgetOldestRoute();
      const known = routes.get(route) ?? new Map<string, ObservedAnswers>();
      routes.set(route, known.set(targetId, { output, cached }));
      kept += 1;
    },
  };
}

function mix(before: number, newest: number): number {
  return before + SHARE_OF_NEWEST * (newest - before);
}
