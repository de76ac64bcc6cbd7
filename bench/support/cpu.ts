import { median } from "./ratio.ts";

/** So many calls run at a time. */
export const AT_ONCE = 32;

/** Rounds until what is asked for often is compiled: the more there is of it, the longer that takes. */
const WARM_UPS = 10;

/**
 * Milliseconds of CPU for one call of each contestant; `calls` a turn, `atOnce` of them at a time. Each round has
 * another order, for a contestant also pays for the garbage of the one before it.
 */
export async function cpuOf<Name extends string>(
  contestants: Readonly<Record<Name, () => Promise<unknown>>>,
  calls: number,
  atOnce = AT_ONCE,
  rounds = 15,
): Promise<Record<Name, number>> {
  const names = Object.keys(contestants) as Name[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = -WARM_UPS; round < rounds; round++) {
    for (const name of shuffled(names, round)) {
      const started = process.cpuUsage();
      let left = calls;
      const worker = async () => {
        while (left-- > 0) await contestants[name]();
      };
      await Promise.all(Array.from({ length: atOnce }, worker));
      const { user, system } = process.cpuUsage(started);
      if (round >= 0) times[name].push((user + system) / 1_000 / calls);
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(times[name])])) as Record<Name, number>;
}

/** The same names in an order that depends on the seed alone. */
function shuffled<Name extends string>(names: readonly Name[], seed: number): Name[] {
  const rank = (at: number) => Math.imul((seed + 17) * 31 + at + 1, 0x9e3779b1) >>> 0;
  return names
    .map((name, at) => ({ name, rank: rank(at) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ name }) => name);
}
