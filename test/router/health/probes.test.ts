import { describe, expect, it, vi } from "vitest";
import type { Backend } from "../../../src/backend.ts";
import { fakeBackend } from "../../../src/backends/fake.ts";
import { type ProbesOptions, probeAccount, probeBackend, startProbes } from "../../../src/router/health/probes.ts";
import type { ProbeResult } from "../../../src/router.ts";
import { anError } from "../support/a-health.ts";
import { handClock } from "../support/hand-clock.ts";

/** A backend whose list of models is what a test says. */
function listing(name: string, models: NonNullable<Backend["models"]>): Backend {
  return { ...fakeBackend(undefined, { name }), models };
}

/** Lets what is promised already come to pass. */
async function settle() {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
}

describe("asking a backend for free", () => {
  it("counts the models it lists, and the time it took, and makes no call", async () => {
    const clock = handClock();
    const backend = fakeBackend(undefined, { name: "local", models: ["a", "b"] });
    const slow = listing("local", async () => {
      clock.advance(40);
      return ["a", "b"];
    });
    expect(await probeBackend(slow, { clock })).toEqual({ backend: "local", ok: true, ms: 40, models: 2 });
    await probeBackend(backend);
    expect(backend.calls).toEqual([]);
  });

  it("says what is wrong, once", async () => {
    const backend = listing("openai", async () => {
      throw anError("invalid_key");
    });
    expect(await probeBackend(backend, { clock: handClock() })).toEqual({
      backend: "openai",
      ok: false,
      ms: 0,
      code: "invalid_key",
      message: "no",
    });
    const own = listing("own", async () => {
      throw new Error("Bearer sk-0123456789abcdef is not welcome");
    });
    const { code, message } = await probeBackend(own);
    expect([code, message]).toEqual(["provider_error", expect.stringContaining("the backend failed: Bearer")]);
    expect(message).not.toContain("sk-0123456789abcdef");
  });

  it("knows nothing of one that lists no models", async () => {
    const { models: _, ...silent } = fakeBackend(undefined, { name: "bedrock" });
    const result = await probeBackend(silent);
    expect(result).toEqual({ backend: "bedrock", message: "it lists no models, so it cannot be asked for free" });
  });

  it("ends when its time is over, also where the backend does not care, and leaves no timer behind", async () => {
    const clock = handClock();
    const backend = listing("deaf", () => new Promise(() => {}));
    const asking = probeBackend(backend, { clock, timeoutMs: 2_000 });
    clock.advance(2_000);
    expect(await asking).toMatchObject({ ok: false, ms: 2_000, code: "total_timeout" });
    await probeBackend(
      listing("quick", async () => []),
      { clock },
    );
    expect(clock.waiting).toBe(0);
  });

  it("ends at once when the caller gives up, which is no failure of the backend", async () => {
    const controller = new AbortController();
    const asking = probeBackend(
      listing("deaf", () => new Promise(() => {})),
      { signal: controller.signal },
    );
    controller.abort();
    await expect(asking).rejects.toMatchObject({ code: "aborted", fault: "caller" });
    await expect(probeBackend(fakeBackend(), { signal: controller.signal })).rejects.toMatchObject({ code: "aborted" });
  });
});

describe("asking for an account", () => {
  it("tells health what came of it, and nothing where it could not ask", async () => {
    const probed = vi.fn();
    const { models: _, ...silent } = fakeBackend();
    await probeAccount({ account: "well#1", backend: fakeBackend() }, { probed });
    await probeAccount({ account: "silent#1", backend: silent }, { probed });
    expect(probed.mock.calls).toEqual([["well#1", undefined, undefined]]);
  });
});

describe("asking again and again", () => {
  function probing(backends: readonly Backend[], more: Partial<ProbesOptions> = {}) {
    const clock = handClock();
    const probed = vi.fn();
    const results: [string, ProbeResult][] = [];
    const stop = startProbes({
      everyMs: 30_000,
      accounts: () => backends.map((backend) => ({ account: `${backend.name}#1`, backend })),
      clock,
      random: () => 0.5,
      health: { probed },
      onResult: (account, result) => results.push([account, result]),
      ...more,
    });
    return { clock, probed, results, stop };
  }

  it("tells health of each account, round after round", async () => {
    const error = anError("unreachable");
    const dead = listing("dead", async () => {
      throw error;
    });
    const { clock, probed, results } = probing([fakeBackend(undefined, { name: "well" }), dead]);
    clock.advance(29_999);
    await settle();
    expect(probed).not.toHaveBeenCalled();
    clock.advance(1);
    await settle();
    expect(probed.mock.calls).toEqual([
      ["well#1", undefined, undefined],
      ["dead#1", error, undefined],
    ]);
    expect(results.map(([account, { ok }]) => [account, ok])).toEqual([
      ["well#1", true],
      ["dead#1", false],
    ]);
    clock.advance(30_000);
    await settle();
    expect(probed).toHaveBeenCalledTimes(4);
  });

  it("asks no one who would have to be paid", async () => {
    const { models: _, ...silent } = fakeBackend();
    const { clock, probed } = probing([silent]);
    clock.advance(30_000);
    await settle();
    expect([probed.mock.calls, silent.calls]).toEqual([[], []]);
  });

  it("comes a tenth earlier or later, by chance", async () => {
    const soon = probing([fakeBackend()], { random: () => 0 });
    soon.clock.advance(27_000);
    await settle();
    expect(soon.probed).toHaveBeenCalledTimes(1);
    const late = probing([fakeBackend()], { random: () => 0.999_999 });
    late.clock.advance(32_999);
    await settle();
    expect(late.probed).not.toHaveBeenCalled();
  });

  it("stops between rounds and in the middle of one, and tells nothing of what it broke off", async () => {
    const idle = probing([fakeBackend()]);
    idle.stop();
    expect(idle.clock.waiting).toBe(0);
    let signal: AbortSignal | undefined;
    const deaf = listing("deaf", (options) => {
      signal = options?.signal;
      return new Promise(() => {});
    });
    const busy = probing(Array.from({ length: 10 }, () => deaf));
    busy.clock.advance(30_000);
    await settle();
    busy.stop();
    await settle();
    expect([signal?.aborted, busy.probed.mock.calls, busy.clock.waiting]).toEqual([true, [], 0]);
  });

  it("goes on when somebody who listens throws", async () => {
    const { clock, probed } = probing([fakeBackend()], {
      onResult: () => {
        throw new Error("oops");
      },
    });
    for (let round = 1; round <= 2; round += 1) {
      clock.advance(30_000);
      await settle();
      expect(probed).toHaveBeenCalledTimes(round);
    }
  });
});
