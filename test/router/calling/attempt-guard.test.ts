import { describe, expect, it } from "vitest";
import { CallError } from "../../../src/call-error.ts";
import { AttemptGuard, type Guarded } from "../../../src/router/calling/attempt-guard.ts";
import { handClock } from "../support/hand-clock.ts";

function aGuard(options: Partial<Guarded> = {}) {
  const clock = handClock();
  const trips: CallError[] = [];
  const error = (code: "aborted" | "total_timeout") => new CallError(code, "over", { fault: "target" });
  const guard = new AttemptGuard({
    clock,
    signal: undefined,
    totalMs: 1_000,
    isRaced: false,
    abortedBy: () => error("aborted"),
    timedOut: () => error("total_timeout"),
    tripped: (trip) => trips.push(trip),
    ...options,
  });
  return { clock, guard, trips };
}

const never = () => new Promise<never>(() => undefined);

describe("the guard of an attempt", () => {
  it("ends the wait when the time is over and the backend does not say so", async () => {
    const { clock, guard } = aGuard();
    const waiting = guard.wait(never());
    clock.advance(1_100);
    await expect(waiting).rejects.toMatchObject({ code: "total_timeout" });
  });

  it("ends the wait at once when the caller gives up, also before it began", async () => {
    const giveUp = new AbortController();
    const { guard, trips } = aGuard({ signal: giveUp.signal });
    const waiting = guard.wait(never());
    giveUp.abort();
    await expect(waiting).rejects.toMatchObject({ code: "aborted" });
    await expect(guard.wait(never())).rejects.toMatchObject({ code: "aborted" });
    expect(trips).toHaveLength(1);
  });

  it("has a signal of its own only where another attempt may win", () => {
    const { signal } = new AbortController();
    expect(aGuard({ signal }).guard.signal).toBe(signal);
    const raced = aGuard({ signal, isRaced: true });
    expect(raced.guard.signal).not.toBe(signal);
    raced.guard.trip(new CallError("aborted", "lost", { fault: "caller" }));
    expect(raced.guard.signal?.aborted).toBe(true);
    expect(signal.aborted).toBe(false);
  });

  it("waits for nothing once it is released", () => {
    const giveUp = new AbortController();
    const { clock, guard, trips } = aGuard({ signal: giveUp.signal });
    guard.release();
    giveUp.abort();
    expect([trips, clock.waiting]).toEqual([[], 0]);
  });
});
