import { describe, expect, it } from "vitest";
import { findShorthand, SHORTHANDS } from "../src/query/shorthands.ts";
import { compileQuery, parseQuery, QUERY_FIELDS, QUERY_OPERATORS, type Query } from "../src/query.ts";
import { modelWith } from "./query/support/model-with.ts";

describe("a compiled query", () => {
  it("filters a list in its order, as its matches says", () => {
    const models = [3, 1, 2, undefined].map((window, index) =>
      modelWith({ id: `a/${index}`, ...(window !== undefined && { contextWindow: window }) }),
    );
    const { filter, matches } = compileQuery({ contextWindow: { $gte: 2 } });
    expect(filter(models).map(({ id }) => id)).toEqual(["a/0", "a/2"]);
    expect(filter(models)).toEqual(models.filter(matches));
  });

  it("names what an index can answer, of parts that must hold only", () => {
    const equalsOf = (query: Query) => compileQuery(query).equals;
    expect(equalsOf({ provider: "a", capabilities: ["tools"], tags: ["x"], group: "g" })).toEqual([
      { index: "provider", key: "a" },
      { index: "capability", key: "tools" },
      { index: "tag", key: "x" },
      { index: "tag", key: "group:g" },
    ]);
    expect(equalsOf({ $and: [{ provider: { $eq: "a" } }, { $or: [{ provider: { $in: ["b"] } }] }] })).toEqual([
      { index: "provider", key: "a" },
      { index: "provider", key: "b" },
    ]);
    expect(equalsOf({ $or: [{ provider: "a" }, { isLocal: true }] })).toEqual([]);
    expect(equalsOf({ $not: { provider: "a" }, capabilities: { tools: false }, tags: { $ne: "x" } })).toEqual([]);
    expect(equalsOf({ "customMetadata.provider": "a" })).toEqual([]);
  });

  it("knows the capabilities it is told of besides the usual ones", () => {
    const model = modelWith({ capabilities: { telepathy: true } });
    expect(compileQuery({ capabilities: ["telepathy"] }, { capabilities: ["telepathy"] }).matches(model)).toBe(true);
    expect(() => compileQuery({ capabilities: ["telepathy"] })).toThrow("unknown capability telepathy");
    expect(parseQuery({ capabilities: ["telepathy"] })).toEqual({ capabilities: ["telepathy"] });
  });
});

describe("the tables of fields and operators", () => {
  it("list fields that can be asked for, each with a type and a sentence", () => {
    for (const { name, type, description } of QUERY_FIELDS) {
      expect(type.length * description.length, name).toBeGreaterThan(0);
      if (findShorthand(name) !== undefined) continue;
      const path = name.replace("capabilities.*", "capabilities.tools").replace("*", "input");
      expect(compileQuery(parseQuery({ [path]: { $exists: false }, unknown: path })).equals, name).toEqual([]);
    }
  });

  it("list every shorthand", () => {
    const names = QUERY_FIELDS.map(({ name }) => name);
    for (const { name } of SHORTHANDS) expect(names).toContain(name);
  });

  it("list every operator that is understood", () => {
    const operands: Record<string, unknown> = { $size: 1, $exists: true, $all: ["x"], $in: ["x"], $nin: ["x"] };
    for (const { name } of QUERY_OPERATORS) {
      const operand = ["$and", "$or", "$nor"].includes(name) ? ["x"] : (operands[name] ?? "x");
      expect(() => parseQuery({ tags: { [name]: operand } }), name).not.toThrow();
    }
  });
});
