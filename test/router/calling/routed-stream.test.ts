import { describe, expect, it } from "vitest";
import type { Backend } from "../../../src/backend.ts";
import { brokenServer, type FakeAnswer } from "../../../src/backends/fake.ts";
import type { ChatChunk } from "../../../src/chat.ts";
import { createRouter } from "../../../src/router/create-router.ts";
import type { RoutedChunk, Serving } from "../../../src/router.ts";
import { aConfig, aRouter, failureOf, HELLO, inTime, quiet } from "../support/a-router.ts";
import { handClock } from "../support/hand-clock.ts";

const ok: FakeAnswer = { text: "all is fine" };

async function all(stream: AsyncIterable<RoutedChunk>): Promise<RoutedChunk[]> {
  const chunks: RoutedChunk[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}

const textOf = (chunks: readonly RoutedChunk[]) => chunks.map(({ content = "" }) => content).join("");

/** A backend that streams what it is given. */
function streaming(chunks: (options: { signal?: AbortSignal }) => AsyncIterable<ChatChunk>): Backend {
  return {
    name: "own",
    generate: () => Promise.reject(new Error("it only streams")),
    stream: (_model, _request, options = {}) => chunks(options),
    close: async () => undefined,
  };
}

async function over(backends: Record<string, Backend>, options: Parameters<typeof aConfig>[1] = {}) {
  const clock = handClock();
  const config = await aConfig(Object.keys(backends), options);
  return { clock, router: createRouter({ config, backends, clock, random: () => 0.5 }) };
}

describe("a routed stream", () => {
  it("gives the answer piece by piece, and at its end all that is known", async () => {
    const { router, clock, events } = await aRouter({ a: ok });
    const chunks = await inTime(clock, all(router.stream("m", HELLO)));
    expect(textOf(chunks)).toBe("all is fine");
    const end = chunks.at(-1)?.end;
    expect(end).toMatchObject({ target: "a/x", attempts: [{ outcome: "ok", reason: "first" }] });
    expect(end?.decision.route).toBe("m");
    expect(end?.cost).toMatchObject({ usd: expect.any(String) });
    expect(events).toMatchObject([{ kind: "stream", isFinal: true, finishReason: "stop" }]);
  });

  it("shows nothing of a target that fails before its first content", async () => {
    async function* prelude(): AsyncGenerator<ChatChunk> {
      yield { id: "first" };
      yield { id: "first", content: "" };
      throw new Error("broken");
    }
    async function* good(): AsyncGenerator<ChatChunk> {
      yield { id: "second" };
      yield { id: "second", content: "hi" };
      yield {
        id: "second",
        end: {
          cost: { usd: null, reason: "" },
          modelAsked: "x",
          target: "b/x",
          attempts: [],
          latencyMs: 0,
          adaptations: [],
        },
      };
    }
    const { router, clock } = await over({ a: streaming(prelude), b: streaming(good) });
    const chunks = await inTime(clock, all(router.stream("m", HELLO)));
    expect(new Set(chunks.map(({ id }) => id))).toEqual(new Set(["second"]));
    expect(chunks.at(-1)?.end?.attempts.map(({ target, outcome }) => [target, outcome])).toEqual([
      ["a/x", "failed"],
      ["b/x", "ok"],
    ]);
  });

  it("never turns to another target after the first content", async () => {
    const cut: FakeAnswer = { text: "all is lost", fault: { kind: "cut", afterPieces: 1 } };
    const { router, clock, calls, told } = await aRouter({ a: cut, b: ok });
    const seen: string[] = [];
    const reading = async () => {
      for await (const { content } of router.stream("m", HELLO)) seen.push(content ?? "");
    };
    const error = await inTime(clock, failureOf(reading()));
    expect(error).toMatchObject({ name: "CallError", code: "stream_truncated", target: "a/x" });
    expect(seen.join("")).toBe("all ");
    expect(calls()).toEqual({ "a k": 1 });
    expect(told()).toEqual(["first a/x stream_truncated"]);
  });

  it("takes an end without a word for a cut", async () => {
    async function* silent(): AsyncGenerator<ChatChunk> {
      yield { content: "half" };
    }
    const { router, clock } = await over({ a: streaming(silent) });
    const error = await inTime(clock, failureOf(all(router.stream("m", HELLO))));
    expect(error).toMatchObject({ code: "stream_truncated" });
  });

  it("tells whoever asks next that its time was over meanwhile", async () => {
    async function* endless(): AsyncGenerator<ChatChunk> {
      for (;;) yield { content: "more " };
    }
    const { router, clock } = await over({ a: streaming(endless) }, { route: "timeout: 10s" });
    const stream = router.stream("m", HELLO)[Symbol.asyncIterator]();
    for (let chunk = 0; chunk < 3; chunk += 1) await inTime(clock, stream.next());
    clock.advance(11_000);
    expect(await failureOf(stream.next())).toMatchObject({ code: "total_timeout" });
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  it("tells whoever asks next that the caller gave up meanwhile", async () => {
    async function* endless(): AsyncGenerator<ChatChunk> {
      for (;;) yield { content: "more " };
    }
    const { router, clock } = await over({ a: streaming(endless) });
    const giveUp = new AbortController();
    const stream = router.stream("m", HELLO, { signal: giveUp.signal })[Symbol.asyncIterator]();
    for (let chunk = 0; chunk < 3; chunk += 1) await inTime(clock, stream.next());
    giveUp.abort();
    expect(await failureOf(stream.next())).toMatchObject({ code: "aborted" });
  });

  it("tells who serves by values that share their getter, for one of its own would keep a call in memory", async () => {
    const { router, clock } = await aRouter({ a: [ok, ok] });
    const told: Serving[] = [];
    const onServing = (serving: Serving) => told.push(serving);
    for (let call = 0; call < 2; call += 1) await inTime(clock, all(router.stream("m", HELLO, { onServing })));
    const getters = told.map((serving) => Object.getOwnPropertyDescriptor(serving, "inputTokens")?.get);
    expect(getters).toEqual([expect.any(Function), getters[0]]);
    expect(told).toMatchObject([{ target: "a/x", attempts: 1, inputTokens: expect.any(Number) }, {}]);
  });

  it("holds back no more than 64 chunks without content", async () => {
    async function* chatty(): AsyncGenerator<ChatChunk> {
      for (let number = 0; ; number += 1) yield { id: `${number}` };
    }
    const { router, clock } = await over({ a: streaming(chatty) });
    const stream = router.stream("m", HELLO)[Symbol.asyncIterator]();
    const first = await inTime(clock, stream.next());
    expect(first.value?.id).toBe("0");
    await stream.return?.();
  });

  it("ends the call at its target when the loop is left", async () => {
    let signal: AbortSignal | undefined;
    let isClosed = false;
    async function* endless(options: { signal?: AbortSignal }): AsyncGenerator<ChatChunk> {
      signal = options.signal;
      try {
        for (;;) yield { content: "more " };
      } finally {
        isClosed = true;
      }
    }
    const { router, clock } = await over({ a: streaming(endless) });
    const events: unknown[] = [];
    router.onAttempt((event) => events.push(event));
    const reading = async () => {
      for await (const _ of router.stream("m", HELLO)) break;
    };
    await inTime(clock, reading());
    await quiet();
    expect([signal?.aborted, isClosed]).toEqual([true, true]);
    expect(events).toMatchObject([
      {
        outcome: "aborted",
        isFinal: true,
        usage: { estimated: true },
        cost: { usd: null, reason: expect.stringContaining("no price") },
      },
    ]);
    await router.close();
  });

  it("ends a call whose first content never comes when the loop is left", async () => {
    const { router, clock, events } = await aRouter({ a: { fault: { kind: "stall", afterPieces: 0 } }, b: ok });
    const stream = router.stream("m", HELLO)[Symbol.asyncIterator]();
    const first = stream.next();
    await quiet();
    await stream.return?.();
    expect(await first).toEqual({ done: true, value: undefined });
    expect(events).toMatchObject([{ target: "a/x", outcome: "aborted" }]);
    expect(clock.waiting).toBe(0);
  });

  it("releases everything at once when the caller gives up between two pieces", async () => {
    const { router, clock, events } = await aRouter({ a: ok });
    const giveUp = new AbortController();
    const stream = router.stream("m", HELLO, { signal: giveUp.signal })[Symbol.asyncIterator]();
    await inTime(clock, stream.next());
    giveUp.abort(new Error("enough"));
    expect(events).toMatchObject([{ outcome: "aborted", code: "aborted", isFinal: true }]);
    await expect(stream.next()).rejects.toMatchObject({ code: "aborted", fault: "caller" });
    expect(await stream.next()).toEqual({ done: true, value: undefined });
    await router.close();
  });

  it("gives chunks in order to a consumer that asks for several at once", async () => {
    const { router, clock } = await aRouter({ a: ok });
    const stream = router.stream("m", HELLO)[Symbol.asyncIterator]();
    const asked = Promise.all([stream.next(), stream.next(), stream.next()]);
    const got = await inTime(clock, asked);
    expect(got.map(({ value }) => value?.content)).toEqual(["all ", "is ", "fine"]);
    await stream.return?.();
  });

  it("fails as a call that is answered whole does, where nobody answers", async () => {
    const { router, clock } = await aRouter({ a: brokenServer(), b: brokenServer() });
    const error = await inTime(clock, failureOf(all(router.stream("m", HELLO))));
    expect(error).toMatchObject({ name: "RouterError", code: "targets_failed" });
  });

  it("does not count the time a slow consumer takes as the target's", async () => {
    const { router, clock } = await aRouter({ a: { text: "one two three" } });
    for await (const _ of router.stream("m", HELLO)) clock.advance(5_000);
    const reply = await inTime(clock, all(router.stream("m", HELLO)));
    expect(textOf(reply)).toBe("one two three");
    const { targets } = router.health();
    expect(targets[0]).toMatchObject({ failures: 0, state: "ready" });
  });
});
