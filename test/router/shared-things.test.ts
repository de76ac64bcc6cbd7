import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import type { FakeAnswer } from "../../src/backends/fake.ts";
import { memoryState } from "../../src/states/memory.ts";
import { aRouter, HELLO, inTime } from "./support/a-router.ts";

const slow = (delayMs: number, text: string): FakeAnswer => ({ text, delayMs });

describe("what calls share", () => {
  it("may be one signal for many, which is listened to once however many they are", async () => {
    const { router, clock } = await aRouter({ a: slow(50, "fine") });
    const warnings: string[] = [];
    const onWarning = ({ name }: Error) => warnings.push(name);
    process.on("warning", onWarning);
    const { signal } = new AbortController();
    const calls = Array.from({ length: 30 }, async (_, number) => {
      if (number % 2 === 0) await router.generate("m", HELLO, { signal });
      else for await (const _chunk of router.stream("m", HELLO, { signal }));
    });
    await inTime(clock, Promise.all(calls));
    process.off("warning", onWarning);
    expect(getEventListeners(signal, "abort").length).toBeLessThanOrEqual(1);
    expect(warnings).toEqual([]);
  });

  it("may be a state that gives no answer: calls go on, and health says so", async () => {
    const broken = { ...memoryState(), acquire: () => Promise.reject(new Error("no store")) };
    const { router, generate } = await aRouter(
      { a: slow(0, "fine") },
      { state: broken, fields: { a: 'api_key: "$k", rate_limits: { requests_per_minute: 5 }' } },
    );
    expect((await generate()).content).toBe("fine");
    expect(router.health().degraded).toContain("the shared state gives no answer");
  });
});

describe("a stream that is asked for twice", () => {
  it("is that of whoever gives the first content, and the other is ended", async () => {
    const { router, clock, told } = await aRouter(
      { a: slow(5_000, "late"), b: slow(10, "quick enough") },
      { settings: { hedge: { afterMs: 200, share: 1 } } },
    );
    const reading = async () => {
      let text = "";
      for await (const { content = "", end } of router.stream("m", HELLO)) {
        text += content;
        if (end !== undefined)
          expect(end).toMatchObject({ target: "b/x", attempts: [{ outcome: "aborted" }, { outcome: "ok" }] });
      }
      return text;
    };
    expect(await inTime(clock, reading())).toBe("quick enough");
    expect(told()).toEqual(["first a/x aborted", "hedge b/x ok"]);
    await router.close();
  });
});
