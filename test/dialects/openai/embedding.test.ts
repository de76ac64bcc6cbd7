import OpenAI from "openai";
import { expect, test } from "vitest";
import { embedding } from "../../../src/dialects/openai/embedding.ts";
import { startReplay } from "../../support/recorded-calls.ts";
import { contextFor } from "./support/recordings.ts";

const VECTORS = [
  [0.5, -0.25, 1],
  [0.1, 0.2, 0.3],
];
const asBase64 = (vector: number[]) => Buffer.from(new Float32Array(vector).buffer).toString("base64");
const body = (rows: object[]) => ({
  object: "list",
  model: "m-1",
  data: rows,
  usage: { prompt_tokens: 4, total_tokens: 4 },
});

test("texts, dimensions and user go out under their names; OpenAI is asked for base64", () => {
  const request = { input: ["a", "b"], dimensions: 3, user: "u" };
  expect(embedding.encode(request, contextFor("openai", false, "m"))).toEqual({
    path: "embeddings",
    body: { model: "m", ...request, encoding_format: "base64" },
    adaptations: [],
  });
  expect(embedding.encode({ input: "a" }, contextFor("my-own", false, "m")).body).toEqual({ model: "m", input: "a" });
});

test("what a provider does not take is told, or goes out under its own name", () => {
  const { body: sent, adaptations } = embedding.encode(
    { input: "a", dimensions: 3, user: "u", task: "query" },
    contextFor("mistral"),
  );
  expect(sent).toMatchObject({ output_dimension: 3 });
  expect(adaptations.map(({ field }) => field)).toEqual(["user", "task"]);
});

test("vectors come in the order of their texts, as numbers or as base64", () => {
  const rows = [1, 0].map((index) => ({ index, embedding: VECTORS[index] }));
  const read = embedding.decode(body(rows), contextFor("openai"));
  expect(read).toMatchObject({ embeddings: VECTORS, modelServed: "m-1", usage: { totalInput: 4, totalOutput: 0 } });
});

test("base64 is read as the official client reads it", async () => {
  const rows = VECTORS.map((vector, index) => ({ index, embedding: asBase64(vector) }));
  const answer = Buffer.from(JSON.stringify(body(rows)));
  await using replay = await startReplay({ response: { status: 200, headers: {}, body: answer } });
  const client = new OpenAI({ apiKey: "judge", baseURL: replay.url, maxRetries: 0 });
  const judged = await client.embeddings.create({ model: "m", input: ["a", "b"] });
  expect(embedding.decode(body(rows), contextFor("openai")).embeddings).toEqual(
    judged.data.map((row) => row.embedding),
  );
});

test.each([
  ["no list", {}],
  ["a row without a vector", body([{ index: 0 }])],
  ["a vector of words", body([{ index: 0, embedding: ["a"] }])],
  ["bytes that are no floats", body([{ index: 0, embedding: "AAA=" }])],
  [
    "one vector twice",
    body([
      { index: 0, embedding: [1] },
      { index: 0, embedding: [2] },
    ]),
  ],
  ["a vector for a text there is not", body([{ index: 5, embedding: [1] }])],
])("%s is a malformed answer", (_, answer) => {
  expect(() => embedding.decode(answer, contextFor("openai"))).toThrowError(
    expect.objectContaining({ code: "malformed_answer" }),
  );
});
