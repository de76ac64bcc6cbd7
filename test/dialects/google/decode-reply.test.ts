import { describe, expect, test } from "vitest";
import { google } from "../../../src/dialects/google.ts";
import { contextFor } from "./support/contexts.ts";

const context = contextFor("gemini-3-flash-preview");
const text = (said: string) => ({ content: { role: "model", parts: [{ text: said }] }, finishReason: "STOP" });

function usageFor(usageMetadata: object) {
  return google.decodeReply({ candidates: [text("a")], usageMetadata }, context).usage;
}

test("several answers come as several choices, each in its place", () => {
  const candidates = [
    { ...text("b"), index: 1, finishReason: "MAX_TOKENS" },
    { ...text("a"), index: 0 },
  ];
  const { choices, id, modelServed } = google.decodeReply({ candidates, responseId: "r", modelVersion: "m" }, context);
  expect({ id, modelServed }).toEqual({ id: "r", modelServed: "m" });
  expect(choices.map(({ index, content, finishReason }) => [index, content, finishReason])).toEqual([
    [1, "b", "length"],
    [0, "a", "stop"],
  ]);
});

test("the first answer says no index, wherever it stands, and those of a server that says none are in their order", () => {
  const placesOf = (candidates: object[]) =>
    google.decodeReply({ candidates }, context).choices.map(({ index, content }) => [index, content]);
  expect(placesOf([{ ...text("b"), index: 1 }, text("a")])).toEqual([
    [1, "b"],
    [0, "a"],
  ]);
  expect(placesOf([text("a"), text("b")])).toEqual([
    [0, "a"],
    [1, "b"],
  ]);
});

test("calls without ids get ones that are the same at every reading and in no other answer", () => {
  const parts = [
    { functionCall: { name: "f" } },
    { functionCall: { name: "f", args: { a: 1 }, id: "own" } },
    { functionCall: { name: "g", args: {} } },
  ];
  const read = (responseId: string) =>
    google
      .decodeReply({ responseId, candidates: [{ content: { parts }, finishReason: "STOP" }] }, context)
      .choices[0]?.toolCalls.map(({ id }) => id);
  expect(read("A-1")).toEqual(["gcall_A-1_0", "own", "gcall_A-1_2"]);
  expect(read("A-1")).toEqual(read("A-1"));
  expect(read("B-2")).not.toContain("gcall_A-1_0");
});

test("the images, sound and files a model made are pieces of its message", () => {
  const blob = (mimeType: string) => ({ inlineData: { mimeType, data: "AAAA" } });
  const parts = [{ text: "look" }, blob("image/png"), blob("audio/wav"), blob("audio/L16;codec=pcm;rate=24000")];
  const { choices } = google.decodeReply({ candidates: [{ content: { parts }, finishReason: "STOP" }] }, context);
  expect(choices[0]?.message.content).toEqual([
    { type: "text", text: "look" },
    { type: "image_url", image_url: { url: "data:image/png;base64,AAAA" } },
    { type: "input_audio", input_audio: { data: "AAAA", format: "wav" } },
    { type: "file", file: { file_data: "data:audio/L16;codec=pcm;rate=24000;base64,AAAA" } },
  ]);
  expect(choices[0]?.content).toBe("look");
});

test("a prompt that was blocked is an answer that was filtered, with the reason", () => {
  const promptFeedback = { blockReason: "PROHIBITED_CONTENT", blockReasonMessage: "No." };
  const { choices, usage } = google.decodeReply({ promptFeedback, usageMetadata: { promptTokenCount: 4 } }, context);
  expect(choices).toEqual([
    {
      index: 0,
      message: { role: "assistant", content: "", refusal: "No." },
      content: "",
      toolCalls: [],
      finishReason: "content_filter",
      finishReasonRaw: "PROHIBITED_CONTENT",
    },
  ]);
  expect(usage).toMatchObject({ input: 4, totalOutput: 0 });
});

test.each([
  ["STOP", "stop"],
  ["MAX_TOKENS", "length"],
  ["SAFETY", "content_filter"],
  ["RECITATION", "content_filter"],
  ["SPII", "content_filter"],
  ["IMAGE_SAFETY", "content_filter"],
  ["MALFORMED_FUNCTION_CALL", "other"],
  ["UNEXPECTED_TOOL_CALL", "other"],
  ["LANGUAGE", "other"],
  ["SOMETHING_NEW", "other"],
])("finish reason %s is %s", (finishReason, expected) => {
  const [choice] = google.decodeReply({ candidates: [{ finishReason }] }, context).choices;
  expect(choice).toMatchObject({ finishReason: expected, finishReasonRaw: finishReason, content: "" });
});

test("sources and log probabilities are told", () => {
  const candidate = {
    ...text("x"),
    groundingMetadata: { webSearchQueries: ["a", "b", ""], groundingChunks: [] },
    citationMetadata: { citationSources: [{ uri: "https://a" }] },
    logprobsResult: {
      chosenCandidates: [{ token: "x", logProbability: -0.5 }],
      topCandidates: [
        {
          candidates: [
            { token: "x", logProbability: -0.5 },
            { token: "y", logProbability: -2 },
          ],
        },
      ],
    },
  };
  const answer = { candidates: [candidate], usageMetadata: { promptTokenCount: 1 } };
  const { choices, usage } = google.decodeReply(answer, context);
  expect(choices[0]?.annotations).toEqual([
    { groundingMetadata: candidate.groundingMetadata },
    { citationMetadata: candidate.citationMetadata },
  ]);
  expect(choices[0]?.logprobs).toEqual({
    content: [
      {
        token: "x",
        logprob: -0.5,
        bytes: null,
        top_logprobs: [
          { token: "x", logprob: -0.5, bytes: null },
          { token: "y", logprob: -2, bytes: null },
        ],
      },
    ],
  });
  expect(usage?.webSearches).toBe(2);
  expect(google.decodeReply(answer, contextFor("gemini-2.5-flash")).usage?.webSearches).toBe(1);
});

describe("usage", () => {
  test("counts thoughts beside the answer, and what tools brought in beside the prompt", () => {
    const usage = usageFor({
      promptTokenCount: 100,
      cachedContentTokenCount: 40,
      candidatesTokenCount: 2_060,
      thoughtsTokenCount: 1_939,
      toolUsePromptTokenCount: 30,
      totalTokenCount: 4_129,
    });
    expect(usage).toMatchObject({
      input: 90,
      cacheRead: 40,
      totalInput: 130,
      output: 2_060,
      reasoning: 1_939,
      totalOutput: 3_999,
    });
    expect(usage?.suspect).toBeUndefined();
  });

  test("keeps sound and images apart, in the cache too", () => {
    const usage = usageFor({
      promptTokenCount: 1_000,
      promptTokensDetails: [
        { modality: "TEXT", tokenCount: 100 },
        { modality: "AUDIO", tokenCount: 600 },
        { modality: "IMAGE", tokenCount: 300 },
      ],
      cachedContentTokenCount: 500,
      cacheTokensDetails: [
        { modality: "AUDIO", tokenCount: 400 },
        { modality: "IMAGE", tokenCount: 100 },
      ],
      candidatesTokenCount: 1_300,
      candidatesTokensDetails: [{ modality: "IMAGE", tokenCount: 1_290 }],
    });
    expect(usage).toMatchObject({
      input: 100,
      audioInput: 200,
      audioCacheRead: 400,
      imageInput: 200,
      cacheRead: 100,
      totalInput: 1_000,
    });
    expect(usage).toMatchObject({ output: 10, imageOutput: 1_290, totalOutput: 1_300 });
  });

  test("is doubted where Google's total is another, and absent where it tells no tokens", () => {
    expect(usageFor({ promptTokenCount: 5, totalTokenCount: 9 })?.suspect).toBe(
      "the parts are 5 tokens, and all of it is 9",
    );
    expect(usageFor({ trafficType: "ON_DEMAND" })).toBeUndefined();
    expect(usageFor({ promptTokenCount: 1, trafficType: "ON_DEMAND_FLEX" })?.serviceTier).toBe("flex");
    expect(usageFor({ promptTokenCount: 1, serviceTier: "standard" })?.serviceTier).toBeUndefined();
  });
});

describe("an answer that is none", () => {
  test.each([null, "x", [], {}, { candidates: [] }, { candidates: [7] }, { promptFeedback: {} }])(
    "%j is malformed",
    (body) => {
      expect(() => google.decodeReply(body, context)).toThrow(
        expect.objectContaining({ code: "malformed_answer", retryable: true }),
      );
    },
  );

  test("but an error inside a good one is that error", () => {
    const error = { code: 429, message: "Quota exceeded", status: "RESOURCE_EXHAUSTED" };
    expect(() => google.decodeReply({ error }, context)).toThrow(expect.objectContaining({ code: "rate_limited" }));
  });

  test.each([
    { content: null },
    { content: { parts: "x" } },
    { content: { parts: [null, 3, { text: 5 }, { functionCall: null }, { functionCall: { name: 3, args: "x" } }] } },
    { content: { parts: [{ inlineData: { data: 3 } }, { inlineData: null }, { fileData: {} }] } },
    { index: "a", finishReason: {}, groundingMetadata: [], logprobsResult: { chosenCandidates: [null] } },
  ])("%j with wrong types inside is read as far as it goes", (candidate) => {
    const usageMetadata = {
      promptTokenCount: "3",
      promptTokensDetails: [null, { modality: 3 }],
      candidatesTokenCount: -4,
    };
    const { choices } = google.decodeReply({ candidates: [candidate], usageMetadata, responseId: 9 }, context);
    expect(choices).toHaveLength(1);
    expect(JSON.stringify(choices)).not.toContain("undefined");
  });
});
