// The judge: @langchain/openai against the same server, for what users of both would compare.
import { type AIMessage, type AIMessageChunk, HumanMessage, type UsageMetadata } from "@langchain/core/messages";
import { tool } from "@langchain/core/tools";
import { ChatOpenAI } from "@langchain/openai";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { ChatModelMall } from "../../../src/adapters/langchain.ts";
import type { FakeAnswer } from "../../../src/backends/fake.ts";
import { checkConfig } from "../../../src/config/load.ts";
import { createRouter } from "../../../src/router/create-router.ts";
import type { Router } from "../../../src/router.ts";
import { type FakeServer, startFakeServer } from "../../../src/testing/fake-server.ts";
import { allOf, concat } from "../support/a-model.ts";

const weather = tool(async () => "sunny", {
  name: "weather",
  description: "Weather",
  schema: z.object({ city: z.string() }),
});
const Person = z.object({ name: z.string(), age: z.number() });

const ANSWERS: Readonly<Record<string, FakeAnswer>> = {
  text: { text: "good day to you" },
  empty: { text: "" },
  "a call": { toolCalls: [{ id: "c1", name: "weather", arguments: { city: "Oslo" } }] },
  "two calls after a text": {
    text: "let me see",
    toolCalls: [
      { id: "c1", name: "weather", arguments: { city: "Oslo" } },
      { id: "c2", name: "weather", arguments: { city: "Bergen" } },
    ],
  },
  "a call that is no JSON": { toolCalls: [{ id: "c1", name: "weather", arguments: '{"city": "Os' }] },
  "cached and thought tokens": {
    text: "ok",
    usage: { input: 20, cacheRead: 64, output: 10, reasoning: 5 },
  },
  "an answer cut at its limit": { text: "and so", finishReason: "length" },
};

let server: FakeServer;
let router: Router;
let answer: FakeAnswer = {};
let theirs: ChatOpenAI;
let ours: ChatModelMall;

beforeAll(async () => {
  server = await startFakeServer(() => answer);
  const text = `backends:\n  a: { provider: openai, api_key: "\${k}", base_url: ${server.url}/v1 }\nmodels:\n  m: { backend: a/gpt-4o }\n`;
  const { config } = await checkConfig({ text, file: "modelmall.yaml" }, { env: { k: "sk-test" } });
  if (config === undefined) throw new Error("the config is wrong");
  const capabilities = { tools: true, jsonSchema: true, jsonMode: true, vision: true };
  router = createRouter({ config, facts: () => ({ capabilities }) });
  theirs = new ChatOpenAI({
    model: "gpt-4o",
    apiKey: "sk-test",
    configuration: { baseURL: `${server.url}/v1` },
    maxRetries: 0,
  });
  ours = new ChatModelMall({ router, model: "m" });
});

afterAll(async () => {
  await router.close();
  await server.close();
});

/** What both must agree on; counts of zero are told by one alone. */
function compared(message: AIMessage | AIMessageChunk) {
  const { content, tool_calls, invalid_tool_calls, response_metadata } = message;
  // LangChain's type of it is `never`.
  const used = message.usage_metadata as UsageMetadata | undefined;
  const counted = (details: object | undefined) =>
    Object.fromEntries(Object.entries(details ?? {}).filter(([, count]) => count > 0));
  return {
    content,
    tool_calls,
    invalid_tool_calls: invalid_tool_calls?.map(({ id, name, args }) => ({ id, name, args })),
    usage: [used?.input_tokens ?? 0, used?.output_tokens ?? 0, used?.total_tokens ?? 0],
    details: [counted(used?.input_token_details), counted(used?.output_token_details)],
    finish_reason: response_metadata.finish_reason,
    model_name: response_metadata.model_name,
  };
}

/** What the server was sent last. */
function seenBody(): { [field: string]: unknown; response_format?: { type: string } } {
  return server.requests.at(-1)?.body as ReturnType<typeof seenBody>;
}

describe("beside ChatOpenAI", () => {
  for (const [name, given] of Object.entries(ANSWERS)) {
    it(`${name}: invoke brings the same`, async () => {
      answer = given;
      const their = await theirs.bindTools([weather]).invoke("hello");
      expect(compared(await ours.bindTools([weather]).invoke("hello"))).toEqual(compared(their));
    });

    it(`${name}: what streams adds up to the same`, async () => {
      answer = given;
      const their = concat(await allOf(await theirs.bindTools([weather]).stream("hello")));
      expect(compared(concat(await allOf(await ours.bindTools([weather]).stream("hello"))))).toEqual(compared(their));
    });
  }

  it("sends the same tools, choice and content", async () => {
    answer = {};
    const message = new HumanMessage({
      content: [
        { type: "text", text: "what is it" },
        { type: "image", source_type: "base64", data: "iVBORw0KGgo=", mime_type: "image/png" },
        { type: "image_url", image_url: { url: "https://example.com/a.png", detail: "low" } },
      ],
    });
    const bodies = [];
    for (const model of [theirs, ours]) {
      await model.bindTools([weather], { tool_choice: "any" }).invoke([message]);
      const { messages, tools, tool_choice } = seenBody();
      bodies.push({ messages, tools, tool_choice });
    }
    expect(bodies[1]).toEqual(bodies[0]);
  });

  for (const method of ["jsonSchema", "functionCalling", "jsonMode"] as const) {
    it(`reads the same from a structured answer (${method})`, async () => {
      const value = { name: "Ada", age: 36 };
      answer = method === "functionCalling" ? { toolCalls: [{ name: "person", arguments: value }] } : { json: value };
      const config = { name: "person", method, includeRaw: true } as const;
      const their = await theirs.withStructuredOutput(Person, config).invoke("who");
      const theirForm = seenBody().response_format;
      const our = await ours.withStructuredOutput(Person, config).invoke("who");
      const ourForm = seenBody().response_format;
      expect(our.parsed).toEqual(their.parsed);
      expect(our.parsed).toEqual(value);
      expect(ourForm?.type).toBe(theirForm?.type);
    });
  }
});
