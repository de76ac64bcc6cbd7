import { describe, expect, test } from "vitest";
import { google } from "../../../src/dialects/google.ts";
import { contextFor } from "./support/contexts.ts";

const url = "https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash:generateContent";
const read = (body: unknown, at = url) => google.decodeRequest(body, at);

test("model and streaming stand in the address", () => {
  expect(read({})).toMatchObject({ model: "gemini-2.5-flash", stream: false });
  const stream =
    "https://aiplatform.googleapis.com/v1/projects/p/locations/l/publishers/google/models/gemini-3-pro:streamGenerateContent?alt=sse";
  expect(read({}, stream)).toMatchObject({ model: "gemini-3-pro", stream: true });
  expect(google.decodeRequest({ model: "models/x" })).toMatchObject({ model: "x", stream: false });
});

test("a body is read in our words, whichever of Google's spellings it has", () => {
  const body = {
    system_instruction: { role: "user", parts: [{ text: "Be brief." }] },
    contents: [
      { parts: [{ text: "What is it?" }, { inline_data: { mime_type: "image/png", data: "_-8=" } }] },
      { role: "model", parts: [{ text: "Hm.", thought: true }, { function_call: { name: "look", args: { at: 1 } } }] },
      {
        role: "user",
        parts: [{ function_response: { name: "look", response: { output: "A cat." } } }, { text: "And?" }],
      },
    ],
    generation_config: {
      max_output_tokens: 5,
      top_k: 3,
      stop_sequences: ["x"],
      candidate_count: 2,
      media_resolution: "LOW",
    },
    safety_settings: null,
    tool_config: { function_calling_config: { mode: "ANY", allowed_function_names: ["look"] } },
    tools: [
      { google_search: {}, function_declarations: [{ name: "look", parameters_json_schema: { type: "object" } }] },
    ],
  };
  expect(read(body).request).toEqual({
    messages: [
      { role: "system", content: "Be brief." },
      {
        role: "user",
        content: [
          { type: "text", text: "What is it?" },
          { type: "image_url", image_url: { url: "data:image/png;base64,/+8=" } },
        ],
      },
      {
        role: "assistant",
        content: null,
        tool_calls: [{ id: "gcall_0", type: "function", function: { name: "look", arguments: '{"at":1}' } }],
        reasoning_details: [{ type: "text", dialect: "google", text: "Hm." }],
      },
      { role: "tool", tool_call_id: "gcall_0", content: "A cat." },
      { role: "user", content: "And?" },
    ],
    tools: [
      { type: "function", function: { name: "look", parameters: { type: "object" } } },
      { type: "native", dialect: "google", value: { googleSearch: {} } },
    ],
    tool_choice: { type: "function", function: { name: "look" } },
    max_tokens: 5,
    top_k: 3,
    stop: ["x"],
    n: 2,
    extraDialect: "google",
    extra: { generationConfig: { mediaResolution: "LOW" } },
  });
});

test("schemas in Google's form of OpenAPI become JSON Schema for others, and go back to Google as they came", () => {
  const schema = {
    type: "OBJECT",
    properties: {
      a: { type: "STRING", nullable: true, enum: ["x"], format: "enum" },
      b: { type: "ARRAY", items: { type: "INTEGER" }, maxItems: "3" },
      c: { anyOf: [{ type: "NUMBER" }], nullable: true },
    },
    required: ["a"],
    title: "My answer",
  };
  const asJsonSchema = {
    type: "object",
    properties: {
      a: { type: ["string", "null"], enum: ["x", null] },
      b: { type: "array", items: { type: "integer" }, maxItems: 3 },
      c: { anyOf: [{ type: "number" }, { type: "null" }] },
    },
    required: ["a"],
    title: "My answer",
  };
  const body = {
    contents: [{ role: "user", parts: [{ text: "hi" }] }],
    tools: [{ functionDeclarations: [{ name: "f", parameters: schema }] }],
    generationConfig: { responseMimeType: "application/json", responseSchema: schema },
  };
  const { request } = read(body);
  expect(request.tools).toMatchObject([{ function: { parameters: asJsonSchema } }]);
  expect(request.response_format).toEqual({
    type: "json_schema",
    json_schema: { name: "My_answer", schema: asJsonSchema },
  });
  expect(google.encodeRequest(request, contextFor("gemini-2.5-flash")).body).toEqual(body);
});

describe("results find their calls", () => {
  const call = (name: string, id?: string) => ({ functionCall: { name, args: {}, ...(id && { id }) } });
  const result = (name: string, id?: string) => ({
    functionResponse: { name, response: { output: name }, ...(id && { id }) },
  });
  const idsOf = (calls: object[], results: object[]) =>
    read({
      contents: [
        { role: "model", parts: calls },
        { role: "user", parts: results },
      ],
    }).request.messages.flatMap((message) => (message.role === "tool" ? [[message.tool_call_id, message.name]] : []));

  test("by id, or by name in their order", () => {
    expect(idsOf([call("f"), call("g"), call("f")], [result("g"), result("f"), result("f")])).toEqual([
      ["gcall_1", undefined],
      ["gcall_0", undefined],
      ["gcall_2", undefined],
    ]);
    expect(idsOf([call("f", "b"), call("f", "a")], [result("f", "a"), result("f", "b")])).toEqual([
      ["a", undefined],
      ["b", undefined],
    ]);
  });

  test("or keep their name where there is none", () => {
    expect(idsOf([], [result("f"), result("g", "z")])).toEqual([
      ["gcall_0", "f"],
      ["z", "g"],
    ]);
  });
});

test.each([
  [{ mode: "AUTO" }, "auto"],
  [{ mode: "NONE" }, "none"],
  [{ mode: "ANY" }, "required"],
])("the choice %j is %s", (functionCallingConfig, choice) => {
  expect(read({ toolConfig: { functionCallingConfig } }).request.tool_choice).toBe(choice);
});

test("a choice we have no word for stays Google's", () => {
  const toolConfig = { functionCallingConfig: { mode: "VALIDATED" }, retrievalConfig: {} };
  expect(read({ toolConfig }).request).toEqual({ messages: [], extra: { toolConfig }, extraDialect: "google" });
});

test.each([
  null,
  "x",
  [],
  7,
  { contents: "x" },
  { contents: [null, { parts: 3 }, { role: "model" }] },
  { tools: [3, {}], generationConfig: 7 },
])("%j is read as far as it goes", (body) => {
  expect(() => read(body)).not.toThrow();
});
