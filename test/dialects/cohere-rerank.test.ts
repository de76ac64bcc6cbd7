import { describe, expect, it } from "vitest";
import type { CallContext, EmbeddingDialect, RerankDialect } from "../../src/dialect.ts";
import { cohereEmbedding, cohereRerank } from "../../src/dialects/cohere-rerank.ts";
import { cohere as provider } from "../../src/providers/cohere.ts";

const context: CallContext = { model: "rerank-v3.5", provider, facts: {}, stream: false };
const rerank: RerankDialect = cohereRerank;
const embedding: EmbeddingDialect = cohereEmbedding;
const malformed = expect.objectContaining({ code: "malformed_answer", fault: "target" });

describe("Cohere's rerank", () => {
  it("is asked for in its words", () => {
    const request = { query: "capital?", documents: ["Paris", "Rome"], top_n: 1, extra: { max_tokens_per_doc: 9 } };
    expect(rerank.encode(request, context)).toEqual({
      path: "v2/rerank",
      body: { model: "rerank-v3.5", query: "capital?", documents: ["Paris", "Rome"], top_n: 1, max_tokens_per_doc: 9 },
      adaptations: [],
    });
    const none = expect.objectContaining({ code: "invalid_request", field: "documents" });
    expect(() => rerank.encode({ query: "q", documents: [] }, context)).toThrow(none);
  });

  it("is read best first, from Cohere and from those who copy it", () => {
    const best = [
      { index: 1, score: 0.9 },
      { index: 0, score: 0 },
    ];
    const cohereSays = {
      results: [
        { index: 1, relevance_score: 0.9 },
        { index: 0, relevance_score: 0 },
      ],
      meta: { billed_units: { search_units: 1 } },
    };
    expect(rerank.decode(cohereSays, context)).toEqual({ results: best });
    const voyageSays = {
      model: "rerank-2",
      data: [
        { index: 0, relevance_score: 0 },
        { index: 1, relevance_score: 0.9 },
      ],
      usage: { total_tokens: 26 },
    };
    expect(rerank.decode(voyageSays, context)).toMatchObject({
      results: best,
      modelServed: "rerank-2",
      usage: { input: 26 },
    });
  });

  it("is an error where it is none", () => {
    for (const broken of [
      undefined,
      null,
      [],
      {},
      { results: {} },
      { results: [null] },
      { results: [{ index: 0.5 }] },
    ]) {
      expect(() => rerank.decode(broken, context)).toThrow(malformed);
    }
  });
});

describe("Cohere's embeddings", () => {
  it("are asked for with what they are for", () => {
    const { path, body, adaptations } = embedding.encode({ input: "a", task: "query", dimensions: 256 }, context);
    expect({ path, body, adaptations }).toEqual({
      path: "v2/embed",
      adaptations: [],
      body: {
        model: "rerank-v3.5",
        texts: ["a"],
        input_type: "search_query",
        embedding_types: ["float"],
        output_dimension: 256,
      },
    });
  });

  it("tell what they had to assume", () => {
    const plain = embedding.encode({ input: ["a"], user: "u" }, context);
    expect(plain.body.input_type).toBe("search_document");
    expect(plain.adaptations.map(({ field }) => field)).toEqual(["user", "task"]);
    const told = embedding.encode({ input: ["a"], extra: { input_type: "image" } }, context);
    expect([told.body.input_type, told.adaptations]).toEqual(["image", []]);
  });

  it("are read by their type, with the tokens that are billed", () => {
    const meta = { billed_units: { input_tokens: 2 } };
    const expected = { embeddings: [[0.1, 0.2]], usage: { input: 2, totalInput: 2 } };
    expect(embedding.decode({ embeddings: { float: [[0.1, 0.2]] }, meta }, context)).toMatchObject(expected);
    expect(embedding.decode({ embeddings: [[0.1, 0.2]], meta }, context)).toMatchObject(expected);
    for (const broken of [null, {}, { embeddings: { int8: [[1]] } }, { embeddings: ["x"] }]) {
      expect(() => embedding.decode(broken, context)).toThrow(malformed);
    }
  });
});
