import OpenAI from "openai";
import { expect, test } from "vitest";
import { moderation } from "../../../src/dialects/openai/moderation.ts";
import type { ModerationPart } from "../../../src/moderation.ts";
import { startReplay } from "../../support/recorded-calls.ts";
import { contextFor } from "./support/recordings.ts";

const openai = contextFor("openai", false, "m");
const mistral = contextFor("mistral", false, "m");
const PARTS: readonly ModerationPart[] = [
  { type: "text", text: "what is" },
  { type: "text", text: "this?" },
];
const IMAGE: ModerationPart = { type: "image_url", image_url: { url: "https://example.com/a.png" } };

/** As OpenAI answers. */
const BODY = {
  id: "modr-970d409ef3bef3b70c73d8232df86e7d",
  model: "omni-moderation-2024-09-26",
  results: [
    {
      flagged: true,
      categories: { violence: true, illicit: null, "self-harm": false },
      category_scores: { violence: 0.97, illicit: 0.0001, "self-harm": 0.02 },
      category_applied_input_types: { violence: ["text", "image"], illicit: [], "self-harm": ["text"] },
    },
  ],
};

test.each([["a text"], [["a", "b"]], [[...PARTS, IMAGE]]])("%j goes out as it is", (input) => {
  expect(moderation.encode({ input, extra: { metadata: { a: 1 } } }, openai)).toEqual({
    path: "moderations",
    body: { model: "m", input, metadata: { a: 1 } },
    adaptations: [],
  });
});

test("Mistral gets parts as one text, and is not asked about an image", () => {
  const { body, adaptations } = moderation.encode({ input: PARTS }, mistral);
  expect(body).toEqual({ model: "m", input: "what is\nthis?" });
  expect(adaptations.map(({ field }) => field)).toEqual(["input"]);
  expect(moderation.encode({ input: ["a", "b"] }, mistral)).toMatchObject({
    body: { input: ["a", "b"] },
    adaptations: [],
  });
  expect(() => moderation.encode({ input: [...PARTS, IMAGE] }, mistral)).toThrowError(
    expect.objectContaining({ code: "unsupported_request", field: "input[2]" }),
  );
});

test("what was found is read as the official client reads it", async () => {
  const answer = Buffer.from(JSON.stringify(BODY));
  await using replay = await startReplay({ response: { status: 200, headers: {}, body: answer } });
  const client = new OpenAI({ apiKey: "judge", baseURL: replay.url, maxRetries: 0 });
  const [judged] = (await client.moderations.create({ input: "a" })).results;
  const read = moderation.decode(BODY, openai);
  expect(read).toEqual({
    modelServed: BODY.model,
    results: [
      {
        flagged: judged?.flagged,
        categories: judged?.categories,
        scores: judged?.category_scores,
        inputTypes: judged?.category_applied_input_types,
      },
    ],
  });
});

test("Mistral's answer has no word for the whole: it is flagged where a category is, and tells what was used", () => {
  const results = [
    { categories: { pii: false, health: true }, category_scores: { pii: 0.0001, health: 0.98 } },
    { categories: { pii: false, health: false }, category_scores: { pii: 0.0001, health: 0.01 } },
  ];
  const usage = { prompt_tokens: 9, total_tokens: 9, completion_tokens: 0 };
  const read = moderation.decode({ id: "1", model: "mistral-moderation-2411", results, usage }, mistral);
  expect(read).toMatchObject({ modelServed: "mistral-moderation-2411", usage: { totalInput: 9, totalOutput: 0 } });
  expect(read.results.map(({ flagged }) => flagged)).toEqual([true, false]);
});

test.each([
  ["a category nobody told of", { categories: { pii: false, health: null } }],
  ["a category that is no yes or no", { categories: { pii: false, health: "no" } }],
  ["no category", { category_scores: { pii: 0.2 } }],
  ["a word that is none", { flagged: "false", categories: {} }],
])("with %s it is unknown whether anything is flagged, not false", (_, result) => {
  const [read] = moderation.decode({ results: [result] }, mistral).results;
  expect(read).not.toHaveProperty("flagged");
});

test("a provider's own word for the whole stands, whatever its categories are", () => {
  const results = [{ flagged: false, categories: { a: true } }];
  expect(moderation.decode({ results }, openai).results[0]?.flagged).toBe(false);
});

test("a category's name changes nothing but what is told of it", () => {
  const named = (value: unknown) => `{"__proto__":${JSON.stringify(value)},"constructor":${JSON.stringify(value)}}`;
  const row = `{"flagged":true,"categories":${named(true)},"category_applied_input_types":${named(["text"])}}`;
  const [read] = moderation.decode({ results: [JSON.parse(row)] }, openai).results;
  expect(Object.entries(read?.categories ?? {})).toEqual([["constructor", true]]);
  expect(Object.entries(read?.inputTypes ?? {})).toEqual([["constructor", ["text"]]]);
  expect(Object.getPrototypeOf(read?.inputTypes)).toBe(Object.prototype);
});

test.each([[{}], [{ results: [] }], [{ results: [{}] }], [{ results: [null] }], [null], [[]]])(
  "%j is no answer",
  (body) => {
    expect(() => moderation.decode(body, openai)).toThrowError(expect.objectContaining({ code: "malformed_answer" }));
  },
);
