import { describe, expect, test } from "vitest";
import type { ChatMessage, ChatRequest } from "../../../src/chat.ts";
import { REQUEST_FIELDS } from "../../../src/dialects/openai-responses/request-fields.ts";
import { openaiResponses } from "../../../src/dialects/openai-responses.ts";
import { contextOf } from "./support/recordings.ts";

const hello: ChatMessage[] = [{ role: "user", content: "Hello" }];

function encoded(request: Partial<ChatRequest>, facts = {}) {
  return openaiResponses.encodeRequest({ messages: hello, ...request }, { ...contextOf(false, "gpt-5"), facts });
}

/** One value for each field of a request that says something. */
const SAMPLES: Required<ChatRequest> = {
  messages: hello,
  tools: [{ type: "function", function: { name: "f" } }],
  tool_choice: "auto",
  parallel_tool_calls: false,
  response_format: { type: "json_object" },
  reasoning_effort: "low",
  temperature: 0,
  top_p: 0.5,
  top_k: 4,
  max_tokens: 9,
  max_completion_tokens: 8,
  stop: ["END"],
  seed: 7,
  presence_penalty: 0.1,
  frequency_penalty: 0.1,
  logit_bias: { 5: 1 },
  logprobs: true,
  top_logprobs: 2,
  n: 2,
  user: "u",
  metadata: { a: "b" },
  modalities: ["audio"],
  audio: { voice: "alloy", format: "wav" },
  extra: { store: false },
  extraDialect: "openai-responses",
  targetExtra: { store: false },
};

/** The fields that say something by themselves. */
const SAYING = (Object.keys(SAMPLES) as (keyof ChatRequest)[]).filter((key) => key !== "extraDialect");

describe("each field of a request", () => {
  test.each(SAYING)("%s is carried, reported or refused, as the table says", (key) => {
    const { how } = REQUEST_FIELDS[key];
    const refuses = how === "refused" || key === "n" || key === "modalities";
    const encode = () => encoded({ [key]: SAMPLES[key] });
    if (refuses) {
      expect(encode).toThrow(expect.objectContaining({ code: "unsupported_request", fault: "request", field: key }));
      return;
    }
    const { body, adaptations } = encode();
    const isCarried = JSON.stringify(body) !== JSON.stringify(encoded({}).body) || key === "messages";
    expect(isCarried).toBe(how !== "left out");
    expect(adaptations.map(({ field }) => field)).toEqual(how === "left out" ? [key] : []);
    if (how === "same") expect(body[key]).toEqual(SAMPLES[key]);
  });

  test("that no request has is reported, not lost", () => {
    const unknown: object = { verbosity: "low" };
    expect(encoded({ ...unknown }).adaptations).toMatchObject([{ field: "verbosity" }]);
  });

  test("that says nothing needs no word of ours", () => {
    const { body, adaptations } = encoded({ n: 1, stop: [], seed: null, modalities: ["text"], presence_penalty: 0 });
    expect(body).toEqual({ model: "gpt-5", input: [{ role: "user", content: "Hello" }] });
    expect(adaptations).toEqual([]);
  });
});

describe("a request", () => {
  test("has functions without a wrapping, not strict unless asked", () => {
    const parameters = { type: "object", properties: {} };
    const { body } = encoded({
      tools: [
        { type: "function", function: { name: "f", description: "d", parameters } },
        { type: "function", function: { name: "g", parameters, strict: true } },
        { type: "native", dialect: "openai-responses", value: { type: "web_search" } },
      ],
      tool_choice: {
        type: "allowed_tools",
        allowed_tools: { mode: "auto", tools: [{ type: "function", function: { name: "f" } }] },
      },
    });
    expect(body.tools).toEqual([
      { type: "function", name: "f", description: "d", parameters, strict: false },
      { type: "function", name: "g", parameters, strict: true },
      { type: "web_search" },
    ]);
    expect(body.tool_choice).toEqual({ type: "allowed_tools", mode: "auto", tools: [{ type: "function", name: "f" }] });
    expect(encoded({ tool_choice: { type: "function", function: { name: "f" } } }).body.tool_choice).toEqual({
      type: "function",
      name: "f",
    });
  });

  test("joins what a provider's own fields add to text, reasoning and include", () => {
    const { body } = encoded({
      response_format: { type: "json_schema", json_schema: { name: "s", schema: { type: "object" }, strict: true } },
      reasoning_effort: "high",
      logprobs: true,
      extra: {
        text: { verbosity: "low" },
        reasoning: { summary: "auto" },
        include: ["reasoning.encrypted_content"],
        store: false,
      },
    });
    expect(body).toMatchObject({
      text: { format: { type: "json_schema", name: "s", schema: { type: "object" }, strict: true }, verbosity: "low" },
      reasoning: { effort: "high", summary: "auto" },
      include: ["reasoning.encrypted_content", "message.output_text.logprobs"],
      store: false,
    });
  });

  test("has parts, calls and answers as items", () => {
    const call = { id: "call_1", type: "function" as const, function: { name: "f", arguments: "{}" } };
    const pdf = "data:application/pdf;base64,JVBERg==";
    const { body, adaptations } = encoded({
      messages: [
        { role: "system", content: "Be brief." },
        {
          role: "user",
          content: [
            { type: "text", text: "Look" },
            { type: "image_url", image_url: { url: "https://a.example/b.png", detail: "low" } },
            { type: "file", file: { file_data: pdf, filename: "a.pdf" } },
            { type: "file", file: { file_data: "https://a.example/c.pdf" } },
            { type: "file", file: { file_data: pdf } },
          ],
        },
        { role: "assistant", content: null, tool_calls: [call] },
        { role: "tool", tool_call_id: "call_1", content: [{ type: "text", text: "42" }] },
        { role: "assistant", content: "Done." },
      ],
    });
    expect(body.instructions).toBe("Be brief.");
    expect(body.input).toEqual([
      {
        role: "user",
        content: [
          { type: "input_text", text: "Look" },
          { type: "input_image", image_url: "https://a.example/b.png", detail: "low" },
          { type: "input_file", file_data: pdf, filename: "a.pdf" },
          { type: "input_file", file_url: "https://a.example/c.pdf" },
          { type: "input_file", file_data: pdf, filename: "file.pdf" },
        ],
      },
      { type: "function_call", call_id: "call_1", name: "f", arguments: "{}" },
      { type: "function_call_output", call_id: "call_1", output: [{ type: "input_text", text: "42" }] },
      { role: "assistant", content: "Done." },
    ]);
    expect(adaptations.map(({ field }) => field)).toEqual(["messages[1].content[4].file.filename"]);
  });

  test.each<[string, ChatMessage, string]>([
    [
      "sound",
      { role: "user", content: [{ type: "input_audio", input_audio: { data: "", format: "wav" } }] },
      "messages[0].content[0]",
    ],
    [
      "another dialect's part",
      { role: "user", content: [{ type: "native", dialect: "google", value: {} }] },
      "messages[0].content[0]",
    ],
    [
      "an image of the assistant's",
      { role: "assistant", content: [{ type: "image_url", image_url: { url: "data:," } }] },
      "messages[0].content[0]",
    ],
    ["a spoken answer", { role: "assistant", audio: { id: "audio_1" } }, "messages[0].audio"],
  ])("with %s is refused, naming the place", (_, message, field) => {
    expect(() => encoded({ messages: [message] })).toThrow(
      expect.objectContaining({ code: "unsupported_request", field }),
    );
  });

  test("with an image is refused for a model that is known not to see", () => {
    const messages: ChatMessage[] = [{ role: "user", content: [{ type: "image_url", image_url: { url: "data:," } }] }];
    for (const facts of [{ capabilities: { vision: false } }, { modalities: { input: ["text"] } }]) {
      expect(() => encoded({ messages }, facts)).toThrow(expect.objectContaining({ code: "unsupported_request" }));
    }
    expect(encoded({ messages }, { capabilities: { vision: null } }).adaptations).toEqual([]);
  });

  test("reports what travels with a part and means nothing here, and thoughts of other providers", () => {
    const { body, adaptations } = encoded({
      messages: [
        { role: "user", name: "ann", content: [{ type: "text", text: "a", cache_control: { type: "ephemeral" } }] },
        {
          role: "assistant",
          content: "b",
          reasoning_details: [{ type: "text", dialect: "anthropic", text: "Hm", signature: "s" }],
        },
      ],
    });
    expect(JSON.stringify(body)).not.toMatch(/cache_control|ann|Hm/);
    expect(adaptations.map(({ field }) => field)).toEqual([
      "messages[0].content[0].cache_control",
      "messages[0].name",
      "messages[1].reasoning_details",
    ]);
  });
});
