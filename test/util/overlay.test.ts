import { expect, test } from "vitest";
import { overlay } from "../../src/util/overlay.ts";

const current = new Map([
  ["a", { n: 1 }],
  ["b", { n: 2 }],
]);

test("keeps the place of what is there, appends what is new and removes what is undefined", () => {
  const changes = new Map([
    ["c", { n: 3 }],
    ["a", { n: 9 }],
    ["b", undefined],
  ]);
  expect([...overlay(current, changes)]).toEqual([
    ["a", { n: 9 }],
    ["c", { n: 3 }],
  ]);
  expect(current.size).toBe(2);
});

test("is the current Map itself when nothing really changes", () => {
  const changes = new Map([
    ["a", { n: 1 }],
    ["x", undefined],
  ]);
  expect(overlay(current, changes)).toBe(current);
});

test("keeps the identity of an entry that is set to something equal", () => {
  const changes = new Map([
    ["a", { n: 1 }],
    ["b", { n: 3 }],
  ]);
  expect(overlay(current, changes).get("a")).toBe(current.get("a"));
});
