import { describe, expect, it } from "vitest";
import { deadKey, type FakeAnswer } from "../../src/backends/fake.ts";
import { aRouter, HELLO, inTime, quiet } from "./support/a-router.ts";

const answerIn = (delayMs: number, text = "fine"): FakeAnswer => ({ text, delayMs });

describe("a call that is made twice", () => {
  it("is so after the time that 95 of 100 calls keep, once twenty are known", async () => {
    // Answers take 20 ms to 400 ms; the 95th percentile of the twenty is 380 ms.
    const script = ({ number }: { number: number }) => answerIn(number < 20 ? 20 * (number + 1) : 5_000);
    const { router, clock, generate, events } = await aRouter(
      { a: script, b: answerIn(1, "quick") },
      { settings: { hedge: { share: 1 } } },
    );
    for (let call = 0; call < 20; call += 1) await generate();
    expect(events.map(({ reason }) => reason)).toEqual(Array.from({ length: 20 }, () => "first"));
    const started = clock.now();
    const reply = await inTime(clock, router.generate("m", HELLO), 1);
    expect(reply.content).toBe("quick");
    expect(clock.now() - started).toBeGreaterThanOrEqual(380);
    expect(clock.now() - started).toBeLessThan(400);
  });

  it("leaves the other keys of the first target where it may not be made after all", async () => {
    const { generate, told } = await aRouter(
      {
        a: { keys: { k1: [answerIn(5_000), answerIn(1, "the other key")], k2: { ...deadKey(), delayMs: 300 } } },
        b: answerIn(1),
      },
      { fields: { a: 'api_key: ["$k1", "$k2"]' }, settings: { hedge: { afterMs: 100, share: 0.001 } } },
    );
    await generate();
    expect((await generate()).content).toBe("the other key");
    expect(told()).toEqual(["hedge b/x ok", "first a/x aborted", "first a/x invalid_key", "next_key a/x ok"]);
  });

  it("is nowhere where the config does not say so, and where one call says not to", async () => {
    const { generate, told } = await aRouter(
      { a: answerIn(900), b: answerIn(1) },
      { settings: { hedge: { afterMs: 100 } } },
    );
    await generate(HELLO, { hedge: false });
    expect(told()).toEqual(["first a/x ok"]);
  });

  it("is aborted where it lost, at once, and says that nobody knows what it cost", async () => {
    const { router, clock, opened, events } = await aRouter(
      { a: answerIn(60_000), b: answerIn(1, "quick") },
      { settings: { hedge: { afterMs: 100, share: 1 } }, route: "budget: { amount: 1, per: day }" },
    );
    const reply = await inTime(clock, router.generate("m", HELLO), 1);
    await quiet();
    expect(opened.get("a k")?.calls).toHaveLength(1);
    const lost = events.find(({ outcome }) => outcome === "aborted");
    expect(lost).toMatchObject({ target: "a/x", isFinal: false, cost: { usd: null, reason: expect.any(String) } });
    expect(lost?.durationMs).toBeLessThan(250);
    // What may be billed is not left out of the sum as if it had been free.
    expect(reply.cost).toMatchObject({ usd: null, reason: expect.stringContaining("a/x") });
    expect(reply.attempts.find(({ outcome }) => outcome === "ok")?.cost?.usd).not.toBeNull();
    const [budget] = await router.budgets();
    expect(budget).toMatchObject({ reserved: 0n, unpriced: 1 });
    expect(clock.waiting).toBe(0);
  });
});
