import { describe, expect, it } from "vitest";
import { EMPTY_CATALOGUE } from "../../src/config.ts";
import type { Quality } from "../../src/quality.ts";
import { aConfig, aRouter, HELLO } from "./support/a-router.ts";

const FIRST = { text: "first" };
const SECOND = { text: "second" };

const measured = (percentile: number): Quality => ({ percentile, coverage: { known: 3, of: 4 }, parts: [] });

/** A catalogue in which `x` was measured better than `y`. */
const catalogue = {
  ...EMPTY_CATALOGUE,
  version: 1,
  quality: (_provider: string, model: string) => measured(model === "x" ? 0.9 : 0.4),
};

const targetsOf = ({ targets }: { targets: readonly { target: string }[] }) => targets.map(({ target }) => target);

describe("a user's own scores in the config", () => {
  const route = "strategy: quality";

  it("win over all that was measured, where models are ordered by quality", async () => {
    const targets = ["a/x", "b/y"];
    const plain = await aRouter({ a: FIRST, b: SECOND }, { facts: catalogue, targets, route });
    expect(targetsOf(await plain.router.explain("m", HELLO))).toEqual(["a/x", "b/y"]);
    const fields = { b: 'api_key: "$k", models: { y: { quality: 95 } }' };
    const scored = await aRouter({ a: FIRST, b: SECOND }, { facts: catalogue, targets, route, fields });
    const decision = await scored.router.explain("m", HELLO);
    expect(targetsOf(decision)).toEqual(["b/y", "a/x"]);
    expect(decision.targets[0]).toMatchObject({ score: 0.95 });
    expect(await scored.generate()).toMatchObject({ content: "second", target: "b/y" });
  });

  it("count for the balanced strategy too, and a 0 is a score", async () => {
    const targets = ["a/x", "b/y"];
    const fields = { a: 'api_key: "$k", models: { x: { quality: 0 } }' };
    const { router } = await aRouter(
      { a: FIRST, b: SECOND },
      { facts: catalogue, targets, fields, route: "strategy: balanced" },
    );
    expect(targetsOf(await router.explain("m", HELLO))).toEqual(["b/y", "a/x"]);
  });
});

describe("facts that change", () => {
  const targets = ["a/x", "b/y"];
  const route = "strategy: cost";

  /** Which of two models is the cheaper, which changes. */
  function prices() {
    const cheap = { model: "x" };
    const facts = (_provider: string, model: string) => {
      const price = model === cheap.model ? 1 : 9;
      return { pricing: { input: price, output: price } };
    };
    return { cheap, facts };
  }

  it("given as a function hold until the config is another", async () => {
    const { cheap, facts } = prices();
    const config = await aConfig(["a", "b"], { targets, route });
    const held = { config };
    const { router } = await aRouter({ a: FIRST, b: SECOND }, { facts, config: held });
    expect(targetsOf(await router.explain("m", HELLO))).toEqual(["a/x", "b/y"]);
    cheap.model = "y";
    expect(targetsOf(await router.explain("m", HELLO))).toEqual(["a/x", "b/y"]);
    held.config = { ...config };
    expect(targetsOf(await router.explain("m", HELLO))).toEqual(["b/y", "a/x"]);
  });

  it("given as a catalogue count as soon as its version is another", async () => {
    const { cheap, facts } = prices();
    let version = 1;
    const changing = {
      ...EMPTY_CATALOGUE,
      facts,
      get version() {
        return version;
      },
    };
    const { router } = await aRouter({ a: FIRST, b: SECOND }, { facts: changing, targets, route });
    expect(targetsOf(await router.explain("m", HELLO))).toEqual(["a/x", "b/y"]);
    cheap.model = "y";
    version += 1;
    expect(targetsOf(await router.explain("m", HELLO))).toEqual(["b/y", "a/x"]);
  });
});
