import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FakeAnswer } from "../../src/backends/fake.ts";
import { aRouter, HELLO, inTime, quiet } from "./support/a-router.ts";
import { countingState } from "./support/counting-state.ts";
import { handClock } from "./support/hand-clock.ts";

const runs = Number(process.env.MODELMALL_PROPERTY_RUNS ?? 100);

const delayMs = fc.constantFrom(0, 0, 50, 400, 2_000);
const answer: fc.Arbitrary<FakeAnswer> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ text: fc.constant("all is fine"), delayMs, pieceDelayMs: fc.constantFrom(0, 30) }),
  },
  fc.record({
    delayMs,
    failure: fc.record(
      { status: fc.constantFrom(400, 401, 404, 429, 500, 503, 529), retryAfterMs: fc.constantFrom(100, 3_000, 90_000) },
      { requiredKeys: ["status"] },
    ),
  }),
  fc.record({
    fault: fc.record({ kind: fc.constantFrom("cut" as const, "malformed" as const), afterPieces: fc.nat(2) }),
  }),
);
const script = fc.array(answer, { minLength: 1, maxLength: 6 });

const call = fc.record({
  streamed: fc.boolean(),
  /** How many chunks are read before the loop is left; more than there are is all. */
  read: fc.constantFrom(1, 2, 99),
  abortAfterMs: fc.option(fc.nat(1_500)),
  hedge: fc.boolean(),
  attempts: fc.option(fc.integer({ min: 1, max: 5 })),
});

const limited =
  'api_key: ["$k1", "$k2"], rate_limits: { requests_per_minute: 6, tokens_per_minute: 3000, concurrent: 2 }';

describe("the accounting of calls", () => {
  it("gives back whatever was taken, and tells of every attempt, however calls end", async () => {
    await fc.assert(
      fc.asyncProperty(
        script,
        script,
        script,
        fc.array(call, { minLength: 1, maxLength: 8 }),
        async (a1, a2, b, calls) => {
          const clock = handClock();
          const state = countingState(clock);
          const test = await aRouter(
            { a: { keys: { k1: a1, k2: a2 } }, b },
            {
              clock,
              state,
              fields: { a: limited },
              route: "budget: { amount: 100, per: day }",
              settings: { queue: { size: 2, waitMs: 5_000 }, hedge: { afterMs: 200, share: 1 } },
            },
          );
          const { router, events, opened } = test;
          const made = calls.map(async ({ streamed, read, abortAfterMs, hedge, attempts }) => {
            const giveUp = new AbortController();
            if (abortAfterMs !== null) clock.after(abortAfterMs, () => giveUp.abort());
            const how = { signal: giveUp.signal, hedge, ...(attempts !== null && { retry: { attempts } }) };
            let count = 0;
            try {
              if (!streamed) return (await router.generate("m", HELLO, how)).attempts.length;
              for await (const { end } of router.stream("m", HELLO, how)) {
                count += 1;
                if (end !== undefined) return end.attempts.length;
                if (count >= read) break;
              }
              return undefined;
            } catch (error) {
              return (error as { attempts?: readonly unknown[] }).attempts?.length;
            }
          });
          const told = await inTime(clock, Promise.all(made), 50);
          await inTime(clock, router.close(), 50);
          await quiet();

          expect([...state.open]).toEqual([]);
          expect(router.health().targets.map(({ running }) => running)).toEqual(expect.not.arrayContaining([1]));
          const called = [...opened.values()].reduce((sum, backend) => sum + backend.calls.length, 0);
          expect(events).toHaveLength(called);
          expect(new Set(events.map(({ id }) => id)).size).toBe(called);
          for (const id of new Set(events.map(({ call }) => call))) {
            const ofCall = events.filter((event) => event.call === id);
            expect(ofCall.filter(({ isFinal }) => isFinal)).toHaveLength(1);
            expect(ofCall.length).toBeLessThanOrEqual(5);
          }
          for (const count of told) if (count !== undefined) expect(count).toBeLessThanOrEqual(5);
        },
      ),
      { numRuns: runs },
    );
  }, 3_600_000);
});
