import { describe, expect, it } from "vitest";
import { collectRows } from "../../src/discovery/collect-rows.ts";

const live = () => new AbortController().signal;
const collect = (answer: unknown, maxRows = 10, signal = live()) =>
  collectRows(answer, { source: "acme", signal, maxRows });

async function* counting(until: number) {
  for (let n = 0; n < until; n++) yield n;
}

describe("collectRows", () => {
  it.each([
    ["an array", [1, 2]],
    ["a set", new Set([1, 2])],
    ["a promise of an array", Promise.resolve([1, 2])],
    ["a generator", [1, 2].values()],
    ["a promise of a promise of a set", Promise.resolve(Promise.resolve(new Set([1, 2])))],
  ])("reads %s", async (_name, answer) => {
    expect(await collect(answer)).toEqual([1, 2]);
  });

  it("reads an async generator, also one that is promised", async () => {
    expect(await collect(counting(3))).toEqual([0, 1, 2]);
    expect(await collect(Promise.resolve(counting(3)))).toEqual([0, 1, 2]);
  });

  it.each([
    [undefined, "undefined"],
    [null, "null"],
    ["text", "a string"],
    [7, "a number"],
    [{}, "an object"],
  ])("refuses %j", async (answer, got) => {
    await expect(collect(answer)).rejects.toThrow(`acme: expected a list of models from discover(), got ${got}`);
  });

  it("stops at the most rows, and ends the generator", async () => {
    let ended = false;
    async function* endless() {
      try {
        for (;;) yield {};
      } finally {
        ended = true;
      }
    }
    await expect(collect(endless())).rejects.toThrow("acme: it lists more than 10 models, and was not read further");
    expect(ended).toBe(true);
    expect(await collect(counting(10))).toHaveLength(10);
  });

  it("leaves a generator that is stuck, as soon as the signal is aborted", async () => {
    const controller = new AbortController();
    async function* stuck() {
      yield 1;
      controller.abort(new Error("enough"));
      await new Promise(() => undefined);
    }
    await expect(collect(stuck(), 10, controller.signal)).rejects.toThrow("enough");
  });

  it("lets a timer end a long synchronous list", async () => {
    const controller = new AbortController();
    setImmediate(() => controller.abort(new Error("enough")));
    function* endless() {
      for (;;) yield {};
    }
    await expect(collect(endless(), Number.POSITIVE_INFINITY, controller.signal)).rejects.toThrow("enough");
  });

  it("passes on what the source throws", async () => {
    async function* failing() {
      yield 1;
      throw new TypeError("broken");
    }
    await expect(collect(failing())).rejects.toThrow(new TypeError("broken"));
    await expect(collect(Promise.reject(new Error("never began")))).rejects.toThrow("never began");
  });
});
