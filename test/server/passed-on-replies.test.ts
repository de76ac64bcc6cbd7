import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import { describe, expect, it } from "vitest";
import { startUpstream } from "../router/support/upstream.ts";
import { keyOf } from "../router/support/wired.ts";
import { aWiredGateway } from "./support/a-wired-gateway.ts";

const messages = [{ role: "user" as const, content: "hello" }];
const USAGE = { prompt_tokens: 5, completion_tokens: 3, total_tokens: 8, their_own: 7 };

/** An answer as OpenAI writes it, with what a test has otherwise. */
const answer = (more: object = {}, message: object = {}, finish = "stop") => ({
  id: "chatcmpl-theirs",
  object: "chat.completion",
  created: 1_700_000_000,
  model: "gpt-4o-2024",
  choices: [{ index: 0, message: { role: "assistant", content: "all is well", ...message }, finish_reason: finish }],
  usage: USAGE,
  ...more,
});

const MESSAGE = {
  id: "msg_theirs",
  type: "message",
  role: "assistant",
  model: "claude-of-theirs",
  content: [
    { type: "thinking", thinking: "hm", signature: "c2ln" },
    { type: "text", text: "all is well", citations: null, of_its_own: 1 },
  ],
  stop_reason: "end_turn",
  stop_sequence: null,
  usage: { input_tokens: 5, output_tokens: 3, service_tier: "standard", of_its_own: { a: 1 } },
};

/** A gateway before one provider that answers with a text, and what it tells a client without a library. */
async function aPassage(body: unknown, provider: "openai" | "anthropic" = "openai", fields?: string) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const upstream = await startUpstream((outgoing) => {
    outgoing.writeHead(200, { "content-type": "application/json" });
    outgoing.end(text);
  });
  const url = `${upstream.url}${provider === "openai" ? "/v1" : ""}`;
  const gateway = await aWiredGateway({ a: { url, provider, ...(fields !== undefined && { fields }) } });
  const asked = async (path = provider === "openai" ? "/v1/chat/completions" : "/v1/messages") => {
    const response = await gateway.ask(path, { json: { model: "m", messages, max_tokens: 9 } });
    return response.text();
  };
  return { ...gateway, asked, [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose]() };
}

describe("an answer of OpenAI's to a client of OpenAI's", () => {
  it("brings every field of the provider's own, under the name that was asked for", async () => {
    const own = { service_tier: "flex", system_fingerprint: "fp_1", x_groq: { id: "req_1" } };
    await using gateway = await aPassage(answer(own, { refusal: null, reasoning: "hm", of_its_own: [1] }));
    const client = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: "none", maxRetries: 0 });
    const completion = await client.chat.completions.create({ model: "m", messages });
    expect(completion).toEqual({
      ...answer(own, { refusal: null, reasoning: "hm", of_its_own: [1] }),
      model: "m",
    });
  });

  it("tells the cost beside the provider's own usage, where the provider does not tell it itself", async () => {
    const fields = "models: { gpt-4o: { pricing: { input: 1, output: 2 } } }";
    await using priced = await aPassage(answer(), "openai", fields);
    expect(JSON.parse(await priced.asked())).toMatchObject({ usage: { ...USAGE, cost: 0.011 } });
    await using told = await aPassage(answer({ usage: { ...USAGE, cost: 0.5 } }), "openai", fields);
    const text = await told.asked();
    expect(JSON.parse(text)).toMatchObject({ usage: { cost: 0.5 } });
    expect(text).not.toContain("0.011");
  });

  it.each([
    ["a finish reason of its own", answer({}, {}, "eos"), { choices: [{ finish_reason: "stop" }] }],
    ["another object", answer({ object: "completion" }), { object: "chat.completion" }],
    ["no time", answer({ created: undefined }), { created: expect.any(Number) }],
    [
      "content in parts",
      answer({}, { content: [{ type: "text", text: "well" }] }),
      { choices: [{ message: { content: "well" } }] },
    ],
    [
      "arguments that are no text",
      answer(
        {},
        { content: null, tool_calls: [{ id: "c", type: "function", function: { name: "f", arguments: { a: 1 } } }] },
        "tool_calls",
      ),
      { choices: [{ message: { tool_calls: [{ function: { arguments: '{"a":1}' } }] } }] },
    ],
  ])("is written anew where the provider has %s", async (_, body, expected) => {
    await using gateway = await aPassage({ ...body, of_its_own: 1 });
    const told = JSON.parse(await gateway.asked());
    expect(told).toMatchObject(expected);
    expect(told).not.toHaveProperty("of_its_own");
  });

  it("is written anew where it holds the account's key, or could become a prototype", async () => {
    await using leaking = await aPassage(answer({ debug: { deep: [`key ${keyOf("a")}`] } }));
    const safe = await leaking.asked();
    expect(safe).not.toContain(keyOf("a"));
    expect(JSON.parse(safe).choices[0].message.content).toBe("all is well");
    await using evil = await aPassage(`{"__proto__":{"a":1},${JSON.stringify(answer()).slice(1)}`);
    expect(await evil.asked()).not.toContain("__proto__");
  });

  it("comes to the letter as it was written, but for the name and the cost", async () => {
    const text = JSON.stringify(
      answer({ of_its_own: 7 }, { content: 'says "usage" and "model"\n\u2028' }),
      undefined,
      2,
    )
      // What these lose when they are read and written again.
      .replace('"of_its_own": 7', '"of_its_own": [1.0, 12345678901234567890, 1e2]');
    const renamed = text.replace('"gpt-4o-2024"', '"m"');
    await using gateway = await aPassage(text);
    expect(await gateway.asked()).toBe(renamed);
    await using priced = await aPassage(text, "openai", "models: { gpt-4o: { pricing: { input: 1, output: 2 } } }");
    expect(await priced.asked()).toBe(renamed.replace('"usage": {', '"usage": {"cost":0.011,'));
  });

  const { model, ...nameless } = answer();
  it.each([
    ["the name stands behind the choices", { ...nameless, model }],
    ["another name stands deeper", answer({ own: { model: "deep" } })],
    ["usage stands deeper too", answer({}, { usage: { of_its_own: 1 } })],
    ["usage is empty", answer({ usage: {}, own: 1 })],
  ])("brings every field, the name and the cost also where %s", async (_, body) => {
    await using gateway = await aPassage(body, "openai", "models: { gpt-4o: { pricing: { input: 1, output: 2 } } }");
    expect(JSON.parse(await gateway.asked())).toEqual({
      ...body,
      model: "m",
      usage: { ...body.usage, cost: expect.any(Number) },
    });
  });

  it("is written anew where escapes hide the account's key, also where it is told twice", async () => {
    const hidden = Array.from(keyOf("a"), (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`).join(
      "",
    );
    await using leaking = await aPassage(`{"debug":"${hidden}",${JSON.stringify(answer()).slice(1)}`);
    expect(JSON.parse(await leaking.asked())).not.toHaveProperty("debug");
    await using twice = await aPassage(`{"debug":"${hidden}","debug":1,${JSON.stringify(answer()).slice(1)}`);
    const safe = await twice.asked();
    expect(safe).not.toContain(hidden);
    expect(JSON.parse(safe)).toMatchObject({ debug: 1, model: "m" });
  });

  it("comes in the client's own words where it speaks another dialect", async () => {
    await using gateway = await aPassage(answer({ of_its_own: 1 }));
    expect(JSON.parse(await gateway.asked("/v1/messages"))).toMatchObject({
      type: "message",
      content: [{ type: "text", text: "all is well" }],
    });
  });
});

describe("an answer of Anthropic's to a client of Anthropic's", () => {
  it("brings every field of the provider's own, under the name that was asked for", async () => {
    await using gateway = await aPassage(MESSAGE, "anthropic");
    const client = new Anthropic({ baseURL: gateway.url, apiKey: "none", maxRetries: 0 });
    expect(await client.messages.create({ model: "m", messages, max_tokens: 9 })).toEqual({ ...MESSAGE, model: "m" });
  });

  it("comes to the letter as it was written, but for the name", async () => {
    const text = JSON.stringify(MESSAGE).replace('"a":1', '"a":1.0');
    await using gateway = await aPassage(text, "anthropic");
    expect(await gateway.asked()).toBe(text.replace('"claude-of-theirs"', '"m"'));
  });

  it("is written anew where it is no message as Anthropic writes them", async () => {
    await using gateway = await aPassage({ ...MESSAGE, role: undefined, of_its_own: 1 }, "anthropic");
    const told = JSON.parse(await gateway.asked());
    expect(told).toMatchObject({ role: "assistant", stop_reason: "end_turn" });
    expect(told).not.toHaveProperty("of_its_own");
  });
});
