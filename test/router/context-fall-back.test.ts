import { describe, expect, it } from "vitest";
import type { FakeAnswer } from "../../src/backends/fake.ts";
import { openai, type Refusal } from "../call-error/refusals/bodies.ts";
import { REFUSALS } from "../call-error/refusals.ts";
import { aRouter, HELLO } from "./support/a-router.ts";
import { refusing, SAID, startUpstream, well } from "./support/upstream.ts";
import { KINDS, wired } from "./support/wired.ts";

const ok: FakeAnswer = { text: "fine" };
const words = (count: number) => ({ messages: [{ role: "user" as const, content: "word ".repeat(count) }] });

describe("a prompt that is too long for a window that is known", () => {
  const known = { small: { contextWindow: 4_000 }, large: { contextWindow: 100_000 } };

  it("goes straight to the larger target, and the smaller one is not called", async () => {
    const { generate, calls, told } = await aRouter({ a: ok, b: ok }, { targets: ["a/small", "b/large"], known });
    await generate(words(100));
    const { decision } = await generate(words(10_000));
    expect([calls(), told()]).toEqual([{ "a k": 1, "b k": 1 }, ["first a/small ok", "first b/large ok"]]);
    expect(decision.dropped).toMatchObject([{ id: "a/small", code: "context_too_small" }]);
  });

  it("goes straight to the fall-back for it where no target of its own is large enough", async () => {
    const { generate, calls } = await aRouter(
      { a: ok, b: ok },
      { targets: ["a/small"], known, route: "fallback: { context_window: [b/large] }" },
    );
    await generate(words(10_000));
    expect(calls()).toEqual({ "b k": 1 });
  });

  it("goes with its longest answer: what does not fit together is not sent", async () => {
    const { generate, calls } = await aRouter({ a: ok, b: ok }, { targets: ["a/small", "b/large"], known });
    await generate({ ...HELLO, max_tokens: 4_500 });
    expect(calls()).toEqual({ "b k": 1 });
  });

  it("is an error that names each target and its window where none is large enough", async () => {
    const { failure, calls } = await aRouter({ a: ok, b: ok }, { targets: ["a/small", "b/large"], known });
    const error = await failure(words(200_000));
    expect(error).toMatchObject({ name: "RouteError", code: "no_target" });
    expect(error.message).toMatch(/a\/small.*4000 tokens.*b\/large.*100000 tokens/s);
    expect(calls()).toEqual({});
  });
});

describe("a prompt that a provider finds too long", () => {
  const asked = "However, you requested 9000 tokens. Please reduce the length of the messages or completion.";
  const limit = `This model's maximum context length is 8192 tokens. ${asked}`;
  const rows: readonly Refusal[] = [
    ...REFUSALS.filter(([provider, , , code]) => code === "context_too_long" && provider !== "bedrock"),
    ["azure", 400, openai("context_length_exceeded", limit), "context_too_long"],
    ["groq", 400, openai("context_length_exceeded", "Please reduce the length of the messages."), "context_too_long"],
    ["vllm", 400, { object: "error", message: limit, type: "BadRequestError", code: 400 }, "context_too_long"],
    ["openrouter", 400, { error: { code: 400, message: `This endpoint's ${limit.slice(13)}` } }, "context_too_long"],
  ];

  it("is told of in a dozen ways by six providers at least", () => {
    expect(new Set(rows.map(([provider]) => provider)).size).toBeGreaterThanOrEqual(6);
    expect(rows.length).toBeGreaterThanOrEqual(12);
  });

  it.each(rows.map((row) => [`${row[0]} ${JSON.stringify(row[2]).slice(0, 80)}`, row] as const))(
    "%s: it goes to the fall-back for it, once, and is not tried again",
    async (_, [provider, status = 200, body, , extra]) => {
      for (const kind of KINDS) {
        const small = await startUpstream(refusing(status, body, extra?.headers));
        const other = await startUpstream(well);
        const large = await startUpstream(well);
        const fields = provider === "azure" ? 'api_version: "2024-10-21"' : undefined;
        const { ask, told } = await wired(
          {
            a: { url: small.url, provider, ...(fields !== undefined && { fields }) },
            b: { url: `${large.url}/v1` },
            c: { url: `${other.url}/v1` },
          },
          { route: "fallback: { context_window: [b/gpt-4o] }" },
        );
        expect(await ask(kind)).toMatchObject({ text: SAID, ended: true });
        expect(told()).toEqual(["a/gpt-4o context_too_long", "b/gpt-4o ok"]);
        expect([small, large, other].map(({ requests }) => requests.length)).toEqual([1, 1, 0]);
      }
    },
  );
});
