import { describe, expect, it } from "vitest";
import { renameModel } from "../../src/dialect/rename-model.ts";

describe("the model's name in JSON", () => {
  it.each([
    ['{"model":"theirs","a":[1.0]}', '{"model":"ours","a":[1.0]}'],
    [
      '\n{ "id" : "x\\"y" , "n" : -1.5e+3,\n\t"is":true, "model" : "th\\\\" }',
      '\n{ "id" : "x\\"y" , "n" : -1.5e+3,\n\t"is":true, "model" : "ours" }',
    ],
    ['{"model":"theirs","content":"a \\"model\\" it is"}', '{"model":"ours","content":"a \\"model\\" it is"}'],
  ])("is replaced in %s, and nothing else", (json, expected) => {
    expect(renameModel(json, "ours")).toBe(expected);
  });

  it("is written as JSON writes it, whatever it is", () => {
    const name = 'a"$&$1\\b';
    expect(JSON.parse(renameModel('{"model":"theirs"}', name) ?? "")).toEqual({ model: name });
  });

  it.each([
    '{"a":{"model":"deep"}}',
    '{"a":["model"],"model":"theirs"}',
    '{"model":"theirs","a":{"model":"deep"}}',
    '{"model":"theirs","model":"again"}',
    '{"model":7}',
    '["model","theirs"]',
    '"model"',
    `{"id":"${"x".repeat(2_000)}","model":"theirs"}`,
  ])("is left alone where it might be another's: %s", (json) => {
    expect(renameModel(json, "ours")).toBeUndefined();
  });

  it("is looked for in no more time than a short look takes, whatever stands there", () => {
    const nasty = `{${'"a":"b",'.repeat(200_000)}`;
    const started = performance.now();
    expect(renameModel(nasty, "ours")).toBeUndefined();
    expect(performance.now() - started).toBeLessThan(100);
  });
});
