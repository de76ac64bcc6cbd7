import { describe, expect, it } from "vitest";
import {
  badRequest,
  brokenServer,
  deadKey,
  type FakeAnswer,
  type FakeScript,
  rateLimited,
} from "../../../src/backends/fake.ts";
import { type ARouterOptions, aRouter, type Scripts } from "../support/a-router.ts";

const ok: FakeAnswer = { text: "fine" };
const refused = (status: number, code?: string, message?: string): FakeAnswer => ({
  failure: { status, ...(code && { code }), ...(message && { message }) },
});
const tooLong = refused(400, "context_length_exceeded", "This model's maximum context length is 8192 tokens");
const policy = refused(400, "content_policy_violation", "Your request was rejected by our safety system");
const noModel = refused(404, "model_not_found", "The model `x` does not exist");
const spent = refused(429, "insufficient_quota", "You exceeded your current quota");
const twoKeys = { a: 'api_key: ["$k1", "$k2"]' };

interface Row {
  readonly what: string;
  readonly scripts: Scripts;
  readonly options?: ARouterOptions;
  /** Attempts as they were told of. */
  readonly told: readonly string[];
  /** The error's code; absent where the call is answered. */
  readonly code?: string;
  readonly name?: "CallError" | "RouterError" | "RouteError";
}

const script = (...answers: FakeAnswer[]): FakeScript => answers;

const rows: readonly Row[] = [
  { what: "the first target answers", scripts: { a: ok, b: ok }, told: ["first a/x ok"] },
  {
    what: "a target that fails gives way to the next",
    scripts: { a: brokenServer(), b: ok },
    told: ["first a/x server_error", "next_target b/x ok"],
  },
  {
    what: "a request that is wrong is wrong everywhere",
    scripts: { a: badRequest(), b: ok },
    told: ["first a/x invalid_request"],
    code: "invalid_request",
    name: "CallError",
  },
  {
    what: "a request that is wrong stays wrong after another target failed",
    scripts: { a: brokenServer(), b: badRequest() },
    told: ["first a/x server_error", "next_target b/x invalid_request"],
    code: "invalid_request",
    name: "CallError",
  },
  {
    what: "a key that is refused gives way to the next key of its backend",
    scripts: { a: { keys: { k1: deadKey(), k2: ok } }, b: ok },
    options: { fields: twoKeys },
    told: ["first a/x invalid_key", "next_key a/x ok"],
  },
  {
    what: "where every key of a backend is refused, the next target is asked",
    scripts: { a: { keys: { k1: deadKey(), k2: deadKey() } }, b: ok },
    options: { fields: twoKeys },
    told: ["first a/x invalid_key", "next_key a/x invalid_key", "next_target b/x ok"],
  },
  {
    what: "where every key is refused, the caller is not told that his key is wrong",
    scripts: { a: deadKey(), b: deadKey() },
    told: ["first a/x invalid_key", "next_target b/x invalid_key"],
    code: "credentials_exhausted",
    name: "RouterError",
  },
  {
    what: "one key alone that is refused is no raw 401 either",
    scripts: { a: deadKey() },
    told: ["first a/x invalid_key"],
    code: "credentials_exhausted",
    name: "RouterError",
  },
  {
    what: "a quota that is spent is not asked again, and its key not used again",
    scripts: { a: spent, b: ok },
    told: ["first a/x quota_spent", "next_target b/x ok"],
  },
  {
    what: "a rate limit sends the call to the next key of the same backend first",
    scripts: { a: { keys: { k1: rateLimited(), k2: ok } }, b: ok },
    options: { fields: twoKeys },
    told: ["first a/x rate_limited", "next_key a/x ok"],
  },
  {
    what: "a server that fails is not asked again with another key while there are other targets",
    scripts: { a: { keys: { k1: brokenServer(), k2: ok } }, b: ok },
    options: { fields: twoKeys },
    told: ["first a/x server_error", "next_target b/x ok"],
  },
  {
    what: "a model that is not there is not asked for again",
    scripts: { a: noModel },
    told: ["first a/x model_not_found"],
    code: "targets_failed",
    name: "RouterError",
  },
  {
    what: "one target that fails is tried three times in all",
    scripts: { a: brokenServer() },
    told: ["first a/x server_error", "retry a/x server_error", "retry a/x server_error"],
    code: "targets_failed",
    name: "RouterError",
  },
  {
    what: "what fails for a moment is tried again once everyone was tried",
    scripts: { a: script(brokenServer(), ok), b: brokenServer() },
    told: ["first a/x server_error", "next_target b/x server_error", "retry a/x ok"],
  },
  {
    what: "the attempts a route allows are all there are",
    scripts: { a: brokenServer(), b: brokenServer(), c: ok },
    options: { route: "retry: { attempts: 2 }" },
    told: ["first a/x server_error", "next_target b/x server_error"],
    code: "targets_failed",
  },
  {
    what: "a rate limit that lasts longer than a minute is not waited for",
    scripts: { a: script(rateLimited(61_000), ok) },
    told: ["first a/x rate_limited"],
    code: "targets_failed",
  },
  {
    what: "a rate limit is waited for as long as the provider says",
    scripts: { a: script(rateLimited(2_000), ok) },
    told: ["first a/x rate_limited", "retry a/x ok"],
  },
  {
    what: "what is too long goes to the fall-back for it, once",
    scripts: { a: tooLong, b: ok, big: ok },
    options: { targets: ["a/x", "b/x"], route: "fallback: { context_window: [big/x] }" },
    told: ["first a/x context_too_long", "context_window big/x ok"],
  },
  {
    what: "what is too long goes to a target of the route that is known to take more",
    scripts: { a: tooLong, b: ok, c: ok },
    options: {
      targets: ["a/small", "b/small", "c/large"],
      known: { small: { contextWindow: 8_000 }, large: { contextWindow: 100_000 } },
    },
    told: ["first a/small context_too_long", "context_window c/large ok"],
  },
  {
    what: "what is too long for everyone is told as it is",
    scripts: { a: tooLong, b: ok },
    told: ["first a/x context_too_long"],
    code: "context_too_long",
    name: "CallError",
  },
  {
    what: "what is too long for the fall-back too is not sent about any further",
    scripts: { a: tooLong, big: tooLong, other: ok },
    options: { targets: ["a/x", "other/x"], route: "fallback: { context_window: [big/x] }" },
    told: ["first a/x context_too_long", "context_window big/x context_too_long"],
    code: "context_too_long",
    name: "CallError",
  },
  {
    what: "what is too long is not brought back to whom failed before that was known",
    scripts: { a: brokenServer(), b: tooLong, big: script(brokenServer(), ok) },
    options: {
      targets: ["a/x", "b/x"],
      route: "fallback: { context_window: [big/x] }\nretry: { attempts: 5, backoff: 4s }",
    },
    told: [
      "first a/x server_error",
      "next_target b/x context_too_long",
      "context_window big/x server_error",
      "retry big/x ok",
    ],
  },
  {
    what: "a content policy's refusal goes nowhere else by itself",
    scripts: { a: policy, b: ok },
    told: ["first a/x content_refused"],
    code: "content_refused",
    name: "CallError",
  },
  {
    what: "a content policy's refusal goes where the config says",
    scripts: { a: policy, b: ok, c: ok },
    options: { targets: ["a/x", "b/x"], route: "fallback: { content_policy: [c/x] }" },
    told: ["first a/x content_refused", "content_policy c/x ok"],
  },
  {
    what: "fall-backs for anything stand behind the targets",
    scripts: { a: brokenServer(), b: ok },
    options: { targets: ["a/x"], route: "fallback: [b/x]" },
    told: ["first a/x server_error", "fallback b/x ok"],
  },
];

describe("a call that fails over", () => {
  it.each(rows)("$what", async ({ scripts, options, told, code, name }) => {
    const test = await aRouter(scripts, options);
    if (code === undefined) {
      const reply = await test.generate();
      expect(reply.content).toBe("fine");
      expect(reply.attempts.map(({ target }) => target)).toEqual(test.events.map(({ target }) => target));
    } else {
      const error = await test.failure();
      expect([error.code, error.message]).toEqual([code, expect.any(String)]);
      if (name !== undefined) expect(error.name).toBe(name);
    }
    expect(test.told()).toEqual(told);
    expect(test.events.map(({ isFinal }) => isFinal)).toEqual(told.map((_, place) => place === told.length - 1));
    const called = Object.values(test.calls()).reduce((sum, count) => sum + count, 0);
    expect(called).toBe(told.length);
  });
});
