import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import type { Backend } from "../../src/backend.ts";
import {
  badRequest,
  brokenServer,
  type FakeAnswer,
  type FakeScript,
  fakeBackend,
  rateLimited,
} from "../../src/backends/fake.ts";
import type { Ledger } from "../../src/ledger.ts";
import { memoryLedger } from "../../src/ledgers/memory.ts";
import { pause } from "../../src/router/calling/pause.ts";
import { createRouter } from "../../src/router/create-router.ts";
import type { Router } from "../../src/router.ts";
import { randomFrom } from "../support/random-from.ts";
import { aConfig, aRouter, HELLO, inTime, quiet } from "./support/a-router.ts";
import { countingState } from "./support/counting-state.ts";
import { handClock } from "./support/hand-clock.ts";

const REQUESTS = 10_000;
const AT_ONCE = 100;
const FACTS = { contextWindow: 8_000, pricing: { input: 1, output: 2 } };
const OVERSIZE = "many words ".repeat(9_000);

type Clock = ReturnType<typeof handClock>;

/** A backend that also embeds as its script says, and is counted. */
function scripted(
  name: string,
  script: (stream: boolean) => FakeAnswer,
  clock: Clock,
  calls: Map<string, number>,
): Backend {
  const answer: FakeScript = ({ stream, request }) =>
    request.messages.at(-1)?.content === "wrong" ? badRequest() : script(stream);
  const inner = fakeBackend(answer, {
    name,
    facts: () => FACTS,
    clock: () => new Date(clock.now()),
    sleep: (ms, signal) => pause(clock, ms, signal),
  });
  const count = () => calls.set(name, (calls.get(name) ?? 0) + 1);
  return {
    ...inner,
    generate(...call) {
      count();
      return inner.generate(...call);
    },
    stream(...call) {
      count();
      return inner.stream(...call);
    },
    async embed(model, request, options) {
      count();
      // It is refused as a chat is.
      if (script(false).failure !== undefined)
        await fakeBackend(script(false), { name }).generate(model, HELLO, options);
      return inner.embed(model, request, options);
    },
  };
}

/** What became of all requests. */
interface Tally {
  answerable: number;
  answered: number;
  readonly unexpected: unknown[];
}

/** One request of many kinds; what is nobody's fault must be answered. */
async function one(router: Router, clock: Clock, random: () => number, tally: Tally): Promise<void> {
  const kind = random();
  const how = random();
  const isAborted = how < 0.05;
  const isOversize = how >= 0.05 && how < 0.08;
  const isWrong = how >= 0.08 && how < 0.12;
  const giveUp = new AbortController();
  if (isAborted) clock.after(random() * 300, () => giveUp.abort());
  const options = {
    signal: giveUp.signal,
    tags: [`team ${Math.floor(random() * 50)}`],
    caller: `user ${Math.floor(random() * 200)}`,
  };
  const content = isOversize ? OVERSIZE : isWrong ? "wrong" : "hello there";
  const request = { messages: [{ role: "user" as const, content }] };
  const isEmbedding = kind > 0.8 && !isOversize && !isWrong;
  const isAnswerable = !isAborted && !isOversize && !isWrong;
  if (isAnswerable) tally.answerable += 1;
  try {
    if (isEmbedding) await router.embed("m", { input: content }, options);
    else if (kind > 0.4) await router.generate("m", request, options);
    else for await (const _ of router.stream("m", request, options));
    if (isAnswerable) tally.answered += 1;
    if (isOversize || isWrong) tally.unexpected.push(`${content.slice(0, 10)} was answered`);
  } catch (error) {
    const { code } = error as { code?: string };
    const wanted = isAborted ? "aborted" : isOversize ? "no_target" : isWrong ? "invalid_request" : undefined;
    if (code !== wanted) tally.unexpected.push(error);
  }
}

function heapUsed(): number {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  return process.memoryUsage().heapUsed;
}

describe("10,000 mixed requests over one target that is dead, one that comes and goes, and one that is well", () => {
  it("are answered but for one in a thousand, and nothing is lost or kept", async () => {
    const clock = handClock();
    const random = randomFrom(7);
    const calls = new Map<string, number>();
    const troubles: readonly FakeAnswer[] = [
      brokenServer(),
      rateLimited(2_000),
      { failure: { status: 503 } },
      { fault: { kind: "cut", afterPieces: 0 } },
    ];
    const flapping = (): FakeAnswer => {
      const isUp = Math.floor(clock.now() / 7_000) % 2 === 0;
      return isUp ? { text: "up again", delayMs: 30 } : (troubles[Math.floor(random() * troubles.length)] ?? {});
    };
    const state = countingState(clock);
    const kept = memoryLedger({ size: 1_000 });
    const recorded = new Map<string, number>();
    const ids = { calls: new Set<string>(), finals: 0 };
    const ledger: Ledger = {
      ...kept,
      record(attempt) {
        recorded.set(attempt.backend, (recorded.get(attempt.backend) ?? 0) + 1);
        if (attempt.isFinal) ids.finals += 1;
        ids.calls.add(attempt.call);
        kept.record(attempt);
      },
    };
    const limits = [
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of the config.
      'api_key: "${k}"',
      "rate_limits: { concurrent: 500, requests_per_minute: 1000000, tokens_per_minute: 1000000000 }",
    ].join(", ");
    const names = ["dead", "flapping", "healthy"];
    const config = await aConfig(names, {
      fields: Object.fromEntries(names.map((name) => [name, limits])),
      route: "budget: { amount: 1000, per: day }",
    });
    const router = createRouter({
      config,
      clock,
      random,
      state,
      ledger,
      facts: () => FACTS,
      backends: {
        dead: scripted("dead", () => brokenServer(), clock, calls),
        flapping: scripted("flapping", flapping, clock, calls),
        healthy: scripted("healthy", () => ({ text: "always here", delayMs: 40 }), clock, calls),
      },
    });
    const tally: Tally = { answerable: 0, answered: 0, unexpected: [] };
    const some = async (requests: number) => {
      let left = requests;
      const worker = async () => {
        while (left-- > 0) await one(router, clock, random, tally);
      };
      await inTime(clock, Promise.all(Array.from({ length: AT_ONCE }, worker)), 10);
      await quiet();
    };
    await some(REQUESTS / 4);
    const early = heapUsed();
    await some((REQUESTS * 3) / 4);
    const grown = heapUsed() - early;

    expect(tally.unexpected.map(String).slice(0, 3)).toEqual([]);
    expect(tally.answered / tally.answerable).toBeGreaterThanOrEqual(0.999);
    expect(tally.answerable).toBeGreaterThan(0.8 * REQUESTS);
    // Every call of a backend is in the ledger, and of each call of the router one attempt was the last.
    expect(Object.fromEntries(recorded)).toEqual(Object.fromEntries(calls));
    expect(ids.finals).toBe(ids.calls.size);
    // Whoever is dead is left alone: a few calls in a minute, not one for each request.
    expect(calls.get("dead") ?? 0).toBeLessThan(REQUESTS / 20);
    expect(state.open.size).toBe(0);
    expect(router.health().targets.map(({ running }) => running)).toEqual([0, 0, 0]);
    expect(grown).toBeLessThan(ids.calls.size * 600 + 4_000_000);
    await router.close();
  });
});

describe("a storm", () => {
  it("of failures is not made worse by retries, and is over within five seconds of its end", async () => {
    const offeredASecond = 50;
    let isDown = true;
    const { router, clock, opened } = await aRouter({ a: () => (isDown ? brokenServer() : { text: "fine" }) });
    let offered = 0;
    const upstream = () => opened.get("a k")?.calls.length ?? 0;
    const seconds = async (count: number) => {
      const before = { offered, upstream: upstream() };
      for (let turn = 0; turn < count * offeredASecond; turn += 1) {
        offered += 1;
        router.generate("m", HELLO, { timeouts: { totalMs: 20_000 } }).catch(() => undefined);
        await setImmediate();
        clock.advance(1_000 / offeredASecond);
      }
      return (upstream() - before.upstream) / (offered - before.offered);
    };
    expect(await seconds(60)).toBeLessThanOrEqual(1.2);
    isDown = false;
    await seconds(5);
    expect(await seconds(10)).toBe(1);
  });

  it("of retries does not come: a thousand clients that failed in one moment come again at times of their own", async () => {
    const clock = handClock();
    const config = await aConfig(["a"]);
    const random = randomFrom(11);
    const times: number[] = [];
    const begun = clock.now();
    const clients = Array.from({ length: 1_000 }, () => {
      let calls = 0;
      const a = fakeBackend(() => {
        calls += 1;
        if (calls === 2) times.push(clock.now() - begun);
        return calls === 1 ? brokenServer() : { text: "fine" };
      });
      const router = createRouter({ config, clock, random, backends: { a } });
      return router.generate("m", HELLO);
    });
    await inTime(clock, Promise.all(clients), 10);
    expect(times.length).toBe(1_000);
    const buckets = new Map<number, number>();
    for (const time of times) buckets.set(Math.floor(time / 100), (buckets.get(Math.floor(time / 100)) ?? 0) + 1);
    // Spread evenly over a second a hundred come in each tenth.
    expect(Math.max(...buckets.values())).toBeLessThan(170);
  });

  it("of calls at the end of a time out sends one to try", async () => {
    let isLimited = true;
    const a: FakeScript = () => (isLimited ? rateLimited(10_000) : { text: "back", delayMs: 2_000 });
    const { router, clock, calls } = await aRouter({ a, b: { text: "fine", delayMs: 50 } });
    await inTime(clock, router.generate("m", HELLO));
    isLimited = false;
    clock.advance(10_001);
    const before = calls()["a k"] ?? 0;
    const crowd = Promise.all(Array.from({ length: 500 }, () => router.generate("m", HELLO)));
    for (let turns = 0; turns < 20; turns += 1) await setImmediate();
    expect((calls()["a k"] ?? 0) - before).toBe(1);
    const answers = await inTime(clock, crowd);
    expect(answers.filter(({ target }) => target === "a/x").length).toBe(1);
  });
});
