import { describe, expect, it } from "vitest";
import { deadKey, type FakeAnswer } from "../../src/backends/fake.ts";
import { createRouter } from "../../src/router/create-router.ts";
import { aConfig, aRouter, HELLO, inTime, quiet } from "./support/a-router.ts";
import { byHand } from "./support/by-hand.ts";
import { handClock } from "./support/hand-clock.ts";
import { plainBackend } from "./support/plain-backend.ts";
import { startUpstream, WHOLE, well } from "./support/upstream.ts";

const LIMITED = { a: 'api_key: "$k", rate_limits: { tokens_per_minute: 1000 }' };
const uses = (tokens: number): FakeAnswer => ({ text: "fine", delayMs: 100, usage: { input: tokens, output: 0 } });

describe("tokens a minute", () => {
  it("are never set aside beyond the limit, and count as what was used once calls have ended", async () => {
    const { router, clock } = await aRouter({ a: uses(50) }, { fields: LIMITED });
    const ask = () =>
      router.generate("m", { ...HELLO, max_tokens: 300 }).then(
        () => "answered",
        ({ code }: { code: string }) => code,
      );
    // Three of 300 and some fit into a thousand together; five would not.
    const first = await inTime(clock, Promise.all([ask(), ask(), ask(), ask(), ask()]));
    expect(first).toEqual(["answered", "answered", "answered", "limited", "limited"]);
    await quiet();
    // 150 of the thousand are used, so that two fit beside them, and a third does not.
    const second = await inTime(clock, Promise.all([ask(), ask(), ask()]));
    expect(second).toEqual(["answered", "answered", "limited"]);
  });

  it("come back whole from a call that was refused, and from one that never was sent", async () => {
    const refused: FakeAnswer = { failure: { status: 400, message: "Invalid value" } };
    const { router, clock } = await aRouter({ a: refused }, { fields: LIMITED });
    for (let call = 0; call < 10; call += 1) {
      const asked = router.generate("m", { ...HELLO, max_tokens: 900 });
      await expect(inTime(clock, asked)).rejects.toMatchObject({ code: "invalid_request" });
      await quiet();
    }
  });

  it("of a stream that is left count what had come, not what might have", async () => {
    const { router, clock } = await aRouter({ a: { text: "one two three four" } }, { fields: LIMITED });
    const leave = async () => {
      for await (const _ of router.stream("m", { ...HELLO, max_tokens: 900 })) break;
    };
    for (let call = 0; call < 5; call += 1) {
      await inTime(clock, leave());
      await quiet();
    }
  });
});

describe("a limit", () => {
  it("that sends away the one who tries lets the next one try, whenever there is room", async () => {
    const broken: FakeAnswer = { failure: { status: 500 } };
    const answers = [broken, broken, broken, broken, broken, { text: "again" }];
    const { generate, told, clock } = await aRouter(
      { a: answers, b: { text: "fine" } },
      { fields: { a: 'api_key: "$k", rate_limits: { requests_per_minute: 5 }' } },
    );
    for (let call = 0; call < 5; call += 1) await generate();
    clock.advance(5_000);
    expect((await generate()).target).toBe("b/x");
    clock.advance(56_000);
    expect((await generate()).target).toBe("a/x");
    expect(told().slice(-2)).toEqual(["first b/x ok", "first a/x ok"]);
  });
});

describe("what was asked for at a limit", () => {
  it("is given back by a call that was not made twice after all", async () => {
    const answers: FakeAnswer[] = [5_000, 300, 300].map((delayMs) => ({ text: "slow", delayMs }));
    const { generate, told } = await aRouter(
      { a: [...answers, { failure: { status: 500 } }], b: { text: "fine" } },
      {
        fields: { b: 'api_key: "$k", rate_limits: { requests_per_minute: 2 }' },
        settings: { hedge: { afterMs: 100, share: 0.001 } },
      },
    );
    for (let call = 0; call < 4; call += 1) await generate();
    expect(told()).toEqual([
      "hedge b/x ok",
      "first a/x aborted",
      "first a/x ok",
      "first a/x ok",
      "first a/x server_error",
      "next_target b/x ok",
    ]);
  });

  it("is given back by a call that could not be sent", async () => {
    const config = await aConfig(["a"], { fields: { a: 'api_key: "$k", rate_limits: { requests_per_minute: 1 }' } });
    let opened = 0;
    const backends = () => {
      opened += 1;
      // Asked first what it can do, and then to do it.
      if (opened <= 2) throw new Error("its library is missing");
      return plainBackend("a");
    };
    const router = createRouter({ config, backends, clock: handClock() });
    await expect(router.generate("m", HELLO)).rejects.toMatchObject({ code: "targets_failed" });
    await quiet();
    expect((await router.generate("m", HELLO)).content).toBe("fine");
  });

  it("is told of beside what failed, and is no refused key", async () => {
    const { failure, clock } = await aRouter(
      { a: deadKey(), b: { failure: { status: 400, message: "Invalid value" } } },
      { fields: { b: 'api_key: "$k", rate_limits: { requests_per_minute: 1 }' } },
    );
    await failure(HELLO, { retry: { attempts: 1 } });
    clock.advance(30_000);
    await failure();
    // The key is tried again after a minute, and the limit still holds.
    clock.advance(31_000);
    const error = await failure();
    expect(error).toMatchObject({ code: "targets_failed", retryable: true });
    expect(error.message).toMatch(/a\/x invalid_key 401 after \d+ ms; not asked: b\/x: 1 request a minute$/);
  });
});

describe("a limit that a provider tells of in its answers", () => {
  it("is seen by the caller too, with every answer", async () => {
    const upstream = await startUpstream(well);
    const { router } = await byHand({ a: `${upstream.url}/v1` });
    const heads: (string | readonly string[] | undefined)[] = [];
    await router.generate("m", HELLO, { onAnswer: ({ headers }) => heads.push(headers["content-type"]) });
    expect(heads).toEqual(["application/json"]);
  });

  it("holds from the very next call on, which goes elsewhere, and ends when it said", async () => {
    const told = await startUpstream((outgoing) => {
      outgoing.writeHead(200, {
        "content-type": "application/json",
        "x-ratelimit-limit-requests": "500",
        "x-ratelimit-remaining-requests": "0",
        "x-ratelimit-reset-requests": "6m0s",
      });
      outgoing.end(WHOLE);
    });
    const other = await startUpstream(well);
    const { router, clock, told: attempts } = await byHand({ a: `${told.url}/v1`, b: `${other.url}/v1` });
    await router.generate("m", HELLO);
    await router.generate("m", HELLO);
    clock.advance(359_000);
    await router.generate("m", HELLO);
    clock.advance(2_000);
    await router.generate("m", HELLO);
    expect(attempts()).toEqual(["first a/x ok", "first b/x ok", "first b/x ok", "first a/x ok"]);
  });

  it.each(["-1", "NaN", "1e308", ""])("and that makes no sense (%j) is no limit", async (remaining) => {
    const told = await startUpstream((outgoing) => {
      outgoing.writeHead(200, {
        "content-type": "application/json",
        "x-ratelimit-remaining-requests": remaining,
        "x-ratelimit-reset-requests": "6m0s",
      });
      outgoing.end(WHOLE);
    });
    const { router } = await byHand({ a: `${told.url}/v1` });
    for (let call = 0; call < 3; call += 1) expect((await router.generate("m", HELLO)).content).toBe("all is well");
  });
});
