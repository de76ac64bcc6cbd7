import fc from "fast-check";
import { expect, it } from "vitest";
import type { AttemptEvent } from "../../src/attempt.ts";
import { type FakeAnswer, type FakeScript, fakeBackend } from "../../src/backends/fake.ts";
import { pause } from "../../src/router/calling/pause.ts";
import { createRouter } from "../../src/router/create-router.ts";
import type { RouterCallOptions } from "../../src/router.ts";
import { PROPERTY_RUNS } from "../support/property-runs.ts";
import { aConfig, HELLO, inTime } from "./support/a-router.ts";
import { handClock } from "./support/hand-clock.ts";

/** By how many milliseconds a call may end too late, and the least it must have left when it begins an attempt. */
const GRACE_MS = 250;
const LEAST_MS = 100;
const STEP_MS = 10;

const delayMs = fc.constantFrom(0, 0, 30, 300, 1_200, 9_000);
const answer: fc.Arbitrary<FakeAnswer> = fc.oneof(
  fc.record({ text: fc.constant("all is fine"), delayMs, pieceDelayMs: fc.constantFrom(0, 40, 700) }),
  fc.record({
    delayMs,
    failure: fc.record(
      {
        status: fc.constantFrom(401, 404, 429, 500, 503, 529),
        retryAfterMs: fc.constantFrom(100, 1_500, 4_000, 90_000),
      },
      { requiredKeys: ["status"] },
    ),
  }),
  fc.record({ fault: fc.record({ kind: fc.constantFrom("cut" as const, "stall" as const), afterPieces: fc.nat(2) }) }),
);
const script = fc.array(answer, { minLength: 1, maxLength: 5 });
const call = fc.record({
  streamed: fc.boolean(),
  hedge: fc.boolean(),
  totalMs: fc.constantFrom(120, 500, 2_000, 5_000),
  attempts: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }),
});

/** Backends without a sense of time: they heed neither a signal nor a deadline. */
async function deafRouter(scripts: Readonly<Record<string, FakeScript>>) {
  const clock = handClock();
  const settings = { queue: { size: 2, waitMs: 3_000 }, hedge: { afterMs: 150, share: 1 } };
  const fields = {
    a: 'api_key: ["$k1", "$k2"]',
    b: 'api_key: "$k", rate_limits: { requests_per_minute: 3, concurrent: 1 }',
  };
  const config = await aConfig(Object.keys(scripts), { settings, fields });
  const timeouts = { firstContentMs: 1e9, idleMs: 1e9, totalMs: 1e9 };
  const router = createRouter({
    config,
    clock,
    random: () => 0.5,
    backends: ({ name }) => {
      const fake = fakeBackend(scripts[name], { name, sleep: (ms) => pause(clock, ms, undefined) });
      return {
        ...fake,
        generate: (model, request) => fake.generate(model, request, { timeouts }),
        stream: (model, request) => fake.stream(model, request, { timeouts }),
      };
    },
  });
  return { router, clock };
}

it("a call keeps its deadline and its number of attempts, and asks nobody twice but for a retry, whatever happens", async () => {
  let tries = 0;
  await fc.assert(
    fc.asyncProperty(script, script, script, fc.array(call, { minLength: 1, maxLength: 4 }), async (a, b, c, calls) => {
      const { router, clock } = await deafRouter({ a, b, c });
      const events: AttemptEvent[] = [];
      router.onAttempt((event) => events.push(event));
      const startedAt = clock.now();
      const one = async ({ streamed, hedge, totalMs, attempts }: (typeof calls)[number], place: number) => {
        const how: RouterCallOptions = {
          hedge,
          timeouts: { totalMs },
          caller: String(place),
          ...(attempts !== undefined && { retry: { attempts } }),
        };
        try {
          if (!streamed) await router.generate("m", HELLO, how);
          else for await (const _ of router.stream("m", HELLO, how));
        } catch {
          // How it ended is not asked here.
        }
        return clock.now() - startedAt;
      };
      const took = await inTime(clock, Promise.all(calls.map(one)), STEP_MS);
      calls.forEach(({ totalMs, attempts = 4 }, place) => {
        expect(took[place]).toBeLessThanOrEqual(totalMs + GRACE_MS);
        const own = events.filter(({ caller }) => caller === String(place));
        expect(own.length).toBeLessThanOrEqual(attempts);
        for (const event of own)
          expect(Date.parse(event.startedAt)).toBeLessThanOrEqual(startedAt + totalMs - LEAST_MS);
        const afresh = own.filter(({ reason }) => reason !== "retry").map(({ target, key }) => `${target} ${key}`);
        expect(new Set(afresh).size).toBe(afresh.length);
        tries += own.length;
      });
      await inTime(clock, router.close(), STEP_MS);
    }),
    { numRuns: PROPERTY_RUNS / 2 },
  );
  expect(tries).toBeGreaterThan(PROPERTY_RUNS);
}, 3_600_000);
