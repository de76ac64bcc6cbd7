import { describe, expect, it } from "vitest";
import {
  createPerformanceWindow,
  measureCall,
  p95Of,
  performanceAt,
} from "../../../src/router/health/performance-window.ts";

const NOW = 1_800_000_000_000;

function measured(calls: readonly Parameters<typeof measureCall>[2][], everyMs = 0) {
  const window = createPerformanceWindow();
  for (const [index, call] of calls.entries()) measureCall(window, NOW + index * everyMs, call);
  return window;
}

const streamed = (firstContentMs: number, more: { latencyMs?: number; outputTokens?: number } = {}) => ({
  streamed: true,
  firstContentMs,
  latencyMs: more.latencyMs ?? firstContentMs,
  ...(more.outputTokens !== undefined && { outputTokens: more.outputTokens }),
});

describe("how quickly a target answers", () => {
  it("is unknown before a call, and after so long that no call counts any more", () => {
    expect(performanceAt(createPerformanceWindow(), NOW)).toBeUndefined();
    const window = measured([streamed(100)]);
    expect(performanceAt(window, NOW + 299_000)).toMatchObject({ firstContentMs: 100, calls: 1 });
    expect(performanceAt(window, NOW + 310_000)).toBeUndefined();
  });

  it("lets a call five minutes old count half", () => {
    const window = measured([streamed(100), streamed(400)], 300_000);
    expect(performanceAt(window, NOW + 300_000)?.firstContentMs).toBeCloseTo(300);
  });

  it("counts tokens a second from the first content on", () => {
    const window = measured([streamed(500, { latencyMs: 2_500, outputTokens: 101 })]);
    expect(performanceAt(window, NOW)).toEqual({ firstContentMs: 500, tokensPerSecond: 50, calls: 1 });
  });

  it("takes the whole time of an answer that came whole, and no speed from it", () => {
    const window = measured([{ streamed: false, latencyMs: 800, outputTokens: 100 }]);
    expect(performanceAt(window, NOW)).toEqual({ firstContentMs: 800, calls: 1 });
  });

  it("knows the 95th percentile from twenty calls on, of streams and of whole answers apart", () => {
    const calls = Array.from({ length: 20 }, (_, index) => streamed((index + 1) * 10));
    expect(p95Of(measured(calls.slice(1)), "streamed")).toBeUndefined();
    const window = measured([...calls, { streamed: false, latencyMs: 9_000 }]);
    expect(p95Of(window, "streamed")).toBe(190);
    expect(p95Of(window, "whole")).toBeUndefined();
  });

  it("keeps the newest calls only, and follows them", () => {
    const slow = Array.from({ length: 300 }, () => streamed(1_000));
    const quick = Array.from({ length: 256 }, () => streamed(10));
    const window = measured(slow);
    expect(p95Of(window, "streamed")).toBe(1_000);
    for (const call of quick) measureCall(window, NOW, call);
    expect(p95Of(window, "streamed")).toBe(10);
    expect(window.streamed.values).toHaveLength(256);
  });
});
