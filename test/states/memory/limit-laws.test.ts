import fc from "fast-check";
import { expect, test } from "vitest";
import type { Grant, LimitClaim, Refusal } from "../../../src/state.ts";
import { memoryState } from "../../../src/states/memory.ts";
import { COMMAND_SEQUENCES } from "../../support/property-runs.ts";

const WINDOW = 6_000;
const LIMITS = { requests: 6, tokens: 100, running: 3 };
/** What counts as taken within a six-hundredth of the window, and rounding. */
const COARSENESS = WINDOW / 600 + 1;

type Step =
  | { readonly do: "acquire"; readonly tokens: number; readonly thenWait: boolean }
  | { readonly do: "release"; readonly which: number; readonly used: number }
  | { readonly do: "advance"; readonly ms: number }
  | { readonly do: "announce"; readonly remaining: number; readonly resetMs: number };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({ do: fc.constant("acquire" as const), tokens: fc.nat(60), thenWait: fc.boolean() }),
    },
    { weight: 4, arbitrary: fc.record({ do: fc.constant("release" as const), which: fc.nat(5), used: fc.nat(90) }) },
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constant("advance" as const),
        ms: fc.oneof(fc.nat(15), fc.nat(2_000), fc.constant(WINDOW)),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant("announce" as const), remaining: fc.nat(80), resetMs: fc.nat(4_000) }),
    },
  ),
  { minLength: 1, maxLength: 80, size: "max" },
);

interface Call {
  readonly at: number;
  readonly grant: Grant;
  readonly claimed: number;
  tokens: number;
  runs: boolean;
  readonly announcement: { left: number; readonly until: number } | undefined;
}

/** The limits as they are meant, kept the simple way: all calls, each with its time. */
class Model {
  readonly calls: Call[] = [];
  announcement: Call["announcement"];

  running(): number {
    return this.calls.filter(({ runs }) => runs).length;
  }

  within(ms: number, now: number): { requests: number; tokens: number } {
    const inside = this.calls.filter(({ at }) => at > now - ms);
    return { requests: inside.length, tokens: inside.reduce((sum, { tokens }) => sum + tokens, 0) };
  }

  announced(now: number): number {
    const { announcement } = this;
    return announcement === undefined || now >= announcement.until ? Number.POSITIVE_INFINITY : announcement.left;
  }

  /** Whether a call fits when what was taken counts for so long. */
  fits(tokens: number, ms: number, now: number): boolean {
    const used = this.within(ms, now);
    return (
      used.requests + 1 <= LIMITS.requests &&
      used.tokens + tokens <= LIMITS.tokens &&
      this.running() + 1 <= LIMITS.running &&
      tokens <= this.announced(now)
    );
  }
}

function claimsFor(tokens: number): LimitClaim[] {
  return [
    { key: "requests a#1", kind: "window", amount: 1, limit: LIMITS.requests, windowMs: WINDOW },
    { key: "tokens a#1", kind: "window", amount: tokens, limit: LIMITS.tokens, windowMs: WINDOW },
    { key: "concurrent a#1", kind: "concurrent", amount: 1, limit: LIMITS.running },
  ];
}

test("a limiter never lets more through than its limits in whatever stretch of time, all or nothing, and gives back what is released", async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (sequence) => {
      let now = 1_800_000_000_000;
      const state = memoryState({ clock: { now: () => now } });
      const model = new Model();

      const acquire = async (tokens: number): Promise<Grant | Refusal> => {
        const answer = await state.acquire(claimsFor(tokens));
        if (answer.granted) {
          expect(model.fits(tokens, WINDOW, now), "more than the limits was let through").toBe(true);
          const { announcement } = model;
          if (announcement !== undefined) announcement.left -= tokens;
          model.calls.push({ at: now, grant: answer, claimed: tokens, tokens, runs: true, announcement });
        } else {
          expect(model.fits(tokens, WINDOW + COARSENESS, now), "refused although there was room").toBe(false);
        }
        return answer;
      };

      for (const step of sequence) {
        if (step.do === "advance") now += step.ms;
        if (step.do === "announce") {
          await state.announce("tokens a#1", step);
          model.announcement = step.resetMs === 0 ? undefined : { left: step.remaining, until: now + step.resetMs };
        }
        if (step.do === "release") {
          const running = model.calls.filter(({ runs }) => runs);
          const call = running[step.which % Math.max(1, running.length)];
          if (call === undefined) continue;
          await state.release(call.grant, [1, step.used, 1]);
          await state.release(call.grant, [0, 0, 0]);
          call.runs = false;
          call.tokens = step.used;
          if (call.announcement !== undefined) call.announcement.left -= step.used - call.claimed;
        }
        if (step.do === "acquire") {
          const answer = await acquire(step.tokens);
          if (answer.granted || !step.thenWait || answer.retryAfterMs === undefined) continue;
          now += answer.retryAfterMs;
          expect((await acquire(step.tokens)).granted, "no room at the time that was told").toBe(true);
        }
      }
    }),
    { numRuns: COMMAND_SEQUENCES },
  );
});
