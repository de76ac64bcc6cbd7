/** How many calls may be made twice. */
export interface HedgeShare {
  /** A call that may be made twice has begun. */
  count(): void;
  /** Whether one more may be, so that they stay below a share (0 to 1) of all. */
  take(share: number): boolean;
}

/** After so many calls what was long ago counts half. */
const REMEMBERED_CALLS = 10_000;

/** Counts calls and those made twice; one is allowed however few calls there were. */
export function createHedgeShare(): HedgeShare {
  let calls = 0;
  let hedges = 0;
  return {
    count() {
      calls += 1;
      if (calls < REMEMBERED_CALLS) return;
      calls /= 2;
      hedges /= 2;
    },
    take(share) {
      if (hedges + 1 > Math.max(1, share * calls)) return false;
      hedges += 1;
      return true;
    },
  };
}
