import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { onAbort } from "../../src/util/on-abort.ts";

describe("listening to a signal", () => {
  it("calls back everybody once, in the order in which they came", () => {
    const controller = new AbortController();
    const called: string[] = [];
    for (const name of ["a", "b", "c"]) onAbort(controller.signal, () => called.push(name));
    controller.abort();
    controller.abort();
    expect(called).toEqual(["a", "b", "c"]);
  });

  it("no longer calls back who has left, also where he leaves while others are called", () => {
    const controller = new AbortController();
    const called: string[] = [];
    const leaves: (() => void)[] = [];
    onAbort(controller.signal, () => {
      called.push("a");
      leaves[2]?.();
    });
    for (const name of ["b", "c", "d"]) leaves.push(onAbort(controller.signal, () => called.push(name)));
    leaves[0]?.();
    leaves[0]?.();
    controller.abort();
    expect(called).toEqual(["a", "c"]);
  });

  it("never calls back where the signal was aborted before", () => {
    const called: string[] = [];
    const leave = onAbort(AbortSignal.abort(), () => called.push("a"));
    leave();
    expect(called).toEqual([]);
  });

  it("leaves one listener at a signal, however many calls shared it, and nothing that can be seen", () => {
    const { signal } = new AbortController();
    const leaves = Array.from({ length: 100 }, () => onAbort(signal, () => undefined));
    expect(getEventListeners(signal, "abort")).toHaveLength(1);
    for (const leave of leaves) leave();
    expect(getEventListeners(signal, "abort")).toHaveLength(1);
    expect(Object.keys(signal)).toEqual([]);
  });
});
