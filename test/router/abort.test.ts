import { describe, expect, it } from "vitest";
import { startRawServer } from "../support/raw-server.ts";
import { beginning, EVENTS, refusing, type Serve, stall, startUpstream, WHOLE, well } from "./support/upstream.ts";
import { type WiredKind, wired } from "./support/wired.ts";

/** Milliseconds within which a provider must see that nobody listens any longer. */
const SEEN_WITHIN_MS = 250;

const { role, content } = EVENTS;

interface Phase {
  readonly when: string;
  readonly kind: WiredKind;
  readonly serve: Serve;
}

const PHASES: readonly Phase[] = [
  { when: "before the headers come", kind: "generate", serve: stall },
  { when: "before the headers of a stream come", kind: "stream", serve: stall },
  { when: "in the middle of a body", kind: "generate", serve: beginning([WHOLE.slice(0, 60)], stall) },
  { when: "after the headers of a stream", kind: "stream", serve: beginning([], stall) },
  { when: "between a role and the first content", kind: "stream", serve: beginning([role], stall) },
  { when: "between two pieces", kind: "stream", serve: beginning([role, content], stall) },
];

describe("a caller who gives up", () => {
  it.each(PHASES)("$when is seen to leave at once, and nobody else is asked", async ({ kind, serve }) => {
    const failing = await startUpstream(serve);
    const healthy = await startUpstream(well);
    const { ask, state, running, told } = await wired({
      a: { url: `${failing.url}/v1`, fields: "rate_limits: { concurrent: 2, tokens_per_minute: 100000 }" },
      b: { url: `${healthy.url}/v1` },
    });
    const giveUp = new AbortController();
    const asked = failing.asked();
    const heard = ask(kind, { signal: giveUp.signal });
    const request = await asked;
    // What was said has reached the caller, as far as anything was.
    await new Promise((resolve) => setImmediate(resolve));
    expect([running(), state.open.size]).toEqual([1, 1]);
    const started = performance.now();
    giveUp.abort(new Error("had enough"));
    const { error, ended: endedWell } = await heard;
    await request.over;
    expect(performance.now() - started).toBeLessThan(SEEN_WITHIN_MS);
    expect(error).toMatchObject({ code: "aborted", fault: "caller", cause: { message: "had enough" } });
    expect(endedWell).toBe(false);
    expect(told()).toEqual(["a/gpt-4o aborted"]);
    expect([failing.requests.length, healthy.requests.length, running(), state.open.size]).toEqual([1, 0, 0, 0]);
  });

  it.each(["generate", "stream"] as const)("while a connection is made: %s", async (kind) => {
    // Whoever accepts a connection and says nothing of its certificate.
    await using deaf = await startRawServer((socket) => socket.resume());
    const { ask, state, running } = await wired({ a: { url: `https://127.0.0.1:${deaf.port}/v1` } });
    const giveUp = new AbortController();
    const connected = deaf.connected();
    const heard = ask(kind, { signal: giveUp.signal });
    await connected;
    const started = performance.now();
    giveUp.abort();
    expect((await heard).error).toMatchObject({ code: "aborted" });
    expect(performance.now() - started).toBeLessThan(SEEN_WITHIN_MS);
    expect([running(), state.open.size]).toEqual([0, 0]);
  });

  it.each(["generate", "stream"] as const)("before the call: nobody is asked at all: %s", async (kind) => {
    const healthy = await startUpstream(well);
    const { ask, events } = await wired({ a: { url: `${healthy.url}/v1` } });
    expect((await ask(kind, { signal: AbortSignal.abort() })).error).toMatchObject({ code: "aborted" });
    expect([healthy.requests.length, events.length]).toEqual([0, 0]);
  });

  it.each(["generate", "stream"] as const)("while a retry is waited for: nothing more is sent: %s", async (kind) => {
    const limited = refusing(
      429,
      { error: { message: "slow down", code: "rate_limit_exceeded" } },
      { "retry-after": "30" },
    );
    const failing = await startUpstream(limited);
    const { ask, router, running, state } = await wired({ a: { url: `${failing.url}/v1` } });
    const giveUp = new AbortController();
    const refused = new Promise<void>((resolve) => router.onAttempt(() => resolve()));
    const heard = ask(kind, { signal: giveUp.signal });
    await failing.asked();
    while (running() > 0) await new Promise((resolve) => setImmediate(resolve));
    const started = performance.now();
    giveUp.abort();
    expect((await heard).error).toMatchObject({ code: "aborted" });
    await refused;
    expect(performance.now() - started).toBeLessThan(SEEN_WITHIN_MS);
    expect([failing.requests.length, running(), state.open.size]).toEqual([1, 0, 0]);
  });
});
