import { describe, expect, it, vi } from "vitest";
import { systemClock } from "../../src/router/system-clock.ts";

describe("the system's clock", () => {
  it("tells the system's time, in order", () => {
    const readings = Array.from({ length: 200 }, () => systemClock.now());
    expect(readings).toEqual([...readings].sort((a, b) => a - b));
    expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(1_000);
  });

  it("follows when the system's clock is set, as it is after sleep", () => {
    const later = Date.now() + 3_600_000;
    const set = vi.spyOn(Date, "now").mockReturnValue(later);
    const readings = Array.from({ length: 40 }, () => systemClock.now());
    set.mockRestore();
    expect(Math.abs((readings.at(-1) ?? 0) - later)).toBeLessThan(1_000);
    for (let reading = 0; reading < 40; reading += 1) systemClock.now();
  });

  it("waits no longer than timers can, and takes back what is no longer wanted", () => {
    let isRun = false;
    const cancel = systemClock.after(1e15, () => {
      isRun = true;
    });
    cancel();
    expect(isRun).toBe(false);
  });
});
