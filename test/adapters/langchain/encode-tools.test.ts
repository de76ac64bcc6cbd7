import { tool } from "@langchain/core/tools";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import * as z3 from "zod/v3";
import { encodeToolChoice, encodeTools, type GivenTool } from "../../../src/adapters/langchain/encode-tools.ts";

const parameters = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };
const fn = { name: "weather", description: "Weather" };

describe("tools", () => {
  it.each<[string, GivenTool]>([
    ["of LangChain with zod 4", tool(async () => "", { ...fn, schema: z.object({ city: z.string() }) })],
    ["of LangChain with zod 3", tool(async () => "", { ...fn, schema: z3.object({ city: z3.string() }) as never })],
    ["of LangChain with JSON Schema", tool(async () => "", { ...fn, schema: parameters as never })],
    ["as name and schema alone", { ...fn, schema: z.object({ city: z.string() }) }],
    ["in OpenAI's words", { type: "function", function: { ...fn, parameters } }],
    ["as OpenAI's function alone", { ...fn, parameters }],
    ["in Anthropic's words", { ...fn, input_schema: parameters }],
  ])("%s", (_name, given) => {
    expect(encodeTools([given])).toMatchObject([{ type: "function", function: { ...fn, parameters } }]);
    expect(encodeTools([given], true)).toMatchObject([{ function: { strict: true } }]);
  });

  it("of a dialect's own pass as they are", () => {
    const native = { type: "native", dialect: "openai", value: { type: "web_search" } } as const;
    expect(encodeTools([native], true)).toEqual([native]);
  });

  it("that nobody knows are refused, with what to write", () => {
    expect(() => encodeTools([{ type: "web_search_preview" }])).toThrow(/tools\[0\].*"web_search_preview".*native/);
    expect(() => encodeTools([{}])).toThrow(/tools\[0\]: this is no tool/);
  });

  it("that were given are not changed", () => {
    const given = Object.freeze({ type: "function" as const, function: Object.freeze({ ...fn, parameters }) });
    encodeTools([given], true);
    expect(given.function).not.toHaveProperty("strict");
  });
});

describe("tool_choice", () => {
  const weather = { type: "function", function: { name: "weather" } };
  it.each([
    ["auto", "auto"],
    ["none", "none"],
    ["any", "required"],
    ["required", "required"],
    ["weather", weather],
    [weather, weather],
    [{ type: "tool", name: "weather" }, weather],
    [{ type: "any" }, "required"],
    [{ type: "auto" }, "auto"],
  ])("%j is %j", (given, expected) => {
    expect(encodeToolChoice(given)).toEqual(expected);
  });

  it("of no known shape is refused", () => {
    expect(() => encodeToolChoice({ type: "maybe" })).toThrow(/tool_choice/);
  });
});
