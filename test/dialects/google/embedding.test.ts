import { GoogleGenAI } from "@google/genai";
import { describe, expect, test } from "vitest";
import { google } from "../../../src/dialects/google.ts";
import type { EmbedRequest } from "../../../src/embedding.ts";
import type { Provider } from "../../../src/provider.ts";
import { startReplay } from "../../support/recorded-calls.ts";
import { contextFor, vertex } from "./support/contexts.ts";

const { embedding } = google;
if (embedding === undefined) throw new Error("the dialect embeds");
const encode = (request: EmbedRequest, model = "gemini-embedding-001", provider?: Provider) =>
  embedding.encode(request, contextFor(model, provider && { provider }));
const decode = (body: unknown) => embedding.decode(body, contextFor("gemini-embedding-001"));

test("is asked of the Gemini API in the words of the official client", async () => {
  const response = {
    status: 200,
    headers: {},
    body: Buffer.from('{"embeddings":[{"values":[0.5,1]},{"values":[2,3]}]}'),
  };
  await using replay = await startReplay({ response });
  const client = new GoogleGenAI({ apiKey: "judge", vertexai: false, httpOptions: { baseUrl: replay.url } });
  const config = { taskType: "RETRIEVAL_QUERY", outputDimensionality: 2 };
  const judged = await client.models.embedContent({ model: "gemini-embedding-001", contents: ["a", "b"], config });
  const { path, body } = encode({ input: ["a", "b"], task: "query", dimensions: 2 });
  expect(body).toEqual(withoutRoles(replay.requests[0]?.body));
  expect(`/${path}`).toBe(replay.requests[0]?.path);
  expect(decode(JSON.parse(response.body.toString())).embeddings).toEqual(
    judged.embeddings?.map(({ values }) => values),
  );
});

/** The client says whose turn a text is, which means nothing here. */
function withoutRoles(body: unknown): unknown {
  return JSON.parse(JSON.stringify(body, (key, value) => (key === "role" ? undefined : value)));
}

describe("on Vertex AI", () => {
  test("is a prediction, one instance a text", () => {
    const { path, body } = encode(
      { input: ["a", "b"], task: "document", dimensions: 3, extra: { autoTruncate: false } },
      "text-embedding-005",
      vertex,
    );
    expect(path).toBe("publishers/google/models/text-embedding-005:predict");
    expect(body).toEqual({
      instances: [
        { content: "a", task_type: "RETRIEVAL_DOCUMENT" },
        { content: "b", task_type: "RETRIEVAL_DOCUMENT" },
      ],
      parameters: { outputDimensionality: 3, autoTruncate: false },
    });
    const statistics = (token_count: number) => ({ token_count, truncated: false });
    const predictions = [
      { embeddings: { values: [1], statistics: statistics(2) } },
      { embeddings: { values: [2], statistics: statistics(3) } },
    ];
    expect(decode({ predictions })).toMatchObject({ embeddings: [[1], [2]], usage: { input: 5, totalInput: 5 } });
  });

  test("is one text a call for newer models, and more are refused", () => {
    expect(encode({ input: "a", task: "similarity" }, "gemini-embedding-2", vertex)).toMatchObject({
      path: "publishers/google/models/gemini-embedding-2:embedContent",
      body: { content: { parts: [{ text: "a" }] }, embedContentConfig: { taskType: "SEMANTIC_SIMILARITY" } },
    });
    expect(() => encode({ input: ["a", "b"] }, "gemini-embedding-2", vertex)).toThrow(
      "input: gemini-embedding-2 embeds one text",
    );
    const usageMetadata = { promptTokenCount: 4 };
    expect(decode({ embedding: { values: [9] }, usageMetadata })).toMatchObject({
      embeddings: [[9]],
      usage: { input: 4 },
    });
  });
});

test("tells what it leaves out", () => {
  expect(encode({ input: "a", user: "u" }).adaptations.map(({ field }) => field)).toEqual(["user"]);
});

test.each([null, {}, { embeddings: [{}] }, { embeddings: [null] }, { predictions: [{}] }])(
  "%j is malformed",
  (body) => {
    expect(() => decode(body)).toThrow(expect.objectContaining({ code: "malformed_answer" }));
  },
);
