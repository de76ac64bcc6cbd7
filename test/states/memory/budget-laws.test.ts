import fc from "fast-check";
import { expect, test } from "vitest";
import type { BudgetKey, Grant } from "../../../src/state.ts";
import { memoryState } from "../../../src/states/memory.ts";
import { COMMAND_SEQUENCES } from "../../support/property-runs.ts";

const HOUR = 3_600_000;
const BUDGETS = [
  { key: "route a", per: "hour", limit: 100n },
  { key: "tag b", per: "day", limit: 250n },
  { key: "caller c", per: "total", limit: 900n },
] as const satisfies readonly (BudgetKey & { limit: bigint })[];
const LENGTH = { hour: HOUR, day: 24 * HOUR, total: Number.POSITIVE_INFINITY };

type Step =
  | { readonly do: "reserve"; readonly amount: bigint; readonly from: number }
  | { readonly do: "settle"; readonly which: number; readonly spent: bigint }
  | { readonly do: "advance"; readonly ms: number };

const money = fc.bigInt({ min: 0n, max: 70n });
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        do: fc.constant("reserve" as const),
        amount: money,
        from: fc.integer({ min: 1, max: 7 }),
      }),
    },
    { weight: 4, arbitrary: fc.record({ do: fc.constant("settle" as const), which: fc.nat(9), spent: money }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant("advance" as const), ms: fc.nat(2 * HOUR) }) },
  ),
  { minLength: 1, maxLength: 80, size: "max" },
);

/** All that was ever reserved and spent, by budget and by the number of its period. */
class Model {
  readonly #used = new Map<string, { reserved: bigint; settled: bigint }>();

  of({ key, per }: BudgetKey & { per: keyof typeof LENGTH }, at: number): { reserved: bigint; settled: bigint } {
    const period = per === "total" ? 0 : Math.floor(at / LENGTH[per]);
    const name = `${key} ${period}`;
    const used = this.#used.get(name) ?? { reserved: 0n, settled: 0n };
    this.#used.set(name, used);
    return used;
  }
}

test("a budget never gives more than it has, and what is spent is the sum of what was settled in its period", async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (sequence) => {
      let now = Date.parse("2026-05-18T00:00:00Z");
      const state = memoryState({ clock: { now: () => now } });
      const model = new Model();
      const open: { grant: Grant; at: number; amount: bigint; from: readonly (typeof BUDGETS)[number][] }[] = [];
      for (const step of sequence) {
        if (step.do === "advance") now += step.ms;
        if (step.do === "reserve") {
          const from = BUDGETS.filter((_, index) => (step.from >> index) % 2 === 1);
          const { amount } = step;
          const isRoom = from.every((budget) => {
            const { reserved, settled } = model.of(budget, now);
            return amount === 0n || reserved + settled + amount <= budget.limit;
          });
          const grant = await state.reserve(from.map((budget) => ({ ...budget, amount })));
          expect(grant.granted).toBe(isRoom);
          if (!grant.granted) continue;
          for (const budget of from) model.of(budget, now).reserved += amount;
          open.push({ grant, at: now, amount, from });
        }
        if (step.do === "settle") {
          const [call] = open.splice(step.which % Math.max(1, open.length), 1);
          if (call === undefined) continue;
          await state.settle(call.grant, step.spent);
          await state.settle(call.grant, step.spent);
          for (const budget of call.from) {
            const used = model.of(budget, call.at);
            used.reserved -= call.amount;
            used.settled += step.spent;
          }
        }
        const told = await state.spent(BUDGETS);
        const meant = BUDGETS.map((budget) => model.of(budget, now));
        expect(told.map(({ reserved, settled }) => ({ reserved, settled }))).toEqual(meant);
      }
    }),
    { numRuns: COMMAND_SEQUENCES },
  );
});
