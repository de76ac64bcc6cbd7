import type { Target } from "../route.ts";
import type { Strategy } from "../strategy.ts";

/**
 * Each target in turn, as often as its weight says and spread evenly: nginx' smooth weighted round robin. What weighs
 * nothing is tried after the others alone.
 * @see https://github.com/nginx/nginx/commit/52327e0627f49dbda1e8db695e63a4b0af4448b1
 */
export const roundRobin: Strategy = {
  name: "round_robin",
  spreads: true,
  order(targets, { memory }) {
    const seen = new Set<string>();
    const turns = targets.map((target) => {
      const key = keyOf(target, seen);
      const weight = Math.max(0, target.weight);
      return { target, key, weight, turn: (memory.get(key) ?? 0) + weight };
    });
    const drawn = turns.filter(({ weight }) => weight > 0);
    const drained = turns.filter(({ weight }) => weight === 0);
    let total = 0;
    for (const { key, weight, turn } of drawn) {
      total += weight;
      memory.set(key, turn);
    }
    drawn.sort((a, b) => b.turn - a.turn);
    const [first] = drawn;
    if (first !== undefined) memory.set(first.key, first.turn - total);
    return [...drawn, ...drained].map(({ target }) => ({ target }));
  },
};

/** A target's own key, also where the route has it twice under different conditions. */
function keyOf({ id }: Target, seen: Set<string>): string {
  let key = id;
  for (let copy = 2; seen.has(key); copy++) key = `${id} ${copy}`;
  seen.add(key);
  return key;
}
