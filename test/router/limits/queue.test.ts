import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { State } from "../../../src/state.ts";
import { memoryState } from "../../../src/states/memory.ts";
import { anAccount } from "../support/an-account.ts";
import { handClock } from "../support/hand-clock.ts";
import { type Answer, leave, MINUTE, SMALL, someLimits } from "../support/some-limits.ts";

describe("a queue", () => {
  const account = anAccount({ concurrent: 1 });

  it("serves whoever came first as soon as a call ends", async () => {
    const { limits, told, queued } = someLimits();
    for (const name of ["first", "second", "third"]) await queued(name, account);
    expect([[...told.keys()], limits.waiting]).toEqual([["first"], 2]);
    leave(told.get("first") as Answer);
    await setImmediate();
    expect([...told.keys()]).toEqual(["first", "second"]);
    leave(told.get("second") as Answer);
    await setImmediate();
    expect([[...told.keys()], limits.waiting]).toEqual([["first", "second", "third"], 0]);
    expect([...told.values()].every(({ granted }) => granted)).toBe(true);
  });

  it("lets nobody overtake who waits, however little he wants", async () => {
    const { told, queued } = someLimits();
    const tokens = anAccount({ tokensPerMinute: 100 });
    await queued("first", tokens, {}, 50);
    await queued("large", tokens, {}, 60);
    await queued("small", tokens, {}, 1);
    expect([...told.keys()]).toEqual(["first"]);
    leave(told.get("first") as Answer, { tokens: 0 });
    await setImmediate();
    expect([...told.keys()]).toEqual(["first", "large", "small"]);
  });

  it("serves with time, at the moment there is room", async () => {
    const { clock, told, queued } = someLimits();
    const slow = anAccount({ requestsPerMinute: 1 });
    await queued("first", slow);
    await queued("second", slow, { queue: { size: 3, waitMs: 2 * MINUTE } });
    clock.advance(MINUTE - 1);
    await setImmediate();
    expect(told.has("second")).toBe(false);
    clock.advance(1);
    await setImmediate();
    expect(told.get("second")).toMatchObject({ granted: true });
  });

  it("does not let a call wait for a request that cannot come in time", async () => {
    const { told, queued } = someLimits();
    const slow = anAccount({ requestsPerMinute: 1 });
    await queued("first", slow);
    await queued("second", slow);
    expect(told.get("second")).toMatchObject({ granted: false, code: "limited", retryAfterMs: MINUTE });
  });

  it("holds so many calls at most", async () => {
    const { told, queued } = someLimits();
    for (const name of ["runs", "a", "b", "c", "d"]) await queued(name, account);
    expect(told.get("d")).toEqual({
      granted: false,
      code: "queue_full",
      reason: "1 call at once, and 3 calls wait already",
    });
  });

  it("refuses after the time a call may wait, or when its own time is over", async () => {
    const { clock, limits, told, queued } = someLimits();
    await queued("runs", account);
    await queued("patient", account);
    await queued("hurried", account, { deadlineMs: clock.now() + 500 });
    clock.advance(499);
    await setImmediate();
    expect(told.has("hurried")).toBe(false);
    clock.advance(1);
    await setImmediate();
    expect(told.get("hurried")).toEqual({ granted: false, code: "limited", reason: "1 call at once" });
    clock.advance(9_499);
    await setImmediate();
    expect(told.has("patient")).toBe(false);
    clock.advance(1);
    await setImmediate();
    expect([told.get("patient")?.granted, limits.waiting, clock.waiting]).toEqual([false, 0, 0]);
  });

  it("lets go at once of a call that is given up, and serves the next", async () => {
    const { limits, told, queued, clock } = someLimits();
    const giving = new AbortController();
    await queued("runs", account);
    await queued("gives up", account, { signal: giving.signal });
    await queued("next", account);
    giving.abort();
    await setImmediate();
    expect([told.get("gives up"), limits.waiting]).toMatchObject([{ granted: false, code: "aborted" }, 1]);
    leave(told.get("runs") as Answer);
    await setImmediate();
    expect(told.get("next")).toMatchObject({ granted: true });
    expect(clock.waiting).toBe(0);
  });

  it("takes in nobody who has given up before", async () => {
    const { limits, told, queued } = someLimits();
    await queued("gave up", account, { signal: AbortSignal.abort() });
    expect(told.get("gave up")).toMatchObject({ code: "aborted" });
    await queued("next", account);
    await queued("waits", account);
    await queued("gave up too", account, { signal: AbortSignal.abort() });
    expect(told.get("next")).toMatchObject({ granted: true });
    expect([told.get("gave up too"), limits.waiting]).toMatchObject([{ code: "aborted" }, 1]);
  });

  it("refuses everyone when it is closed", async () => {
    const { limits, told, queued, clock } = someLimits();
    for (const name of ["runs", "a", "b"]) await queued(name, account);
    limits.close();
    await setImmediate();
    expect([told.get("a"), told.get("b")]).toMatchObject([{ code: "closed" }, { code: "closed" }]);
    expect(clock.waiting).toBe(0);
  });

  it("gives back what comes for a call that has gone meanwhile", async () => {
    const clock = handClock();
    const memory = memoryState({ clock });
    const answers: (() => void)[] = [];
    const slow: State = {
      ...memory,
      acquire: async (claims) => {
        await new Promise<void>((resolve) => answers.push(resolve));
        return memory.acquire(claims);
      },
    };
    const { told, queued } = someLimits({ state: slow });
    const answer = async () => {
      answers.shift()?.();
      await setImmediate();
    };
    const giving = new AbortController();
    await queued("runs", account);
    await answer();
    await queued("gives up", account, { signal: giving.signal });
    await answer();
    leave(told.get("runs") as Answer);
    await setImmediate();
    giving.abort();
    while (answers.length > 0) await answer();
    expect(told.get("gives up")).toMatchObject({ code: "aborted" });
    await queued("next", account);
    await answer();
    expect(told.get("next")).toMatchObject({ granted: true });
  });

  it("stays short and lets all through when many wait: all that enter also leave", async () => {
    const { limits, wait, clock } = someLimits();
    const busy = anAccount({ concurrent: 4 });
    let running = 0;
    let most = 0;
    const call = async () => {
      const answer = await limits.enter(busy, SMALL, wait({ queue: { size: 500, waitMs: 60_000 } }));
      running += 1;
      most = Math.max(most, running);
      await setImmediate();
      running -= 1;
      leave(answer, { tokens: 1 });
    };
    await Promise.all(Array.from({ length: 300 }, call));
    expect([most, running, limits.waiting, clock.waiting]).toEqual([4, 0, 0, 0]);
  });

  it("sends elsewhere whoever comes without waiting, while others wait", async () => {
    const { limits, told, queued, wait } = someLimits();
    const tokens = anAccount({ tokensPerMinute: 100 });
    await queued("runs", tokens, {}, 50);
    await queued("waits", tokens, {}, 60);
    expect(await limits.enter(tokens, SMALL, wait())).toEqual({
      granted: false,
      code: "limited",
      reason: "100 tokens a minute",
      retryAfterMs: MINUTE,
    });
    expect([...told.keys()]).toEqual(["runs"]);
  });

  it("asks once more when a call ends while it is being told no", async () => {
    const memory = memoryState({ clock: handClock() });
    const answers: (() => void)[] = [];
    const slow: State = {
      ...memory,
      acquire: async (claims) => {
        const answer = await memory.acquire(claims);
        await new Promise<void>((resolve) => answers.push(resolve));
        return answer;
      },
    };
    const { told, queued } = someLimits({ state: slow });
    const answer = async () => {
      answers.shift()?.();
      await setImmediate();
    };
    await queued("runs", account);
    await answer();
    await queued("waits", account);
    await answer();
    leave(told.get("runs") as Answer);
    await answer();
    await answer();
    expect(told.get("waits")).toMatchObject({ granted: true });
  });
});
