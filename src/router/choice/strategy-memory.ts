/** The strategies' own numbers, by route and strategy. */
export interface StrategyMemory {
  /** The numbers of one strategy about one route, to read and write; `still` gives a copy, what is written to is forgotten. */
  of(route: string, strategy: string, still: boolean): Map<string, number>;
}

/** Callers can name any number of routes, where these have a `*` or are targets themselves. */
const MOST_ROUTES = 1_000;
/** A strategy may write what it likes under whatever name. */
const MOST_NUMBERS = 1_000;

/** A memory that forgets the routes not used for longest. */
export function createStrategyMemory(): StrategyMemory {
  const routes = new Map<string, Map<string, number>>();
  return {
    of(route, strategy, still) {
      const key = `${strategy}\n${route}`;
      const known = routes.get(key);
      if (still) return new Map(known);
      const numbers = known ?? new Map<string, number>();
      if (numbers.size > MOST_NUMBERS) numbers.clear();
      // Moved to the end, where what was used last stands.
      routes.delete(key);
      routes.set(key, numbers);
      if (routes.size > MOST_ROUTES) {
        const [oldest] = routes.keys();
        if (oldest !== undefined) routes.delete(oldest);
      }
      return numbers;
    },
  };
}
