import { describe, expect, it } from "vitest";
import { createHedgeShare } from "../../../src/router/calling/hedge-share.ts";

describe("the share of calls made twice", () => {
  it("allows one however few calls there were", () => {
    const share = createHedgeShare();
    share.count();
    expect([share.take(0.05), share.take(0.05)]).toEqual([true, false]);
  });

  it.each([100, 1_000, 50_000])("is kept over %i calls", (calls) => {
    const share = createHedgeShare();
    let taken = 0;
    for (let call = 0; call < calls; call += 1) {
      share.count();
      if (share.take(0.05)) taken += 1;
    }
    expect(taken / calls).toBeLessThanOrEqual(0.0501);
    expect(taken / calls).toBeGreaterThan(0.045);
  });
});
