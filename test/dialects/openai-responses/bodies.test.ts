import { describe, expect, test } from "vitest";
import { openaiResponses } from "../../../src/dialects/openai-responses.ts";
import { contextOf } from "./support/recordings.ts";

describe("a body that was sent to /responses", () => {
  test.each([
    {
      model: "m",
      input: [{ role: "user", content: "a" }],
      stream: true,
      store: false,
      truncation: "auto",
      temperature: null,
    },
    {
      model: "m",
      instructions: "x",
      input: [{ role: "system", content: "y" }],
      text: { verbosity: "low" },
      reasoning: { summary: "auto" },
    },
    {
      model: "m",
      previous_response_id: "r",
      input: [{ type: "mcp_approval_response", approval_request_id: "q", approve: true }],
    },
    {
      model: "m",
      input: [
        { type: "item_reference", id: "rs_1" },
        { role: "assistant", content: "b" },
      ],
    },
    {
      model: "m",
      input: [
        { role: "assistant", content: "one" },
        { type: "function_call", call_id: "a", name: "f", arguments: "{}" },
        { role: "assistant", content: "two" },
        { type: "function_call", call_id: "b", name: "f", arguments: "{}", id: "fc_b", status: "completed" },
        { type: "function_call_output", call_id: "a", output: "1" },
        { type: "custom_tool_call_output", call_id: "c", output: "2" },
        {
          role: "user",
          content: [
            { type: "input_image", file_id: "file_1", detail: "auto" },
            { type: "input_file", file_id: "file_2" },
          ],
        },
      ],
      tools: [
        { type: "function", name: "f", parameters: null },
        { type: "custom", name: "c" },
      ],
      tool_choice: { type: "web_search_preview" },
      include: ["message.output_text.logprobs", "reasoning.encrypted_content"],
      metadata: { a: "b" },
      max_output_tokens: 50,
    },
  ])("comes out as it was put: %j", (body) => {
    const { request, model = "", stream } = openaiResponses.decodeRequest(body);
    const again = openaiResponses.encodeRequest(request, contextOf(stream, model));
    const [first, ...tools] = "tools" in body ? (body.tools ?? []) : [];
    // A function without parameters is one with an empty object of them.
    const expected =
      first === undefined
        ? body
        : { ...body, tools: [{ ...first, parameters: { type: "object", properties: {} } }, ...tools] };
    expect(again.body).toEqual(expected);
    expect(openaiResponses.decodeRequest(again.body).request).toMatchObject({ messages: request.messages });
  });

  test("keeps calls of one turn in one message, so that every dialect finds their answers", () => {
    const call = (id: string) => ({ type: "function_call", call_id: id, name: "f", arguments: "{}" });
    const { request } = openaiResponses.decodeRequest({
      input: [{ role: "user", content: "a" }, call("1"), call("2")],
    });
    expect(request.messages.map(({ role }) => role)).toEqual(["user", "assistant"]);
    expect(request.messages[1]?.tool_calls).toHaveLength(2);
  });

  test.each([null, "x", []])("is no %j", (body) => {
    expect(() => openaiResponses.decodeRequest(body)).toThrow(expect.objectContaining({ code: "invalid_request" }));
  });

  test("of nonsense is read without a fault of ours", () => {
    const input = [
      null,
      4,
      {},
      { type: "message", role: "user" },
      { type: "function_call_output" },
      { type: "reasoning" },
    ];
    const body = {
      model: 4,
      input,
      tools: [null, 3],
      tool_choice: 5,
      text: null,
      reasoning: "x",
      metadata: [],
      include: {},
    };
    const { request, model, stream } = openaiResponses.decodeRequest(body);
    expect([model, stream]).toEqual([undefined, false]);
    expect(request.extra).toMatchObject({ tool_choice: 5, reasoning: "x" });
  });
});
