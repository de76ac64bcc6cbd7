import { describe, expect, test } from "vitest";
import type { ChatChoice } from "../../../src/chat.ts";
import { openaiServed } from "../../../src/dialects/openai/served.ts";
import type { JsonValue } from "../../../src/util/json.ts";
import { aCall, aChoice, aReply } from "../support/served.ts";

function replied(choice: Partial<ChatChoice> = {}) {
  const body = openaiServed.encodeReply(aReply({ choices: [aChoice(choice)] }), aCall());
  // biome-ignore lint/suspicious/noExplicitAny: what the tests look at is anybody's JSON.
  return (JSON.parse(JSON.stringify(body)) as { choices: any[] }).choices[0];
}

describe("a whole answer", () => {
  test("names the model that was asked for, and has an id of its own and OpenAI's time", () => {
    const reply = aReply({ id: "theirs", modelServed: "other", choices: [aChoice()] });
    expect(openaiServed.encodeReply(reply, aCall({ model: "fast", id: "42" }))).toMatchObject({
      id: "chatcmpl-42",
      object: "chat.completion",
      created: 1767323045,
      model: "fast",
    });
  });

  test("has no content where there is none beside calls or a refusal, and an empty text where that is all", () => {
    const call = { id: "a", type: "function" as const, function: { name: "f", arguments: "" } };
    expect(replied({ content: "", toolCalls: [call] }).message).toMatchObject({ content: null, refusal: null });
    const refused = { role: "assistant" as const, content: [], refusal: "no" };
    expect(replied({ content: "", message: refused }).message).toMatchObject({ content: null, refusal: "no" });
    expect(replied({ content: "", message: { role: "assistant", content: [] } }).message.content).toBe("");
  });

  test("tells arguments as the model wrote them, also where they are no JSON", () => {
    const call = { id: "a", type: "function" as const, function: { name: "f", arguments: '{"cut' } };
    expect(replied({ toolCalls: [call], finishReason: "length" }).message.tool_calls).toEqual([call]);
  });

  test("tells every end in a word OpenAI has, and the provider's own beside it", () => {
    expect(replied({ finishReason: "other", finishReasonRaw: "pause_turn" })).toMatchObject({
      finish_reason: "stop",
      native_finish_reason: "pause_turn",
    });
    // Clients need a word, but it was not the provider's.
    expect(replied({ finishReason: "other" })).toMatchObject({ finish_reason: "stop", native_finish_reason: null });
    expect(replied({ finishReason: "length", finishReasonRaw: "length" })).not.toHaveProperty("native_finish_reason");
  });

  test("tells what it cost, where that is known, and how it was served", () => {
    const usage = {
      ...{ input: 1, output: 2, cacheRead: 4, cacheWrite: 8, cacheWrite1h: 16, reasoning: 32, audioInput: 64 },
      ...{ audioOutput: 128, audioCacheRead: 256, imageInput: 512, imageOutput: 1024, serviceTier: "flex" },
      ...{ totalInput: 861, totalOutput: 1186, webSearches: 3 },
    };
    const cost = { usd: "0.0012", picoUsd: 1_200_000_000n, basis: "computed" as const, parts: [] };
    const body = openaiServed.encodeReply(aReply({ choices: [aChoice()], usage }, { cost }), aCall());
    expect(body.service_tier).toBe("flex");
    expect(body.usage).toEqual({
      prompt_tokens: 861,
      completion_tokens: 1186,
      total_tokens: 2047,
      prompt_tokens_details: { cached_tokens: 260, audio_tokens: 320, cache_write_tokens: 24, image_tokens: 512 },
      completion_tokens_details: { reasoning_tokens: 32, audio_tokens: 128, image_tokens: 1024 },
      server_tool_use: { web_search_requests: 3 },
      cost: 0.0012,
    });
    expect(openaiServed.encodeReply(aReply({ choices: [aChoice()] }), aCall())).not.toHaveProperty("usage");
  });

  test("holds the images and the sound a model made", () => {
    const url = "data:image/png;base64,iVBORw0KGgo=";
    const content = [
      { type: "image_url" as const, image_url: { url } },
      { type: "input_audio" as const, input_audio: { data: "UklGRg==", format: "wav" } },
    ];
    const { message } = replied({ content: "", message: { role: "assistant", content } });
    expect(message.images).toEqual([{ type: "image_url", image_url: { url } }]);
    expect(message.audio).toEqual({ id: "audio_1", data: "UklGRg==", expires_at: 1767323045, transcript: "" });
  });

  test.each<[string, JsonValue]>([
    ["Perplexity's", { title: "Norway", url: "https://a.example", date: "2026-01-01" }],
    ["Anthropic's", { type: "web_search_result_location", url: "https://a.example", title: "Norway", cited_text: "x" }],
    ["Responses'", { type: "url_citation", url: "https://a.example", title: "Norway", start_index: 0, end_index: 0 }],
    ["Google's", { groundingMetadata: { groundingChunks: [{ web: { uri: "https://a.example", title: "Norway" } }] } }],
  ])("tells %s sources as OpenAI does", (_, annotation) => {
    expect(replied({ annotations: [annotation, { type: "page_location", page: 3 }] }).message.annotations).toEqual([
      {
        type: "url_citation",
        url_citation: { url: "https://a.example", title: "Norway", start_index: 0, end_index: 0 },
      },
    ]);
  });

  test("tells sources in its own shape as they are, an address alone as one, and nothing where there is no address", () => {
    const own = { type: "file", file: { hash: "abc" } };
    const [first, second] = replied({ annotations: [own, "https://a.example"] }).message.annotations;
    expect(first).toEqual(own);
    expect(second.url_citation).toMatchObject({ url: "https://a.example", title: "https://a.example" });
    expect(replied({ annotations: [{ groundingMetadata: { webSearchQueries: ["x"] } }] }).message).not.toHaveProperty(
      "annotations",
    );
  });

  test("tells thinking that is plain text of this dialect once, and that of another with its dialect", () => {
    const detail = { type: "text" as const, text: "hmm", format: "content" };
    const thought = (dialect: string) =>
      replied({
        reasoning: "hmm",
        message: { role: "assistant", content: "Hi", reasoning_details: [{ ...detail, dialect }] },
      }).message;
    expect(thought("openai")).toMatchObject({ reasoning_content: "hmm" });
    expect(thought("openai")).not.toHaveProperty("reasoning_details");
    expect(thought("bedrock").reasoning_details).toEqual([
      { type: "reasoning.text", index: 0, dialect: "bedrock", text: "hmm", format: "content" },
    ]);
  });

  test("tells log probabilities in OpenAI's shape only", () => {
    const logprobs = { content: [{ token: "Hi", logprob: -0.1, bytes: null, top_logprobs: [] }] };
    expect(replied({ logprobs }).logprobs).toEqual(logprobs);
    expect(replied({ logprobs: { tokens: ["Hi"] } }).logprobs).toBeNull();
  });
});
