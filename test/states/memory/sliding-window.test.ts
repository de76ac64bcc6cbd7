import fc from "fast-check";
import { expect, test } from "vitest";
import { type Slice, SlidingWindow } from "../../../src/states/memory/sliding-window.ts";

const MINUTE = 60_000;
const SLICE = MINUTE / 600;

const takings = fc.array(
  fc.record({
    after: fc.oneof(
      fc.nat(SLICE * 1.5),
      fc.nat(2_000),
      fc.constant(MINUTE),
      fc.integer({ min: MINUTE - 300, max: MINUTE + 300 }),
    ),
    amount: fc.nat(50),
    turnedOut: fc.option(fc.nat(50), { nil: undefined }),
  }),
  { minLength: 1, maxLength: 300, size: "max" },
);

test("a window never forgets what is younger than its length, nor keeps what is older by more than a six-hundredth", () => {
  fc.assert(
    fc.property(takings, (sequence) => {
      const window = new SlidingWindow(MINUTE);
      const taken: { at: number; amount: number; slice: Slice }[] = [];
      const exact = (ms: number, now: number) =>
        taken.reduce((sum, { at, amount }) => (at > now - ms ? sum + amount : sum), 0);
      let now = 1_800_000_000_000;
      for (const { after, amount, turnedOut } of sequence) {
        now += after;
        const used = window.used(now);
        expect(used).toBeGreaterThanOrEqual(exact(MINUTE, now));
        expect(used).toBeLessThanOrEqual(exact(MINUTE + SLICE, now));
        const entry = { at: now, amount, slice: window.take(amount, now) };
        taken.push(entry);
        const corrected = taken[Math.floor(taken.length / 2)];
        if (corrected === undefined || turnedOut === undefined) continue;
        window.correct(corrected.slice, turnedOut - corrected.amount);
        corrected.amount = turnedOut;
      }
      expect(window.used(now + MINUTE + SLICE)).toBe(0);
      expect(window.isEmpty(now + MINUTE + SLICE)).toBe(true);
    }),
    { numRuns: 200 },
  );
});

test("an amount that does not fit does at the time that is told, and not a millisecond before", () => {
  const window = new SlidingWindow(MINUTE);
  for (let second = 0; second < 50; second += 1) window.take(2, second * 1_000);
  const now = 50_000;
  expect(window.freeIn(3, 100, now)).toBe(11_000);
  expect(window.used(now + 10_999) + 3).toBeGreaterThan(100);
  expect(window.used(now + 11_000) + 3).toBeLessThanOrEqual(100);
});

test("a window that turned out to hold nothing is still in use until its time is over", () => {
  const window = new SlidingWindow(MINUTE);
  window.correct(window.take(5, 0), -5);
  expect([window.used(1), window.isEmpty(1), window.isEmpty(MINUTE)]).toEqual([0, false, true]);
});
