import fc from "fast-check";
import { expect, it } from "vitest";
import { percentilesOf } from "../../../src/manager/catalogue/percentiles.ts";

it("places the least at 0, the greatest at 1, and equal ones in the middle of theirs", () => {
  expect(percentilesOf([30, 10, 20])).toEqual([1, 0, 0.5]);
  expect(percentilesOf([5, 5, 5])).toEqual([0.5, 0.5, 0.5]);
  expect(percentilesOf([1, 2, 2, 2, 9])).toEqual([0, 0.5, 0.5, 0.5, 1]);
  expect(percentilesOf([7])).toEqual([1]);
  expect(percentilesOf([])).toEqual([]);
});

it("is in the order of the numbers, between 0 and 1, and a half on average", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 2, maxLength: 40 }), (numbers) => {
      const places = percentilesOf(numbers);
      numbers.forEach((one, a) => {
        numbers.forEach((other, b) => {
          expect(Math.sign((places[a] ?? 0) - (places[b] ?? 0))).toBe(Math.sign(one - other));
        });
      });
      expect(places.reduce((sum, place) => sum + place, 0) / places.length).toBeCloseTo(0.5, 9);
    }),
  );
});
