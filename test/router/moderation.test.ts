import { describe, expect, it } from "vitest";
import type { AttemptEvent } from "../../src/attempt.ts";
import type { Backend } from "../../src/backend.ts";
import { fakeBackend } from "../../src/backends/fake.ts";
import { unsupported } from "../../src/dialect/unsupported.ts";
import { createRouter } from "../../src/router/create-router.ts";
import { aConfig, failureOf } from "./support/a-router.ts";

const priced = { facts: () => ({ pricing: { input: 1 } }) };

/** A router over backends `a` and `b`, and what it told of its attempts. */
async function aRouter({ abilities = {}, fields = {} }: { abilities?: object; fields?: Record<string, string> } = {}) {
  const backends: Record<string, Backend> = {
    a: { ...fakeBackend(undefined, { name: "a", ...priced }), ...abilities },
    b: fakeBackend(undefined, { name: "b", ...priced }),
  };
  const router = createRouter({ config: await aConfig(["a", "b"], { fields }), backends, ...priced });
  const told: AttemptEvent[] = [];
  router.onAttempt((attempt) => told.push(attempt));
  return { router, told };
}

describe("what is to be moderated", () => {
  it("goes along a route, past backends that cannot", async () => {
    const { router, told } = await aRouter({ abilities: { moderate: undefined } });
    const reply = await router.moderate("m", { input: ["a nice day", "violence"] });
    expect(reply.results.map(({ flagged }) => flagged)).toEqual([false, true]);
    expect(reply).toMatchObject({ target: "b/x", cost: { usd: "0.000004" }, usage: { totalInput: 4 } });
    expect(reply.decision.dropped).toMatchObject([{ id: "a/x", code: "lacks_capability" }]);
    expect(told).toMatchObject([{ kind: "moderate", target: "b/x", outcome: "ok", isFinal: true }]);
  });

  it("goes on to a target that takes images, where one takes texts alone", async () => {
    const moderate = () => Promise.reject(unsupported("input[0]", "texts alone"));
    const { router } = await aRouter({ abilities: { moderate } });
    const image = { type: "image_url", image_url: { url: "https://example.com/a.png" } } as const;
    expect(await router.moderate("m", { input: [image] })).toMatchObject({ target: "b/x" });
  });

  it("costs nobody knows what, where nobody says what was used", async () => {
    const { moderate } = fakeBackend(undefined, { name: "a" });
    const untold: Backend["moderate"] = async (...asked) => {
      const { usage: _, ...reply } = await moderate(...asked);
      return { ...reply, cost: { usd: null, reason: "the provider did not tell what was used" } };
    };
    const { router } = await aRouter({ abilities: { moderate: untold } });
    const reply = await router.moderate("m", { input: "hello" });
    expect(reply.cost).toMatchObject({ usd: null });
    expect(reply.usage).toBeUndefined();
  });

  it.each([
    ["a text", "word ".repeat(500)],
    ["several texts", ["word ".repeat(250), "word ".repeat(250)]],
    ["parts", [{ type: "text", text: "word ".repeat(500) } as const]],
  ])("counts against limits by its size: %s", async (_, input) => {
    const limited = 'api_key: "$k", rate_limits: { tokens_per_minute: 400 }';
    const { router } = await aRouter({ fields: { a: limited } });
    expect(await router.moderate("m", { input: "hello" })).toMatchObject({ target: "a/x" });
    expect(await router.moderate("m", { input })).toMatchObject({ target: "b/x" });
  });

  it("is not sent anywhere where nobody can, and each target says why", async () => {
    const config = await aConfig(["a"]);
    const { moderate: _, ...chatOnly } = fakeBackend(undefined, { name: "a" });
    const error = await failureOf(createRouter({ config, backends: { a: chatOnly } }).moderate("m", { input: "x" }));
    expect(error).toMatchObject({ name: "RouteError", code: "no_target" });
    expect(error.message).toContain("a/x: the backend a cannot do moderation");
  });
});
