import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { Cohort } from "../../src/util/cohort.ts";

describe("a cohort", () => {
  it("does its steps in a row, in the order they came, once the loop has read all that is at hand", async () => {
    const cohort = new Cohort<() => void>((step) => step());
    const done: string[] = [];
    cohort.add(() => done.push("first"));
    cohort.add(() => done.push("second"));
    await Promise.resolve();
    expect(done).toEqual([]);
    await nextTurn();
    expect(done).toEqual(["first", "second"]);
  });

  it("lets what follows from its steps go on only after the last of them", async () => {
    const cohort = new Cohort<() => void>((step) => step());
    const done: string[] = [];
    for (const name of ["a", "b"]) {
      cohort.add(() => {
        done.push(name);
        void Promise.resolve().then(() => done.push(`after ${name}`));
      });
    }
    await nextTurn();
    expect(done).toEqual(["a", "b", "after a", "after b"]);
  });

  it("leaves for the next turn what is added while it runs", async () => {
    const cohort = new Cohort<() => void>((step) => step());
    const done: string[] = [];
    cohort.add(() => {
      done.push("one");
      cohort.add(() => done.push("another"));
    });
    await nextTurn();
    expect(done).toEqual(["one"]);
    await nextTurn();
    expect(done).toEqual(["one", "another"]);
  });
});
