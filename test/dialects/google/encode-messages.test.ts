import { describe, expect, test } from "vitest";
import type { ContentPart } from "../../../src/chat.ts";
import { encode, user, withPart } from "./support/encode.ts";

describe("messages", () => {
  test("become turns, with instructions apart and the results of one turn together", () => {
    const call = (id: string, name: string) => ({ id, type: "function" as const, function: { name, arguments: "{}" } });
    const { body, fields } = encode({
      messages: [
        { role: "system", content: "Be brief." },
        { role: "developer", content: [{ type: "text", text: "Be kind." }] },
        user,
        { role: "assistant", content: null, tool_calls: [call("gcall_r_0", "sun"), call("abc", "moon")] },
        { role: "tool", tool_call_id: "abc", content: '{"phase":"full"}' },
        { role: "tool", tool_call_id: "gcall_r_0", content: "up" },
        { role: "user", content: "so?" },
      ],
    });
    expect(body.systemInstruction).toEqual({ parts: [{ text: "Be brief." }, { text: "Be kind." }] });
    expect(body.contents).toEqual([
      { role: "user", parts: [{ text: "hi" }] },
      {
        role: "model",
        parts: [{ functionCall: { name: "sun", args: {} } }, { functionCall: { id: "abc", name: "moon", args: {} } }],
      },
      {
        role: "user",
        parts: [
          { functionResponse: { id: "abc", name: "moon", response: { phase: "full" } } },
          { functionResponse: { name: "sun", response: { output: "up" } } },
        ],
      },
      { role: "user", parts: [{ text: "so?" }] },
    ]);
    expect(fields).toEqual([]);
  });

  test("with instructions in the middle, or no turn at all, are bent and that is told", () => {
    expect(encode({ messages: [user, { role: "system", content: "Late." }] }).fields).toEqual(["messages[1]"]);
    expect(encode({ messages: [{ role: "system", content: "Alone." }] })).toMatchObject({
      body: { contents: [{ role: "user", parts: [{ text: "" }] }] },
      fields: ["messages"],
    });
  });

  test("that make no sense are refused by their field", () => {
    const orphan = { role: "tool", tool_call_id: "gone", content: "x" } as const;
    expect(() => encode({ messages: [user, orphan] })).toThrow("messages[1].tool_call_id: no earlier call");
    const broken = { id: "a", type: "function", function: { name: "f", arguments: "[1" } } as const;
    const said = { role: "assistant", tool_calls: [broken] } as const;
    expect(() => encode({ messages: [user, said] })).toThrow("messages[1].tool_calls[0].function.arguments");
    const foreign: ContentPart = { type: "native", dialect: "anthropic", value: {} };
    expect(() => withPart(foreign)).toThrow("messages[0].content[0]: a part in the words of anthropic");
  });

  test("keep numbers a result's JSON would lose", () => {
    const calls = [{ id: "a", type: "function" as const, function: { name: "f", arguments: "" } }];
    const content = '{"id":12345678901234567890}';
    const { body } = encode({
      messages: [
        { role: "assistant", tool_calls: calls },
        { role: "tool", tool_call_id: "a", content },
      ],
    });
    expect(JSON.stringify(body.contents)).toContain(JSON.stringify({ output: content }));
  });

  test("report what they carry for others", () => {
    const { fields } = encode({
      messages: [
        { role: "user", name: "Ann", content: [{ type: "text", text: "a", cache_control: { type: "ephemeral" } }] },
      ],
    });
    expect(fields).toEqual(["messages[0].name", "messages[0].content[0].cache_control"]);
  });

  test("of another model carry the signature Gemini 3 asks for, in the current turn alone", () => {
    const tool_calls = [{ id: "a", type: "function" as const, function: { name: "f", arguments: "{}" } }];
    const called = { role: "assistant" as const, tool_calls };
    const result = { role: "tool" as const, tool_call_id: "a", content: "1" };
    const now = encode({ messages: [user, called, result] }, "gemini-3-pro-preview");
    expect(JSON.stringify(now.body.contents)).toContain('"thoughtSignature":"skip_thought_signature_validator"');
    expect(now.fields).toEqual(["messages[1].tool_calls[0]"]);
    for (const request of [
      encode({ messages: [user, called, result, user] }, "gemini-3-pro-preview"),
      encode({ messages: [user, called, result] }, "gemini-2.5-pro"),
    ]) {
      expect(JSON.stringify(request.body.contents)).not.toContain("thoughtSignature");
    }
  });
});
