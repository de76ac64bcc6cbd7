import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { brokenServer } from "../../../src/backends/fake.ts";
import { allOf, aModel, concat } from "../support/a-model.ts";

describe("stream", () => {
  it("brings text piece by piece, and at its end exactly what invoke brings", async () => {
    const answer = {
      text: "good day to you",
      reasoning: "be polite",
      toolCalls: [{ id: "c1", name: "weather", arguments: { city: "Oslo" } }],
      usage: { input: 10, output: 5, cacheRead: 4, cacheWrite: 3, reasoning: 2 },
    };
    const { model } = await aModel({ a: answer });
    const chunks = await allOf(await model.stream("hello"));
    expect(chunks.map(({ content }) => content).filter((text) => text !== "")).toEqual(["good ", "day ", "to ", "you"]);
    const streamed = concat(chunks);
    const whole = await model.invoke("hello");
    for (const field of ["content", "tool_calls", "invalid_tool_calls", "usage_metadata", "additional_kwargs"] as const)
      expect(streamed[field], field).toEqual(whole[field]);
    const { target, cost, finish_reason, model_name } = streamed.response_metadata;
    expect(whole.response_metadata).toMatchObject({ target, cost, finish_reason, model_name });
    expect(streamed.usage_metadata).toMatchObject({
      input_token_details: { cache_read: 4, cache_creation: 3 },
      output_token_details: { reasoning: 2 },
    });
  });

  it("leaves what was used out where that is asked", async () => {
    const { model } = await aModel({ a: { text: "a b" } }, { streamUsage: false });
    expect(concat(await allOf(await model.stream("hello"))).usage_metadata).toBeUndefined();
  });

  it("tells callbacks of each piece", async () => {
    const told: string[] = [];
    const { model } = await aModel({ a: { text: "a b c" } });
    await allOf(await model.stream("hello", { callbacks: [{ handleLLMNewToken: (token) => void told.push(token) }] }));
    expect(told.join("")).toBe("a b c");
    expect(told.length).toBeGreaterThanOrEqual(3);
  });

  it("goes over to another target while nothing has come, and not after", async () => {
    const cut = { text: "one two three", fault: { kind: "cut", afterPieces: 2 } } as const;
    const { model, backends } = await aModel({ a: cut, b: { text: "other" } });
    const seen: unknown[] = [];
    const reading = (async () => {
      for await (const { content } of await model.stream("hello")) seen.push(content);
    })();
    await expect(reading).rejects.toMatchObject({ code: "stream_truncated" });
    expect(seen).toEqual(["one ", "two "]);
    expect(backends.b?.calls).toHaveLength(0);
    const { model: early } = await aModel({ a: brokenServer(), b: { text: "other" } });
    expect(concat(await allOf(await early.stream("hello"))).content).toBe("other");
  });

  it("stops the call of who reads no further", async () => {
    const { model, events } = await aModel({ a: { text: "one two three", pieceDelayMs: 5 } });
    for await (const _ of await model.stream("hello")) break;
    while (events.length === 0) await setImmediate();
    expect(events[0]?.outcome).toBe("aborted");
  });

  it("ends with the signal's reason when it is aborted in the middle", async () => {
    const { model } = await aModel({ a: { text: "one two", pieceDelayMs: 60_000 } });
    const controller = new AbortController();
    const reading = (async () => {
      for await (const _ of await model.stream("hello", { signal: controller.signal }))
        controller.abort(new Error("enough"));
    })();
    await expect(reading).rejects.toThrow("enough");
  });

  it("streams content as standard blocks where LangChain's output version 1 is asked", async () => {
    const { model } = await aModel({ a: { text: "good day", reasoning: "be polite" } }, { outputVersion: "v1" });
    const blocks = [
      { type: "reasoning", reasoning: "be polite" },
      { type: "text", text: "good day" },
    ];
    expect((await model.invoke("hello")).contentBlocks).toMatchObject(blocks);
    expect(concat(await allOf(await model.stream("hello"))).contentBlocks).toMatchObject(blocks);
  });
});
