/** A line of a benchmark's result; `ok` says whether `value` is within `bar`. */
export interface Row {
  name: string;
  value: number;
  unit: string;
  bar?: number;
  ok?: boolean;
}

export interface RoundOptions {
  /** How often each contestant's turn comes. @default 15 */
  rounds?: number;
  /** How long a turn lasts at least, in milliseconds. @default 10 */
  turnMs?: number;
}

/**
 * The median time of one call of each contestant, in milliseconds. They take turns, each round beginning with another
 * one, so that what slows the machine down for a while slows all of them.
 */
export async function medianTimes<Name extends string>(
  contestants: Readonly<Record<Name, () => unknown>>,
  { rounds = 15, turnMs = 10 }: RoundOptions = {},
): Promise<Record<Name, number>> {
  const names = Object.keys(contestants) as Name[];
  const calls = {} as Record<Name, number>;
  const times = {} as Record<Name, number[]>;
  for (const name of names) {
    calls[name] = await callsIn(contestants[name], turnMs);
    times[name] = [];
  }
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(round + turn) % names.length] as Name;
      times[name].push((await timeOf(contestants[name], calls[name])) / calls[name]);
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(times[name])])) as Record<Name, number>;
}

/** A row that must not be above its bar, such as a ratio to a hand-written loop. */
export function atMost(name: string, value: number, unit: string, bar: number): Row {
  return { name, value, unit, bar, ok: value <= bar };
}

/** A row that must not be below its bar, such as how many times faster than another library. */
export function atLeast(name: string, value: number, unit: string, bar: number): Row {
  return { name, value, unit, bar, ok: value >= bar };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** How many calls fill a turn; finding out warms the contestant up. */
async function callsIn(contestant: () => unknown, turnMs: number): Promise<number> {
  for (let calls = 1; ; calls *= 2) {
    const time = await timeOf(contestant, calls);
    if (time >= turnMs) return calls;
  }
}

async function timeOf(contestant: () => unknown, calls: number): Promise<number> {
  const start = performance.now();
  for (let call = 0; call < calls; call++) {
    const result = contestant();
    if (result instanceof Promise) await result;
  }
  return performance.now() - start;
}
