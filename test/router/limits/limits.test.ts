import { describe, expect, it } from "vitest";
import { anAccount } from "../support/an-account.ts";
import { type Answer, leave, MINUTE, QUEUE, SMALL, someLimits } from "../support/some-limits.ts";

describe("limits", () => {
  it("answer at once, and ask no state, where nothing is limited", () => {
    const { limits, wait } = someLimits();
    const answer = limits.enter(anAccount(), SMALL, wait());
    expect(answer).not.toBeInstanceOf(Promise);
    expect(answer).toMatchObject({ granted: true });
  });

  it("let exactly as many requests through as a minute allows, and say when there is room", async () => {
    const { clock, limits, wait } = someLimits();
    const account = anAccount({ requestsPerMinute: 100 });
    const enterMany = async () => {
      const answers = await Promise.all(Array.from({ length: 1_000 }, () => limits.enter(account, SMALL, wait())));
      return answers.filter(({ granted }) => granted).length;
    };
    expect(await enterMany()).toBe(100);
    expect(await limits.enter(account, SMALL, wait())).toEqual({
      granted: false,
      code: "limited",
      reason: "100 requests a minute",
      retryAfterMs: MINUTE,
    });
    clock.advance(MINUTE - 1);
    expect(await enterMany()).toBe(0);
    clock.advance(1);
    expect(await enterMany()).toBe(100);
  });

  it("set tokens aside before a call and count what it used afterwards, once", async () => {
    const { limits, wait } = someLimits();
    const account = anAccount({ tokensPerMinute: 100 });
    const answers: Answer[] = [];
    for (const tokens of [58, 80, 75, 42]) answers.push(await limits.enter(account, { model: "a", tokens }, wait()));
    expect(answers.map(({ granted }) => granted)).toEqual([true, false, false, true]);
    expect(answers[1]).toMatchObject({ reason: "100 tokens a minute" });
    leave(answers[0] as Answer, { tokens: 20 });
    leave(answers[0] as Answer, { tokens: 0 });
    leave(answers[3] as Answer, { tokens: 0 });
    expect(await limits.enter(account, { model: "a", tokens: 81 }, wait())).toMatchObject({ granted: false });
    expect(await limits.enter(account, { model: "a", tokens: 80 }, wait())).toMatchObject({ granted: true });
  });

  it("count all that was set aside where nobody says what was used", async () => {
    const { limits, wait } = someLimits();
    const account = anAccount({ tokensPerMinute: 100 });
    leave(await limits.enter(account, { model: "a", tokens: 60 }, wait()));
    expect(await limits.enter(account, { model: "a", tokens: 41 }, wait())).toMatchObject({ granted: false });
  });

  it("refuse for good what is more than a whole limit, as OpenAI does", async () => {
    const { limits, wait } = someLimits();
    const account = anAccount({ tokensPerMinute: 100 });
    const answer = await limits.enter(account, { model: "a", tokens: 101 }, wait({ queue: QUEUE }));
    const reason = "100 tokens a minute, and the call may use 101";
    expect(answer).toEqual({ granted: false, code: "limited", reason });
  });

  it("let so many calls run at once, and give back the request of one that was never sent", async () => {
    const { limits, wait } = someLimits();
    const account = anAccount({ concurrent: 2, requestsPerMinute: 3 });
    const [first] = [await limits.enter(account, SMALL, wait()), await limits.enter(account, SMALL, wait())];
    const third = await limits.enter(account, SMALL, wait());
    expect(third).toEqual({ granted: false, code: "limited", reason: "2 calls at once" });
    leave(first as Answer, { tokens: 0, requests: 0 });
    leave(await limits.enter(account, SMALL, wait()));
    leave(await limits.enter(account, SMALL, wait()));
    expect(await limits.enter(account, SMALL, wait())).toMatchObject({ reason: "3 requests a minute" });
  });

  it("follow a config that was loaded anew, and keep what was counted", async () => {
    const { limits, wait } = someLimits();
    await limits.enter(anAccount({ requestsPerMinute: 1 }), SMALL, wait());
    expect(await limits.enter(anAccount({ requestsPerMinute: 1 }), SMALL, wait())).toMatchObject({ granted: false });
    expect(await limits.enter(anAccount({ requestsPerMinute: 2 }), SMALL, wait())).toMatchObject({ granted: true });
    expect(await limits.enter(anAccount({ requestsPerMinute: 2 }), SMALL, wait())).toMatchObject({ granted: false });
    expect(await limits.enter(anAccount({ requestsPerMinute: 1 }, "other"), SMALL, wait())).toMatchObject({
      granted: true,
    });
  });
});

describe("limits that a provider announces", () => {
  const head = (remaining: number, reset: string) => ({
    status: 200,
    headers: { "x-ratelimit-remaining-requests": String(remaining), "x-ratelimit-reset-requests": reset },
  });

  it("count from the very next call on, for that model by that key", async () => {
    const { clock, limits, wait } = someLimits();
    const account = anAccount();
    limits.adopt(account, head(2, "30s"), "gpt-4o");
    for (let time = 0; time < 2; time += 1) leave(await limits.enter(account, SMALL, wait()));
    expect(await limits.enter(account, SMALL, wait())).toEqual({
      granted: false,
      code: "limited",
      reason: "the provider's own limit of requests",
      retryAfterMs: 30_000,
    });
    expect(limits.enter(account, { ...SMALL, model: "gpt-4o-mini" }, wait())).toMatchObject({ granted: true });
    expect(limits.enter(anAccount({}, "other"), SMALL, wait())).toMatchObject({ granted: true });
    clock.advance(30_000);
    expect(limits.enter(account, SMALL, wait())).toMatchObject({ granted: true });
  });

  it("stand beside the config's own", async () => {
    const { limits, wait } = someLimits();
    const account = anAccount({ requestsPerMinute: 1 });
    limits.adopt(account, head(50, "30s"), "gpt-4o");
    leave(await limits.enter(account, SMALL, wait()));
    expect(await limits.enter(account, SMALL, wait())).toMatchObject({ reason: "1 request a minute" });
  });

  it("tell input from output, where the provider does", async () => {
    const { limits, wait } = someLimits();
    const account = anAccount();
    const reset = new Date(1_800_000_030_000).toISOString();
    limits.adopt(
      account,
      {
        status: 200,
        headers: {
          "anthropic-ratelimit-input-tokens-remaining": "900",
          "anthropic-ratelimit-input-tokens-reset": reset,
          "anthropic-ratelimit-output-tokens-remaining": "50",
          "anthropic-ratelimit-output-tokens-reset": reset,
        },
      },
      "claude",
    );
    const call = (inputTokens: number, output: number) =>
      limits.enter(account, { model: "claude", inputTokens, tokens: inputTokens + output }, wait());
    expect(await call(100, 51)).toMatchObject({ reason: "the provider's own limit of output tokens" });
    expect(await call(901, 1)).toMatchObject({ reason: "the provider's own limit of input tokens" });
    const answer = await call(800, 50);
    leave(answer, { tokens: 810 });
    expect(await call(101, 1)).toMatchObject({ granted: false });
    expect(await call(100, 40)).toMatchObject({ granted: true });
  });

  it("keep a bounded number of models in mind, whatever models callers name", async () => {
    const { limits, wait } = someLimits();
    const account = anAccount();
    for (let index = 0; index < 5_000; index += 1) limits.adopt(account, head(0, "30s"), `model-${index}`);
    expect(await limits.enter(account, { ...SMALL, model: "model-4999" }, wait())).toMatchObject({ granted: false });
    expect(limits.enter(account, { ...SMALL, model: "model-1" }, wait())).toMatchObject({ granted: true });
  });
});
