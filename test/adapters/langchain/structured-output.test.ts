import { describe, expect, it } from "vitest";
import { z } from "zod";
import * as z3 from "zod/v3";
import { isStrict } from "../../../src/adapters/langchain/is-strict.ts";
import { ABLE, allOf, aModel } from "../support/a-model.ts";

const Person = z.object({ name: z.string(), age: z.number() });
const ADA = { name: "Ada", age: 36 };
const PLAIN = {
  title: "person",
  type: "object",
  properties: { name: { type: "string" }, age: { type: "number" } },
  required: ["name"],
};

describe("withStructuredOutput", () => {
  it("asks for the schema where a target can keep to one, strictly where the schema allows it", async () => {
    const { model, request } = await aModel({ a: { json: ADA } });
    expect(await model.withStructuredOutput(Person, { name: "person" }).invoke("who")).toEqual(ADA);
    expect(request().response_format).toMatchObject({
      type: "json_schema",
      json_schema: { name: "person", strict: true, schema: { required: ["name", "age"] } },
    });
    expect(request().tools).toBeUndefined();
  });

  it("asks for the call of a tool where no target can keep to a schema, streams too", async () => {
    const facts = { ...ABLE, capabilities: { tools: true, jsonSchema: false } };
    const { model, request, backends } = await aModel(
      { a: { toolCalls: [{ name: "person", arguments: ADA }] } },
      { facts },
    );
    const structured = model.withStructuredOutput(Person, { name: "person" });
    expect(await structured.invoke("who")).toEqual(ADA);
    expect(request()).toMatchObject({
      tools: [{ function: { name: "person" } }],
      tool_choice: { function: { name: "person" } },
    });
    expect(request().response_format).toBeUndefined();
    expect(await allOf(await structured.stream("who"))).toEqual([ADA]);
    expect(backends.a?.calls).toHaveLength(2);
  });

  it("takes the tool at once where the profile says that no schema is kept to, and the method that is asked for", async () => {
    const called = { toolCalls: [{ name: "extract", arguments: ADA }] };
    const known = await aModel({ a: called }, { profile: { structuredOutput: false } });
    expect(await known.model.withStructuredOutput(Person).invoke("who")).toEqual(ADA);
    expect(known.request().response_format).toBeUndefined();
    const asked = await aModel({ a: called });
    await asked.model.withStructuredOutput(Person, { method: "functionCalling", strict: true }).invoke("who");
    expect(asked.request().tools).toMatchObject([{ function: { strict: true } }]);
    expect(() => asked.model.withStructuredOutput(Person, { method: "magic" })).toThrow(/method: expected jsonSchema/);
  });

  it("says that nothing can do it where neither a schema nor a tool is possible", async () => {
    const { model } = await aModel(
      { a: {} },
      { facts: { ...ABLE, capabilities: { tools: false, jsonSchema: false } } },
    );
    await expect(model.withStructuredOutput(Person).invoke("who")).rejects.toMatchObject({ code: "no_target" });
  });

  it("refuses what does not keep to the schema, and with includeRaw shows it", async () => {
    const { model } = await aModel({ a: { json: { name: "Ada", age: "old" } } });
    await expect(model.withStructuredOutput(Person).invoke("who")).rejects.toThrow(/does not keep to its schema/);
    const { raw, parsed } = await model.withStructuredOutput(Person, { includeRaw: true }).invoke("who");
    expect(parsed).toBeNull();
    expect(raw.content).toBe('{"name":"Ada","age":"old"}');
  });

  it("says when the answer was cut, or is no JSON", async () => {
    const { model } = await aModel({ a: { text: '{"name": "A', finishReason: "length" } });
    await expect(model.withStructuredOutput(Person).invoke("who")).rejects.toThrow(/no JSON.*limit of tokens/);
    await expect(allOf(await model.withStructuredOutput(PLAIN).stream("who"))).rejects.toThrow(/no JSON/);
  });

  it("reads JSON within a fence, and fences within JSON", async () => {
    const value = { name: "```json {} ```", age: 1 };
    const { model } = await aModel({ a: [{ text: `\`\`\`json\n${JSON.stringify(ADA)}\n\`\`\`` }, { json: value }] });
    expect(await model.withStructuredOutput(Person).invoke("who")).toEqual(ADA);
    expect(await model.withStructuredOutput(Person).invoke("who")).toEqual(value);
  });

  it("takes zod 3, JSON Schema and functions in OpenAI's words, whose names count", async () => {
    const forms = [
      [z3.object({ name: z3.string(), age: z3.number() }), "extract"],
      [PLAIN, "person"],
      [{ name: "human", description: "a human", parameters: PLAIN }, "human"],
    ] as const;
    for (const [form, name] of forms) {
      const { model, request } = await aModel({ a: { json: ADA } });
      expect(await model.withStructuredOutput<typeof ADA>(form as Record<string, unknown>).invoke("who")).toEqual(ADA);
      expect(request().response_format).toMatchObject({ json_schema: { name, schema: { type: "object" } } });
    }
  });

  it("streams what it cannot check as it grows, and what it can as a whole", async () => {
    const { model } = await aModel({ a: { pieces: ['{"name": "A', 'da", ', '"age": 36}'], text: "" } });
    expect(await allOf(await model.withStructuredOutput(PLAIN).stream("who"))).toEqual([
      { name: "A" },
      { name: "Ada" },
      ADA,
    ]);
    expect(await allOf(await model.withStructuredOutput(Person).stream("who"))).toEqual([ADA]);
  });
});

describe("isStrict", () => {
  const closed = {
    type: "object",
    properties: { a: { type: "string" } },
    required: ["a"],
    additionalProperties: false,
  };
  it.each([
    ["an object with nothing optional", closed, true],
    ["an optional field", { ...closed, required: [] }, false],
    ["more fields than are named", { ...closed, additionalProperties: true }, false],
    [
      "an open object deep within",
      { ...closed, properties: { a: { type: "array", items: { type: "object" } } } },
      false,
    ],
    ["a choice of closed ones", { ...closed, properties: { a: { anyOf: [closed, { type: "null" }] } } }, true],
    ["a definition that is open", { ...closed, $defs: { x: { type: "object", properties: {} } } }, false],
    ["what OpenAI has no words for", { ...closed, properties: { a: { oneOf: [closed] } } }, false],
  ])("%s", (_name, schema, expected) => {
    expect(isStrict(schema)).toBe(expected);
  });
});
