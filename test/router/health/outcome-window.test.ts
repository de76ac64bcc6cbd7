import fc from "fast-check";
import { expect, it } from "vitest";
import {
  clearOutcomes,
  countOutcome,
  createOutcomeWindow,
  outcomesAt,
} from "../../../src/router/health/outcome-window.ts";

const call = fc.record({ afterMs: fc.oneof(fc.nat(1_500), fc.nat(90_000)), failed: fc.boolean() });

it("counts what ended in the last sixty seconds, as a list of all calls would", () => {
  fc.assert(
    fc.property(fc.array(call, { maxLength: 200 }), (calls) => {
      const window = createOutcomeWindow();
      const seen: { second: number; failed: boolean }[] = [];
      let now = 1_800_000_000_000;
      for (const { afterMs, failed } of calls) {
        now += afterMs;
        const recent = seen.filter(({ second }) => Math.floor(now / 1_000) - second < 60);
        const { calls: counted, failures } = outcomesAt(window, now);
        expect([counted, failures]).toEqual([recent.length, recent.filter((one) => one.failed).length]);
        countOutcome(window, now, failed);
        seen.push({ second: Math.floor(now / 1_000), failed });
      }
    }),
  );
});

it("stands still while a clock that was put back catches up", () => {
  const window = createOutcomeWindow();
  countOutcome(window, 1_800_000_000_000, true);
  countOutcome(window, 1_700_000_000_000, true);
  expect(outcomesAt(window, 1_800_000_000_000)).toMatchObject({ calls: 2, failures: 2 });
  clearOutcomes(window);
  expect(outcomesAt(window, 1_800_000_000_000)).toMatchObject({ calls: 0, failures: 0 });
});
