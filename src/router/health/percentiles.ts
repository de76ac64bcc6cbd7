const KEPT = 256;

/** The newest 256 numbers of something; percentiles are worked out when somebody asks. */
export interface Samples {
  readonly values: number[];
  /** Where the next one goes, once all places are taken. */
  next: number;
  /** The same in order; those that came since make it stale. */
  sorted: Float64Array;
  fresh: number;
}

/** No numbers yet. */
export function createSamples(): Samples {
  return { values: [], next: 0, sorted: new Float64Array(), fresh: 0 };
}

/** Keeps a number, in place of the oldest where there are too many. */
export function addSample(samples: Samples, value: number): void {
  if (samples.values.length < KEPT) samples.values.push(value);
  else {
    samples.values[samples.next] = value;
    samples.next = (samples.next + 1) % KEPT;
  }
  samples.fresh += 1;
}

/** The value that so large a share (0 to 1) of the numbers does not exceed; at most a sixteenth of them may be newer than it. */
export function percentileOf(samples: Samples, share: number): number | undefined {
  if (samples.fresh > samples.values.length / 16) {
    samples.sorted = Float64Array.from(samples.values).sort();
    samples.fresh = 0;
  }
  const { sorted } = samples;
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}
