import { describe, expect, it } from "vitest";
import { brokenServer, deadKey, type FakeAnswer, fakeBackend, rateLimited } from "../../src/backends/fake.ts";
import { createRouter } from "../../src/router/create-router.ts";
import { aConfig, aRouter, failureOf, HELLO, inTime, quiet } from "./support/a-router.ts";

const ok: FakeAnswer = { text: "fine" };
const slow = (delayMs: number, text = "late"): FakeAnswer => ({ text, delayMs });

describe("a router", () => {
  it("answers with everything that is known of the call", async () => {
    const { generate } = await aRouter({ a: brokenServer(), b: ok });
    const reply = await generate();
    expect(reply).toMatchObject({
      content: "fine",
      target: "b/x",
      attempts: [
        { target: "a/x", outcome: "failed", code: "server_error", status: 500, reason: "first" },
        { target: "b/x", outcome: "ok", reason: "next_target" },
      ],
      decision: { asked: "m", route: "m", strategy: "manual" },
    });
    expect(reply.cost.usd).not.toBeNull();
    expect(JSON.parse(JSON.stringify(reply.decision))).toEqual(reply.decision);
  });

  it("says in a failure which targets were asked, and nothing of what they said", async () => {
    const said = { failure: { status: 500, message: "prompt was: my secret sk-abcdefghijkl" } };
    const { failure } = await aRouter({ a: said, b: said }, { route: "retry: { attempts: 2 }" });
    const error = await failure();
    expect(error.message).toMatch(/^"m": no target answered: a\/x server_error after \d+ ms; b\/x server_error|500/);
    expect(error.message).not.toContain("secret");
    expect(error).toMatchObject({
      code: "targets_failed",
      attempts: [{}, {}],
      cause: { target: "a/x" },
      retryable: true,
    });
  });

  it("asks every target anew: what one is given is not seen by the next", async () => {
    const { generate, opened } = await aRouter(
      { a: brokenServer(), b: ok },
      { fields: { a: 'api_key: "$k", parameters: { temperature: 0.9, max_tokens: 5 }' } },
    );
    await generate({ ...HELLO, max_completion_tokens: 7 });
    const [first] = opened.get("a k")?.calls ?? [];
    const [second] = opened.get("b k")?.calls ?? [];
    expect(first?.request).toEqual({ ...HELLO, temperature: 0.9, max_completion_tokens: 7 });
    expect(second?.request).toEqual({ ...HELLO, max_completion_tokens: 7 });
  });

  it("uses the keys of a backend in turn, and those of a session always first", async () => {
    const keys = { keys: { k1: ok, k2: ok } };
    const fields = { a: 'api_key: ["$k1", "$k2"]' };
    const turns = await aRouter({ a: keys }, { fields });
    for (let count = 0; count < 6; count += 1) await turns.generate();
    expect(turns.calls()).toEqual({ "a k1": 3, "a k2": 3 });
    const session = await aRouter({ a: keys }, { fields });
    for (let count = 0; count < 6; count += 1) await session.generate(HELLO, { sessionKey: "ann" });
    expect(Object.values(session.calls())).toEqual([6]);
  });

  it("stops at the deadline whatever is left to try, and starts nothing that has no time", async () => {
    const failing: FakeAnswer = { delayMs: 700, failure: { status: 500 } };
    const { failure, clock, told } = await aRouter({ a: failing, b: failing, c: ok }, { route: "timeout: 1s" });
    const started = clock.now();
    expect(await failure()).toMatchObject({ code: "deadline", retryable: true });
    expect(clock.now() - started).toBeLessThanOrEqual(1_250);
    expect(told()).toEqual(["first a/x server_error", expect.stringMatching(/^next_target b\/x .*timeout$/)]);
  });

  it("ends an attempt at the deadline although its backend heeds no signal", async () => {
    const config = await aConfig(["a"], { route: "timeout: 1s" });
    const deaf = { ...fakeBackend(), name: "a", generate: () => new Promise<never>(() => undefined) };
    const { clock } = await aRouter({ a: ok });
    const router = createRouter({ config, backends: { a: deaf }, clock, random: () => 0.5 });
    const started = clock.now();
    const error = await inTime(clock, failureOf(router.generate("m", HELLO)));
    expect(error).toMatchObject({ code: "deadline", retryable: true });
    expect(clock.now() - started).toBeLessThanOrEqual(1_250);
  });

  it("tries one target all the same when every one is left alone, and says when to come again", async () => {
    const { failure, generate, told, events } = await aRouter(
      { a: brokenServer(), b: brokenServer() },
      { route: "retry: { attempts: 2 }" },
    );
    for (let count = 0; count < 6; count += 1) await failure();
    events.length = 0;
    const error = await failure();
    expect(error).toMatchObject({ code: "unavailable", retryable: true, retryAfterMs: expect.any(Number) });
    expect(told()).toEqual([expect.stringMatching(/^panic [ab]\/x server_error$/)]);
    expect(generate).toBeDefined();
  });

  it("does not ask with keys that were refused a moment ago", async () => {
    const { failure, events } = await aRouter({ a: deadKey(), b: deadKey() });
    await failure();
    events.length = 0;
    expect(await failure()).toMatchObject({ code: "credentials_exhausted", attempts: [] });
    expect(events).toEqual([]);
  });

  it("sends a call over a limit elsewhere, without spending an attempt", async () => {
    const limited = { a: 'api_key: "$k", rate_limits: { requests_per_minute: 1 }' };
    const { generate, told } = await aRouter({ a: ok, b: ok }, { fields: limited });
    await generate();
    await generate();
    expect(told()).toEqual(["first a/x ok", "first b/x ok"]);
  });

  it("refuses a call over every limit, and says when there is room", async () => {
    const limited = { a: 'api_key: "$k", rate_limits: { requests_per_minute: 1 }' };
    const { generate, failure } = await aRouter({ a: ok }, { fields: limited });
    await generate();
    expect(await failure()).toMatchObject({ code: "limited", attempts: [], retryAfterMs: expect.any(Number) });
  });

  it("lets a call over a limit wait where the config says so", async () => {
    const limited = { a: 'api_key: "$k", rate_limits: { concurrent: 1 }' };
    const settings = { queue: { size: 1, waitMs: 10_000 } };
    const { router, clock, failure } = await aRouter({ a: slow(500) }, { fields: limited, settings });
    const first = router.generate("m", HELLO);
    await quiet();
    const second = router.generate("m", HELLO);
    await quiet();
    expect(await failure()).toMatchObject({ code: "queue_full" });
    const replies = await inTime(clock, Promise.all([first, second]));
    expect(replies.map(({ content }) => content)).toEqual(["late", "late"]);
  });

  it("refuses what a hard budget has no money for, and settles what was spent", async () => {
    const { generate, failure, told } = await aRouter(
      { a: { text: "fine", usage: { input: 400_000, output: 0 } } },
      { route: "budget: { amount: 0.3, per: day }", known: { x: { pricing: { input: 1, output: 2 } } } },
    );
    await generate();
    expect(await failure()).toMatchObject({ code: "budget_spent", attempts: [] });
    expect(told()).toEqual(["first a/x ok"]);
  });

  it("asks another target beside one that is slow, and aborts the loser", async () => {
    const { generate, told, events } = await aRouter(
      { a: slow(5_000), b: slow(100, "quick") },
      { settings: { hedge: { afterMs: 300, share: 1 } } },
    );
    const reply = await generate();
    expect(reply.content).toBe("quick");
    expect(told()).toEqual(["hedge b/x ok", "first a/x aborted"]);
    expect(events.map(({ isFinal }) => isFinal)).toEqual([true, false]);
    expect(reply.attempts).toHaveLength(2);
  });

  it("lets the first win where it is quicker after all, and the other's failure count for nothing", async () => {
    const { generate, told } = await aRouter(
      { a: slow(400, "first"), b: brokenServer() },
      { settings: { hedge: { afterMs: 300, share: 1 } } },
    );
    expect((await generate()).content).toBe("first");
    expect(told()).toEqual(["hedge b/x server_error", "first a/x ok"]);
  });

  it("asks twice for no more than the share of calls that may be", async () => {
    const { generate, told } = await aRouter(
      { a: slow(5_000), b: ok },
      { settings: { hedge: { afterMs: 100, share: 0.05 } } },
    );
    for (let count = 0; count < 60; count += 1) await generate();
    expect(told().filter((line) => line.startsWith("hedge"))).toHaveLength(3);
  });

  it("never asks twice unless it is told to", async () => {
    const { generate, calls } = await aRouter({ a: slow(20_000), b: ok });
    await generate();
    expect(calls()).toEqual({ "a k": 1 });
  });

  it.each([
    ["while an answer is awaited", { a: slow(9_000), b: ok }, "first a/x aborted", {}],
    ["while it backs off", { a: brokenServer() }, "first a/x server_error", {}],
    ["while it waits for a rate limit", { a: rateLimited(20_000) }, "first a/x rate_limited", {}],
  ])("ends at once when the caller gives up %s", async (_phase, scripts, told, options) => {
    const test = await aRouter(scripts, options);
    const giveUp = new AbortController();
    const failing = failureOf(test.router.generate("m", HELLO, { signal: giveUp.signal }));
    await quiet();
    giveUp.abort(new Error("enough"));
    const error = await failing;
    expect(error).toMatchObject({ name: "CallError", code: "aborted", fault: "caller" });
    expect(test.told()).toEqual([told]);
    expect(test.clock.waiting).toBe(0);
    await test.router.close();
  });

  it("ends at once when the caller gives up in the queue of a limit", async () => {
    const limited = { a: 'api_key: "$k", rate_limits: { concurrent: 1 }' };
    const settings = { queue: { size: 5, waitMs: 10_000 } };
    const { router, clock, told } = await aRouter({ a: slow(500) }, { fields: limited, settings });
    const first = router.generate("m", HELLO);
    await quiet();
    const giveUp = new AbortController();
    const failing = failureOf(router.generate("m", HELLO, { signal: giveUp.signal }));
    await quiet();
    giveUp.abort();
    expect(await failing).toMatchObject({ code: "aborted" });
    await inTime(clock, first);
    expect(told()).toEqual(["first a/x ok"]);
  });

  it("makes no call for a caller who gave up before", async () => {
    const { failure, calls } = await aRouter({ a: ok });
    expect(await failure(HELLO, { signal: AbortSignal.abort() })).toMatchObject({ code: "aborted" });
    expect(calls()).toEqual({});
  });

  it("explains without calling anyone, as a reply does", async () => {
    const { router, generate, calls } = await aRouter({ a: ok, b: ok });
    const explained = await router.explain("m", HELLO);
    expect(calls()).toEqual({});
    expect((await generate()).decision).toEqual(explained);
  });

  it("embeds along a route, past backends that cannot", async () => {
    const config = await aConfig(["a", "b"]);
    const { embed: _, ...chatOnly } = fakeBackend(ok, { name: "a" });
    const router = createRouter({ config, backends: { a: chatOnly, b: fakeBackend(ok, { name: "b" }) } });
    const reply = await router.embed("m", { input: ["one", "two"] });
    expect(reply.embeddings).toHaveLength(2);
    expect(reply.attempts).toMatchObject([{ target: "b/x", outcome: "ok" }]);
    expect(reply.decision.dropped).toMatchObject([{ id: "a/x", code: "lacks_capability" }]);
  });

  it("says of each target why it cannot do what is asked, where none can", async () => {
    const { router } = await aRouter({ a: ok });
    const error = await failureOf(router.rerank("m", { query: "q", documents: ["d"] }));
    expect(error).toMatchObject({ name: "RouteError", code: "no_target" });
    expect(error.message).toContain("a/x: the backend a cannot do reranking");
  });

  it("counts tokens for the target that would be asked", async () => {
    const { router } = await aRouter({ a: ok, b: ok });
    expect(await router.countTokens("m", HELLO)).toMatchObject({ target: "a/x", tokens: expect.any(Number) });
  });

  it("knows how the targets are, those that were not called too", async () => {
    const { router, generate } = await aRouter({ a: ok, b: ok });
    await generate();
    const { targets } = router.health();
    expect(targets.map(({ target, calls }) => [target, calls])).toEqual([
      ["a/x", 1],
      ["b/x", 0],
    ]);
  });

  it("probes what the config names, and refuses to probe anything else", async () => {
    const { router } = await aRouter({ a: ok, b: ok });
    expect(await router.probe()).toMatchObject([{ ok: true }, { ok: true }]);
    await expect(router.probe(["z"])).rejects.toThrow("z is not in the config; there are a, b");
  });

  it("is not harmed by a listener that throws", async () => {
    const { router, generate } = await aRouter({ a: ok });
    router.onAttempt(() => {
      throw new Error("broken listener");
    });
    expect((await generate()).content).toBe("fine");
  });

  it("lets calls that run end when it is closed, and takes no other", async () => {
    const { router, clock, closed, failure } = await aRouter({ a: slow(500) });
    const running = router.generate("m", HELLO);
    await quiet();
    const closing = router.close();
    expect(await failure()).toMatchObject({ code: "closed" });
    expect(closed).toEqual([]);
    expect((await inTime(clock, running)).content).toBe("late");
    await closing;
    expect(closed).toEqual(["a k"]);
  });

  it("closes what a reload no longer names once its calls have ended, and keeps what stays", async () => {
    const both = await aConfig(["a", "b"], { targets: ["b/x", "a/x"] });
    const one = await aConfig(["a", "b"], { targets: ["a/x"] });
    const source = { config: both };
    const { router, clock, closed, opened } = await aRouter({ a: ok, b: slow(500) }, { config: source });
    const running = router.generate("m", HELLO);
    await quiet();
    source.config = { ...one, backends: new Map([...one.backends].filter(([name]) => name === "a")) };
    expect((await inTime(clock, router.generate("m", HELLO), 1)).target).toBe("a/x");
    expect((await inTime(clock, running)).target).toBe("b/x");
    await quiet();
    expect(closed).toEqual(["b k"]);
    await inTime(clock, router.generate("m", HELLO));
    expect(opened.get("a k")?.calls).toHaveLength(2);
  });
});
