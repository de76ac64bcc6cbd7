import { describe, expect, it } from "vitest";
import { aHealth, GPT } from "./support/a-health.ts";

describe("the end of a time out", () => {
  it("lets exactly one of five hundred callers try, and tells the others to come again in a moment", () => {
    const { open, take, clock } = aHealth();
    open();
    clock.advance(5_000);
    const answers = Array.from({ length: 500 }, () => take());
    const sentAway = answers.filter(({ admitted }) => !admitted);
    expect([answers[0], sentAway.length]).toEqual([{ admitted: true, state: "probing" }, 499]);
    for (const one of sentAway) expect(one).toMatchObject({ until: clock.now() + 100 });
  });

  it("opens again for twice as long each time the one who tries fails, up to five minutes", () => {
    const { open, call, take, clock } = aHealth();
    open();
    for (const openMs of [5_000, 10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000]) {
      expect(take()).toMatchObject({ admitted: false, until: clock.now() + openMs });
      clock.advance(openMs - 1);
      expect(take().admitted).toBe(false);
      clock.advance(1);
      expect(take()).toMatchObject({ state: "probing" });
      call("server_error", { isProbe: true });
    }
  });

  it("gives the right to try back when the caller of the one who tries gives up, or asks for what nobody could do", () => {
    const { open, call, take, clock, health } = aHealth();
    open();
    clock.advance(5_000);
    for (const code of ["aborted", "invalid_request", "model_not_found"] as const) {
      expect(take()).toMatchObject({ state: "probing" });
      expect(take()).toMatchObject({ admitted: false });
      call(code, { isProbe: true });
    }
    expect(take()).toMatchObject({ state: "probing" });
    health.giveBack(GPT);
    expect(take()).toMatchObject({ state: "probing" });
  });

  it("takes the right from whoever is not heard of for a minute", () => {
    const { open, take, clock } = aHealth();
    open();
    clock.advance(5_000);
    take();
    clock.advance(59_999);
    expect(take().admitted).toBe(false);
    clock.advance(1);
    expect(take()).toMatchObject({ state: "probing" });
  });

  it("is not decided by calls from before it", () => {
    const { open, take, call, clock, health } = aHealth();
    open();
    clock.advance(5_000);
    take();
    call("server_error", { latencyMs: 30_000, isProbe: false });
    call(undefined, { latencyMs: 30_000, isProbe: false });
    call(undefined, { latencyMs: 10, startedAt: clock.now() - 30_000, isProbe: false });
    expect(take().admitted).toBe(false);
    call(undefined, { isProbe: true });
    expect(health.admit(GPT, undefined, true)).toEqual({ admitted: true, state: "ramping" });
  });

  it("lets a tenth of the calls through at first, all of them ten seconds later, and more all the time between", () => {
    const { open, take, call, clock, setDraw } = aHealth();
    open();
    clock.advance(5_000);
    take();
    call(undefined, { isProbe: true });
    const shares = [0, 2_500, 5_000, 7_500, 9_999, 10_000].map((at, index, all) => {
      clock.advance(at - (all[index - 1] ?? 0));
      let admitted = 0;
      for (let one = 0; one < 1_000; one += 1) {
        setDraw(one / 1_000);
        if (take().admitted) admitted += 1;
      }
      return admitted / 1_000;
    });
    expect(shares).toEqual([0.1, 0.325, 0.55, 0.775, 1, 1]);
    expect(take()).toEqual({ admitted: true, state: "ready" });
  });

  it("judges the calls after it by themselves", () => {
    const { open, take, call, clock } = aHealth();
    open();
    clock.advance(5_000);
    take();
    call(undefined, { isProbe: true });
    for (let count = 0; count < 4; count += 1) call("server_error");
    expect(take().admitted).toBe(true);
    call("server_error");
    expect(take()).toMatchObject({ admitted: false, until: clock.now() + 10_000 });
  });

  it("makes the next time out a first one again after ten healthy minutes", () => {
    const { open, take, call, clock } = aHealth();
    open();
    clock.advance(5_000);
    take();
    call(undefined, { isProbe: true });
    clock.advance(600_000);
    open();
    expect(take()).toMatchObject({ until: clock.now() + 5_000 });
  });

  it("comes early when somebody who was let through in need is answered", () => {
    const { open, take, call } = aHealth();
    open();
    call();
    expect(take()).toEqual({ admitted: true, state: "ramping" });
  });
});
