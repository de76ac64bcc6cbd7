/** What a benchmark's key says: `livebench/coding:high` is LiveBench's coding, run in another way than usual. */
export interface BenchmarkKey {
  /** What was measured: `livebench/coding`. */
  readonly benchmark: string;
  /** How the model was run, where that is not its usual way. */
  readonly setting?: string;
}

/** Takes a benchmark's key apart. */
export function parseBenchmarkKey(key: string): BenchmarkKey {
  const colon = key.indexOf(":");
  return colon < 0 ? { benchmark: key } : { benchmark: key.slice(0, colon), setting: key.slice(colon + 1) };
}

/** Words of which less is better, or that say nothing of how good an answer is. */
const OTHER_THAN_GOOD =
  /(?:^|[/_-])(?:latency|ttft|time|speed|throughput|cost|costs|price|prices|error|errors|hallucination|hallucinations|perplexity|refusal|refusals|rank|votes)(?:$|[/_-])/i;

/** Whether more of it is better. */
export function isMoreBetter(benchmark: string): boolean {
  return !OTHER_THAN_GOOD.test(benchmark);
}

/**
 * Who measured: of many boards of one house, each for itself says little more than one of them. `aider-polyglot` and
 * `aider/polyglot` are of one.
 */
export function createFamilies(benchmarks: Iterable<string>): (benchmark: string) => string {
  const all = [...benchmarks];
  const houses = new Set(all.flatMap((name) => (name.includes("/") ? [name.slice(0, name.indexOf("/"))] : [])));
  // The longest first, so that a house whose name begins with another's is not taken for it.
  const sorted = [...houses].sort((a, b) => b.length - a.length);
  return (benchmark) => {
    const slash = benchmark.indexOf("/");
    if (slash >= 0) return benchmark.slice(0, slash);
    return sorted.find((house) => benchmark === house || benchmark.startsWith(`${house}-`)) ?? benchmark;
  };
}
