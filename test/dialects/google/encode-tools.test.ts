import { describe, expect, test } from "vitest";
import type { ChatRequest } from "../../../src/chat.ts";
import { encode } from "./support/encode.ts";

describe("tools", () => {
  const parameters = { type: "object", properties: { a: { type: "string", pattern: "^x" } } };

  test("are declared together, Google's own beside them", () => {
    const { body, fields } = encode({
      tools: [
        { type: "native", dialect: "google", value: { googleSearch: {} } },
        { type: "function", function: { name: "f", description: "does", parameters, strict: true } },
        { type: "function", function: { name: "g" } },
      ],
    });
    expect(body.tools).toEqual([
      { googleSearch: {} },
      { functionDeclarations: [{ name: "f", description: "does", parametersJsonSchema: parameters }, { name: "g" }] },
    ]);
    expect(fields).toEqual(["tools[1].function.strict", "tools[1].function.parameters"]);
  });

  test("of others are refused, and any for a model that calls none", () => {
    const native = { type: "native", dialect: "openai", value: { type: "web_search" } } as const;
    expect(() => encode({ tools: [native] })).toThrow("tools[0]: a tool in the words of openai");
    const facts = { capabilities: { tools: false } };
    const tools = [{ type: "function", function: { name: "f" } }] as const;
    expect(() => encode({ tools }, "gemma-3", { facts })).toThrow("tools[0]: gemma-3 calls no functions");
  });

  test.each<[ChatRequest["tool_choice"], object]>([
    ["auto", { mode: "AUTO" }],
    ["none", { mode: "NONE" }],
    ["required", { mode: "ANY" }],
    [
      { type: "function", function: { name: "f" } },
      { mode: "ANY", allowedFunctionNames: ["f"] },
    ],
    [
      {
        type: "allowed_tools",
        allowed_tools: {
          mode: "required",
          tools: [
            { type: "function", function: { name: "f" } },
            { type: "function", name: "g" },
          ],
        },
      },
      { mode: "ANY", allowedFunctionNames: ["f", "g"] },
    ],
    [
      {
        type: "allowed_tools",
        allowed_tools: { mode: "auto", tools: [{ type: "function", function: { name: "f" } }] },
      },
      { mode: "VALIDATED", allowedFunctionNames: ["f"] },
    ],
  ])("are chosen by %j", (tool_choice, functionCallingConfig) => {
    expect(encode({ ...(tool_choice && { tool_choice }) }).body.toolConfig).toEqual({ functionCallingConfig });
  });
});
