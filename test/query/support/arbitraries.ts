import fc from "fast-check";
import type { Model, ModelInput } from "../../../src/model.ts";
import type { Query } from "../../../src/query.ts";
import { modelWith } from "./model-with.ts";

const number = fc.integer({ min: 0, max: 4 });
const word = fc.constantFrom("a", "b", "Ab", "group:a");
const date = fc.constantFrom("2024-01-01", "2025", "2025-06-01T00:00:00Z");
const capability = fc.constantFrom("tools", "vision", "audio" as const);
const note = fc.oneof(
  number,
  word,
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.oneof(number, word), { maxLength: 2 }),
);

const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
const maybeNull = <Value>(value: fc.Arbitrary<Value>) => fc.oneof(value, fc.constant(null), fc.constant(undefined));

const price = fc.record({ input: maybeNull(number), output: maybeNull(number) });

/** Models of few different values, with much unknown and much that does not apply. */
export const anyModel: fc.Arbitrary<Model> = fc
  .record({
    name: word,
    provider: word,
    description: maybe(word),
    isLocal: fc.boolean(),
    contextWindow: maybeNull(number),
    tags: fc.uniqueArray(word, { maxLength: 3 }),
    aliases: fc.uniqueArray(word, { maxLength: 2 }),
    modalities: fc.record({ input: maybe(fc.array(word, { maxLength: 2 })) }),
    capabilities: fc.dictionary(capability, fc.oneof(fc.boolean(), fc.constant(null))),
    pricing: fc.tuple(price, maybe(fc.array(price, { maxLength: 2 }))).map(([now, tiers]) => ({ ...now, tiers })),
    customMetadata: fc.dictionary(fc.constantFrom("x", "y"), fc.oneof(note, fc.dictionary(fc.constant("z"), note))),
    createdAt: date,
    updatedAt: fc.constant("2025-01-01T00:00:00.000Z"),
  })
  .map((facts) => modelWith(JSON.parse(JSON.stringify(facts)) as ModelInput));

const joined = (part: fc.Arbitrary<unknown>) => {
  const parts = fc.array(part, { minLength: 1, maxLength: 3 });
  return [fc.record({ $and: parts }), fc.record({ $or: parts }), fc.record({ $nor: parts }), fc.record({ $not: part })];
};

/** Operators that suit values, one or two at a time, and joined. */
function conditionOn(value: fc.Arbitrary<unknown>, ...more: fc.Arbitrary<object>[]): fc.Arbitrary<unknown> {
  const orNull = fc.oneof({ weight: 4, arbitrary: value }, { weight: 1, arbitrary: fc.constant(null) });
  const one = fc.oneof(
    fc.record({ $eq: orNull }),
    fc.record({ $ne: orNull }),
    fc.record({ $in: fc.array(orNull, { maxLength: 3 }) }),
    fc.record({ $nin: fc.array(orNull, { maxLength: 3 }) }),
    fc.record({ $exists: fc.boolean() }),
    ...more,
  );
  const both = fc.tuple(one, one).map(([first, second]) => ({ ...first, ...second }));
  const { condition } = fc.letrec((tie) => ({
    condition: fc.oneof({ maxDepth: 2 }, orNull, one, both, ...joined(tie("condition"))),
  }));
  return condition;
}

const orders = (value: fc.Arbitrary<unknown>) => [
  fc.record({ $gt: value }),
  fc.record({ $gte: value, $lt: value }),
  fc.record({ $lt: value }),
  fc.record({ $lte: value }),
];
const part = fc.constantFrom("a", "B", "group", "");
const searches = [fc.record({ $contains: part }), fc.record({ $startsWith: part }), fc.record({ $endsWith: part })];
const lists = [
  fc.record({ $all: fc.array(word, { maxLength: 2 }) }),
  fc.record({ $size: fc.integer({ min: 0, max: 2 }) }),
  fc.record({ $contains: word }),
  fc.record({ $startsWith: part }),
];

const onNumber = conditionOn(number, ...orders(number));
const onWord = conditionOn(word, ...orders(word), ...searches);
const onList = conditionOn(word, ...lists);
const onFlag = conditionOn(fc.boolean());
const onNote = conditionOn(fc.oneof(number, word), ...orders(fc.oneof(number, word)), ...searches, ...lists);
const names = fc.array(capability, { maxLength: 2 });

const leaf = fc.oneof(
  fc.record({ contextWindow: onNumber }),
  fc.record({ "pricing.input": onNumber }),
  fc.record({ pricing: fc.record({ output: onNumber, "tiers.input": onNumber }, { requiredKeys: ["output"] }) }),
  fc.record({ pricing: fc.record({ $or: fc.tuple(fc.record({ input: onNumber }), fc.record({ output: onNumber })) }) }),
  fc.record({ provider: onWord, isLocal: onFlag }),
  fc.record({ description: onWord }),
  fc.record({ createdAt: conditionOn(date, ...orders(date), ...searches) }),
  fc.record({ tags: fc.oneof(onList, fc.array(word, { maxLength: 2 })) }),
  fc.record({ "modalities.input": onList }),
  fc.record({ capabilities: fc.oneof(capability, names, fc.dictionary(capability, onFlag, { minKeys: 1 })) }),
  fc.record({
    capabilities: fc.oneof(fc.record({ $in: names }), fc.record({ $nin: names }), fc.record({ $all: names })),
  }),
  fc.record({ "capabilities.tools": onFlag }),
  fc.record({ "customMetadata.x": onNote }),
  fc.record({ customMetadata: fc.record({ y: fc.record({ z: onNote }) }) }),
  fc.record({ minContext: number }),
  fc.record({ maxInputPrice: number, maxOutputPrice: number }, { requiredKeys: [] }),
  fc.record({ text: fc.constantFrom("a", "a b", "openai", "zz") }),
  fc.record({ group: fc.constantFrom("a", "b") }),
  fc.record({ local: fc.boolean() }),
  fc.record({
    unknown: fc.constantFrom("contextWindow", "capabilities.tools", "pricing.tiers.input", ["description"]),
  }),
);

/** Queries of every kind, nested. */
export const anyQuery: fc.Arbitrary<Query> = fc.letrec((tie) => ({
  query: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc.tuple(leaf, leaf).map(([first, second]) => ({ ...first, ...second })),
    fc.constant({}),
    ...joined(tie("query")),
    fc.tuple(leaf, fc.array(tie("query"), { minLength: 1, maxLength: 2 })).map(([one, $or]) => ({ ...one, $or })),
  ),
})).query as fc.Arbitrary<Query>;
