import { setImmediate } from "node:timers/promises";
import { getRetryable } from "@langchain/core/errors";

import { StringOutputParser } from "@langchain/core/output_parsers";
import { ChatPromptTemplate } from "@langchain/core/prompts";
import { tool } from "@langchain/core/tools";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { CallMetadata } from "../../../src/adapters/langchain.ts";
import { brokenServer, rateLimited } from "../../../src/backends/fake.ts";

import { allOf, aModel, concat } from "../support/a-model.ts";

const weather = tool(async () => "sunny", {
  name: "weather",
  description: "The weather of a city",
  schema: z.object({ city: z.string() }),
});

describe("invoke", () => {
  it("brings the text, what was used, and what became of the call as plain JSON", async () => {
    const { model } = await aModel({ a: brokenServer(), b: { text: "good day", modelServed: "x-2026" } });
    const message = await model.invoke("hello");
    expect(message.content).toBe("good day");
    expect(message.usage_metadata).toEqual({ input_tokens: 1, output_tokens: 2, total_tokens: 3 });
    const { target, model_name, model_served, attempts, cost, finish_reason } =
      message.response_metadata as CallMetadata;
    expect({ target, model_name, model_served, finish_reason }).toEqual({
      target: "b/x",
      model_name: "x-2026",
      model_served: "x-2026",
      finish_reason: "stop",
    });
    expect(cost).toEqual({ usd: "0.000005" });
    expect(attempts.at(-1)).toMatchObject({ target: "b/x", outcome: "ok", cost: { usd: "0.000005" } });
    expect(attempts[0]).toMatchObject({ target: "a/x", outcome: "failed", code: "server_error" });
    expect(JSON.parse(JSON.stringify(message.response_metadata))).toEqual(message.response_metadata);
    expect(message.response_metadata).not.toHaveProperty("decision");
  });

  it("gives answers of different providers different ids, as LangGraph tells messages apart by them", async () => {
    const { model } = await aModel({ a: {} });
    const other = await aModel({ b: {} });
    const callbacks = [{ handleLLMEnd: () => undefined }];
    const [one, two] = [await model.invoke("hello", { callbacks }), await other.model.invoke("hello", { callbacks })];
    expect(one.response_metadata.response_id).toBe(two.response_metadata.response_id);
    expect(one.id).not.toBe(two.id);
    const chunks = await allOf(await model.stream("hello", { callbacks }));
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(1);
    expect(concat(chunks).response_metadata.response_id).toBe("fake-1");
  });

  it("brings the router's decision where that is wanted", async () => {
    const { model } = await aModel({ a: {} }, { includeDecision: true });
    const { response_metadata: metadata } = await model.invoke("hello");
    expect(metadata.decision).toMatchObject({ asked: "m", route: "m", targets: [{ target: "a/x", use: "target" }] });
  });

  it("sends parameters of the model, and those of the call over them", async () => {
    const { model, request } = await aModel(
      { a: {} },
      { temperature: 0, maxTokens: 5, stop: ["END"], topP: 0.5, extra: { verbosity: "low" } },
    );
    await model.invoke("hello", { maxTokens: 7, stop: ["HALT"], parallel_tool_calls: false });
    expect(request()).toEqual({
      messages: [{ role: "user", content: "hello" }],
      temperature: 0,
      top_p: 0.5,
      max_tokens: 7,
      stop: ["HALT"],
      extra: { verbosity: "low" },
      parallel_tool_calls: false,
    });
  });

  it("tells the router who asks, for which session and with which tags, and a call may say otherwise", async () => {
    const { model, events } = await aModel({ a: {} }, { caller: "anna", tags: ["team-a"], sessionKey: "s" });
    await model.invoke("hello", { tags: ["seq:step:1"] });
    expect(events[0]).toMatchObject({ caller: "anna", tags: ["team-a"] });
    await model.invoke("hello", { caller: "ben", routerOptions: { tags: ["team-b"] } });
    expect(events[1]).toMatchObject({ caller: "ben", tags: ["team-b"] });
  });

  it("is tried again by nobody but the router, and its errors are marked for retries around it", async () => {
    const refused = await aModel({ a: { failure: { status: 400, message: "no" } } });
    const error = await refused.model.invoke("hello").catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: "CallError", code: "invalid_request" });
    expect(getRetryable(error)).toBe(false);
    expect(refused.backends.a?.calls).toHaveLength(1);
    const limited = await aModel({ a: rateLimited(3_600_000) });
    const later = await limited.model.invoke("hello").catch((thrown: unknown) => thrown);
    expect(getRetryable(later)).toBe(true);
  });

  it("ends with the signal's reason when it is aborted, and the target is told", async () => {
    const { model, events } = await aModel({ a: { text: "late", delayMs: 60_000 } });
    const controller = new AbortController();
    const running = model.invoke("hello", { signal: controller.signal });
    running.catch(() => undefined);
    await setImmediate();
    controller.abort(new Error("enough"));
    await expect(running).rejects.toThrow("enough");
    await setImmediate();
    expect(events.map(({ outcome }) => outcome)).toEqual(["aborted"]);
  });

  it("ends when LangChain's timeout of a call is over", async () => {
    const { model } = await aModel({ a: { delayMs: 60_000 } });
    await expect(model.invoke("hello", { timeout: 20 })).rejects.toMatchObject({ name: "TimeoutError" });
  });

  it("gives the whole call no more than the model's own timeout", async () => {
    const { model } = await aModel({ a: { delayMs: 60_000 } }, { timeout: 20 });
    await expect(model.invoke("hello")).rejects.toMatchObject({ name: expect.stringMatching(/Error$/) });
  });

  it("runs no more calls at a time than LangChain was told", async () => {
    let running = 0;
    let most = 0;
    const slow = async () => {
      most = Math.max(most, ++running);
      await setImmediate();
      running--;
      return {};
    };
    const { model } = await aModel({ a: slow }, { maxConcurrency: 2 });
    await model.batch(["1", "2", "3", "4", "5"]);
    expect(most).toBe(2);
  });

  it("keeps each answer with its question in a batch, and errors with theirs", async () => {
    const { model } = await aModel({
      a: ({ request }) =>
        request.messages[0]?.content === "bad"
          ? { failure: { status: 400 } }
          : { text: String(request.messages[0]?.content) },
    });
    const answers = await model.batch(["one", "bad", "two"], {}, { returnExceptions: true });
    expect(answers.map((answer) => (answer instanceof Error ? "error" : answer.content))).toEqual([
      "one",
      "error",
      "two",
    ]);
  });

  it("stands in a chain", async () => {
    const { model } = await aModel({ a: {}, b: {} }, {});
    const chain = ChatPromptTemplate.fromMessages([["human", "say {word}"]])
      .pipe(model)
      .pipe(new StringOutputParser());
    expect(typeof (await chain.invoke({ word: "hi" }))).toBe("string");
  });

  it("shows neither router nor options to who prints, traces or stores it", async () => {
    const { model } = await aModel(
      { a: {} },
      { routerOptions: { headers: { authorization: "sk-secret" } }, sessionKey: "hidden" },
    );
    const shown = `${JSON.stringify(model)} ${JSON.stringify(model.serialize())} ${JSON.stringify(Object.entries(model))}`;
    expect(shown).not.toMatch(/sk-secret|hidden|apiKey/);
    expect(model.lc_serializable).toBe(false);
    expect(model._llmType()).toBe("modelmall");
  });
});

describe("tools", () => {
  const asked = { toolCalls: [{ id: "c1", name: "weather", arguments: { city: "Oslo" } }] };

  it("are offered in the request's words, and calls come back as data", async () => {
    const { model, request } = await aModel({ a: asked });
    const message = await model.bindTools([weather], { tool_choice: "any", strict: true }).invoke("Oslo?");
    expect(request().tool_choice).toBe("required");
    expect(request().tools).toMatchObject([
      { type: "function", function: { name: "weather", strict: true, parameters: { required: ["city"] } } },
    ]);
    expect(message.tool_calls).toEqual([{ type: "tool_call", id: "c1", name: "weather", args: { city: "Oslo" } }]);
    expect(message.response_metadata.finish_reason).toBe("tool_calls");
  });

  it("come with the call's options as well as bound", async () => {
    const { model, request } = await aModel({ a: asked });
    await model.invoke("Oslo?", { tools: [weather], tool_choice: "weather" });
    expect(request().tool_choice).toEqual({ type: "function", function: { name: "weather" } });
    expect(request().tools).toHaveLength(1);
  });

  it("called with what is no JSON stand among the invalid calls, with what is wrong", async () => {
    const { model } = await aModel({
      a: {
        toolCalls: [
          { name: "weather", arguments: '{"city": ' },
          { name: "weather", arguments: "[1]" },
          { name: "now", arguments: "" },
        ],
      },
    });
    const { tool_calls, invalid_tool_calls } = await model.invoke("Oslo?");
    expect(tool_calls).toMatchObject([{ name: "now", args: {} }]);
    expect(invalid_tool_calls).toMatchObject([
      { id: "call_0", name: "weather", args: '{"city": ', error: expect.stringContaining("no JSON") },
      { id: "call_1", args: "[1]", error: expect.stringContaining("no object") },
    ]);
  });
});
