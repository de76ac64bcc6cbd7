import { describe, expect, test } from "vitest";
import type { ChatRequest } from "../../../src/chat.ts";
import { REQUEST_FIELDS } from "../../../src/dialects/google/request-fields.ts";
import { vertex } from "./support/contexts.ts";
import { encode, user } from "./support/encode.ts";

describe("the address", () => {
  test("names model and method, and asks for events when it streams", () => {
    expect(encode({})).toMatchObject({ path: "v1beta/models/gemini-2.5-flash:generateContent" });
    expect(encode({}, "tunedModels/mine").path).toBe("v1beta/tunedModels/mine:generateContent");
    expect(encode({}, "gemini-2.5-flash", { stream: true })).toMatchObject({
      path: "v1beta/models/gemini-2.5-flash:streamGenerateContent",
      query: { alt: "sse" },
    });
  });

  test("is Vertex AI's where the provider says so", () => {
    const { path } = encode({}, "gemini-2.5-flash", { provider: vertex });
    expect(path).toBe("publishers/google/models/gemini-2.5-flash:generateContent");
    expect(encode({}, "endpoints/42", { provider: vertex }).path).toBe("endpoints/42:generateContent");
  });

  test("never leads elsewhere than to a model", () => {
    expect(encode({}, "a?b#c:d").path).toBe("v1beta/models/a%3Fb%23c%3Ad:generateContent");
    expect(() => encode({}, "../../secrets")).toThrow('"../../secrets" is no id');
  });
});

describe("every field of a request", () => {
  const whole: Required<Omit<ChatRequest, "max_tokens" | "extra" | "extraDialect" | "targetExtra">> = {
    messages: [user],
    tools: [{ type: "function", function: { name: "look" } }],
    tool_choice: "auto",
    parallel_tool_calls: false,
    response_format: { type: "json_object" },
    reasoning_effort: "low",
    temperature: 0,
    top_p: 0.5,
    top_k: 3,
    max_completion_tokens: 9,
    stop: "END",
    seed: 7,
    presence_penalty: 0.1,
    frequency_penalty: 0.2,
    logit_bias: { 5: 1 },
    logprobs: true,
    top_logprobs: 2,
    n: 2,
    user: "u",
    metadata: { a: "b" },
    modalities: ["text", "audio"],
    audio: { voice: "Kore", format: "pcm16" },
  };

  test("goes where the table says, or is told to be left out", () => {
    const { body, fields } = encode(whole);
    expect(body.generationConfig).toEqual({
      temperature: 0,
      topP: 0.5,
      topK: 3,
      maxOutputTokens: 9,
      stopSequences: ["END"],
      seed: 7,
      presencePenalty: 0.1,
      frequencyPenalty: 0.2,
      responseLogprobs: true,
      logprobs: 2,
      candidateCount: 2,
      responseModalities: ["TEXT", "AUDIO"],
      speechConfig: { voiceConfig: { prebuiltVoiceConfig: { voiceName: "Kore" } } },
      responseMimeType: "application/json",
      thinkingConfig: { thinkingBudget: 1_024, includeThoughts: true },
    });
    expect(fields.toSorted()).toEqual(["logit_bias", "metadata", "parallel_tool_calls", "user"]);
    const leftOut = Object.entries(REQUEST_FIELDS).flatMap(([name, fate]) => ("leftOut" in fate ? [name] : []));
    expect(leftOut.toSorted()).toEqual(["logit_bias", "metadata", "user"]);
  });

  test("has its row in the table", () => {
    const named = [...Object.keys(whole), "max_tokens", "extra", "extraDialect", "targetExtra"];
    expect(Object.keys(REQUEST_FIELDS).toSorted()).toEqual(named.toSorted());
  });

  test("that nobody knows is told too", () => {
    expect(encode({ ["store" as "user"]: "x" }).fields).toEqual(["store"]);
  });

  test("may be null, as clients in other languages write it", () => {
    const nothing = Object.fromEntries(Object.keys(REQUEST_FIELDS).map((name) => [name, null]));
    const { body, fields } = encode({ ...nothing, messages: [user] });
    expect(body).toEqual({ contents: [{ role: "user", parts: [{ text: "hi" }] }] });
    expect(fields).toEqual([]);
  });

  test("of Google's own is put in by extra, and wins", () => {
    const safetySettings = [{ category: "HARM_CATEGORY_HATE_SPEECH", threshold: "BLOCK_NONE" }];
    const { body } = encode({
      temperature: 1,
      tool_choice: "auto",
      reasoning_effort: "high",
      response_format: { type: "json_schema", json_schema: { name: "a", schema: { type: "object" } } },
      extra: {
        safetySettings,
        cachedContent: "cachedContents/1",
        generationConfig: {
          temperature: 0.5,
          thinkingConfig: { thinkingBudget: 5 },
          responseSchema: { type: "OBJECT" },
        },
        toolConfig: { retrievalConfig: { languageCode: "de" } },
      },
    });
    expect(body).toMatchObject({ safetySettings, cachedContent: "cachedContents/1" });
    expect(body.generationConfig).toEqual({
      temperature: 0.5,
      thinkingConfig: { thinkingBudget: 5 },
      responseMimeType: "application/json",
      responseSchema: { type: "OBJECT" },
    });
    expect(body.toolConfig).toEqual({
      functionCallingConfig: { mode: "AUTO" },
      retrievalConfig: { languageCode: "de" },
    });
  });
});

test("a schema for the answer is sent as JSON Schema, with its description, and what Google does not read is told", () => {
  const schema = { type: "object", properties: { a: { type: "string", minLength: 2 } } };
  const format = { type: "json_schema", json_schema: { name: "x", description: "An x.", schema } } as const;
  const { body, fields } = encode({ response_format: format });
  expect(body.generationConfig).toEqual({
    responseMimeType: "application/json",
    responseJsonSchema: { ...schema, description: "An x." },
  });
  expect(fields).toEqual(["response_format.json_schema.schema"]);
});
