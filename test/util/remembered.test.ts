import { expect, it } from "vitest";
import { remembered } from "../../src/util/remembered.ts";

it("a remembered answer is worked out once, also where it is undefined, and never more are kept than allowed", () => {
  const asked: string[] = [];
  const answer = remembered(2, (word: string) => {
    asked.push(word);
    return word === "" ? undefined : word.length;
  });
  expect([answer(""), answer(""), answer("one"), answer("one")]).toEqual([undefined, undefined, 3, 3]);
  expect(asked).toEqual(["", "one"]);
  // A third makes room by forgetting the others.
  answer("three");
  answer("three");
  answer("one");
  expect(asked).toEqual(["", "one", "three", "one"]);
});
