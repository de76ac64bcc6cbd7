import { countTokens } from "gpt-tokenizer/encoding/o200k_base";
import { describe, expect, it } from "vitest";
import type { AttemptEvent } from "../../src/attempt.ts";
import type { Backend } from "../../src/backend.ts";
import type { FakeAnswer } from "../../src/backends/fake.ts";
import type { ChatChunk } from "../../src/chat.ts";
import { usageOf } from "../../src/dialect/usage.ts";
import { memoryLedger } from "../../src/ledgers/memory.ts";
import { createRouter } from "../../src/router/create-router.ts";
import { aConfig, aRouter, HELLO, inTime, quiet } from "./support/a-router.ts";
import { handClock } from "./support/hand-clock.ts";

const FACTS = { name: "GPT-4o", pricing: { input: 1, output: 100 } };
const known = { x: FACTS, "a/x": FACTS, "b/x": FACTS };

const STORY = [
  "The harbour was quiet when the keeper climbed the last of the ninety-nine steps and lit the lamp.",
  "Far out, a fishing boat turned its bow towards the light, though nobody on board had spoken since noon.",
  "It had rained for three days; the ropes were stiff, the bread was wet, and the youngest of the crew had begun to sing.",
].join(" ");
const WORDS = STORY.split(/(?<= )/);

/** What became of the one attempt of a stream that was read until it ended, or for so many chunks. */
async function read(script: FakeAnswer, { chunks = Number.POSITIVE_INFINITY } = {}) {
  const ledger = memoryLedger();
  const { router, clock, events } = await aRouter({ a: script }, { known, ledger });
  const reading = async () => {
    let seen = 0;
    for await (const { content } of router.stream("m", HELLO)) if (content !== undefined && ++seen >= chunks) break;
  };
  await inTime(
    clock,
    reading().catch(() => undefined),
  );
  await quiet();
  const [total] = await ledger.totals("route");
  return { attempt: events[0], total };
}

describe("what was used where nobody said it", () => {
  it("of a stream that was cut is the text that came, close to what a tokenizer counts, and says that it is an estimate", async () => {
    const { attempt, total } = await read({ text: STORY, fault: { kind: "cut", afterPieces: 40 } });
    const counted = countTokens(WORDS.slice(0, 40).join(""));
    const { usage, cost } = attempt ?? {};
    expect(attempt).toMatchObject({ code: "stream_truncated", usage: { estimated: true } });
    expect(Math.abs((usage?.output ?? 0) - counted)).toBeLessThanOrEqual(0.15 * counted);
    expect(cost).toMatchObject({ basis: "estimated", parts: [{ rate: "input" }, { rate: "output" }] });
    expect(total).toMatchObject({ unpriced: 0, estimated: 1, output: usage?.output, cost: cost?.usd });
  });

  it("of a stream that its reader left is what had come until then", async () => {
    const short = await read({ text: STORY }, { chunks: 10 });
    const long = await read({ text: STORY }, { chunks: 30 });
    expect(short.attempt).toMatchObject({ outcome: "aborted", usage: { estimated: true } });
    expect(long.attempt?.usage?.output).toBeGreaterThan(2 * (short.attempt?.usage?.output ?? 0));
  });

  it("of a whole stream without a usage is all of its text, thoughts and calls of tools", async () => {
    const plain = await read({ text: STORY, usage: null });
    expect(plain.attempt).toMatchObject({ outcome: "ok", usage: { estimated: true }, cost: { basis: "estimated" } });
    const more = await read({
      text: STORY,
      reasoning: STORY,
      toolCalls: [{ name: "f", arguments: STORY }],
      usage: null,
    });
    expect(more.attempt?.usage?.reasoning).toBe(plain.attempt?.usage?.output);
    expect(more.attempt?.usage?.output).toBeGreaterThan(1.9 * (plain.attempt?.usage?.output ?? 0));
  });

  it("of an answer that came whole is all of its text", async () => {
    const { router, clock } = await aRouter({ a: { text: STORY, usage: null } }, { known });
    const reply = await inTime(clock, router.generate("m", HELLO));
    expect(reply.usage).toBeUndefined();
    expect(reply.attempts).toMatchObject([{ usage: { estimated: true } }]);
    expect(reply.cost).toMatchObject({ basis: "estimated", usd: expect.stringMatching(/^0\.00/) });
  });

  it("is not guessed where no text came: the cost is unknown", async () => {
    const { attempt, total } = await read({ text: STORY, fault: { kind: "cut", afterPieces: 0 } });
    expect(attempt).toMatchObject({ code: "stream_truncated", cost: { usd: null, reason: expect.any(String) } });
    expect(attempt?.usage?.estimated).toBeUndefined();
    expect(total).toMatchObject({ unpriced: total?.attempts, estimated: 0 });
  });

  it("is priced as nothing where another model answered than was asked for", async () => {
    const { attempt } = await read({ text: STORY, modelServed: "other-model", fault: { kind: "cut", afterPieces: 9 } });
    expect(attempt).toMatchObject({
      usage: { estimated: true },
      cost: { usd: null, reason: expect.stringContaining("other-model answered in place of x") },
    });
  });

  it("is told by the provider where it tells it, and then nothing is estimated", async () => {
    const { attempt, total } = await read({ text: STORY, usage: { input: 7, output: 3 } });
    expect(attempt).toMatchObject({ usage: { input: 7, output: 3 }, cost: { basis: "computed" } });
    expect(attempt?.usage?.estimated).toBeUndefined();
    expect(total).toMatchObject({ estimated: 0 });
  });

  it("is what was told of the input at the beginning, and all that was told once the answer had its end", async () => {
    const told = usageOf({ input: 50, output: 1 });
    const of = async (chunks: readonly ChatChunk[]) => {
      const config = await aConfig(["a"]);
      const clock = handClock();
      const events: AttemptEvent[] = [];
      const router = createRouter({ config, backends: { a: cutAfter(chunks) }, clock, facts: () => FACTS });
      router.onAttempt((event) => events.push(event));
      const reading = async () => {
        for await (const _ of router.stream("m", HELLO));
      };
      await inTime(
        clock,
        reading().catch(() => undefined),
      );
      return events[0];
    };
    const { usage: cut, cost } = (await of([{ usage: told, content: STORY }])) ?? {};
    expect(cut).toMatchObject({ input: 50, estimated: true });
    expect(cut?.output).toBeGreaterThan(50);
    expect(cost).toMatchObject({ basis: "estimated" });
    const whole = usageOf({ input: 50, output: 60 });
    expect(
      await of([
        { usage: told, content: STORY },
        { usage: whole, finishReason: "stop" },
      ]),
    ).toMatchObject({ usage: whole, cost: { basis: "computed" } });
    const running = usageOf({ input: 50, output: 900 });
    expect(await of([{ usage: running, content: STORY }])).toMatchObject({
      usage: running,
      cost: { basis: "computed" },
    });
  });
});

/** A backend whose streams break off after these chunks. */
function cutAfter(chunks: readonly ChatChunk[]): Backend {
  return {
    name: "a",
    generate: () => Promise.reject(new Error("it only streams")),
    async *stream() {
      yield* chunks;
    },
    close: async () => undefined,
  };
}
