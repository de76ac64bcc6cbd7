import { describe, expect, it } from "vitest";
import { brokenServer, type FakeAnswer } from "../../src/backends/fake.ts";
import type { Config } from "../../src/config.ts";
import { aConfig, aRouter, HELLO, inTime, quiet } from "./support/a-router.ts";

const pieces = Array.from({ length: 20 }, (_, place) => `${place} `);
const whole = pieces.join("");
const long: FakeAnswer = { pieces, pieceDelayMs: 100 };

describe("a config that is loaded anew", () => {
  it("breaks none of two hundred streams that run, whatever becomes of their backend", async () => {
    const before = await aConfig(["a"], { fields: { a: 'api_key: "$k1"' } });
    const source: { config: Config } = { config: before };
    const { router, clock, closed, opened } = await aRouter(
      { a: { keys: { k1: long, k2: long } }, b: { text: "new" } },
      { config: source },
    );
    const read = async () => {
      let text = "";
      let end: unknown;
      for await (const chunk of router.stream("m", HELLO)) {
        text += chunk.content ?? "";
        end = chunk.end ?? end;
      }
      return end === undefined ? "broken" : text;
    };
    const running = Array.from({ length: 200 }, read);
    await quiet();
    // Another key for the same backend, then another backend altogether, while all of them are under way.
    source.config = await aConfig(["a"], { fields: { a: 'api_key: "$k2"' } });
    expect((await inTime(clock, router.generate("m", HELLO), 1)).content).toBe(whole);
    expect(closed).toEqual([]);
    source.config = await aConfig(["b"], { targets: ["b/x"] });
    expect((await inTime(clock, router.generate("m", HELLO), 1)).content).toBe("new");
    const texts = await inTime(clock, Promise.all(running));
    expect(new Set(texts)).toEqual(new Set([whole]));
    await quiet();
    expect([...closed].sort()).toEqual(["a k1", "a k2"]);
    expect(opened.get("a k1")?.calls).toHaveLength(200);
    await router.close();
  });

  it("is not seen by a call that began before it: that ends by the config it began with", async () => {
    const before = await aConfig(["a", "b"], { route: "retry: { attempts: 2 }" });
    const source: { config: Config } = { config: before };
    const { router, clock, told } = await aRouter(
      { a: { ...brokenServer(), delayMs: 500 }, b: { text: "as it was" }, c: { text: "as it is" } },
      { config: source },
    );
    const running = router.generate("m", HELLO);
    await quiet();
    source.config = await aConfig(["c"]);
    expect((await inTime(clock, router.generate("m", HELLO), 1)).content).toBe("as it is");
    const { content, decision } = await inTime(clock, running);
    expect([content, decision.targets.map(({ target }) => target)]).toEqual(["as it was", ["a/x", "b/x"]]);
    expect(told()).toEqual(["first c/x ok", "first a/x server_error", "next_target b/x ok"]);
  });
});
