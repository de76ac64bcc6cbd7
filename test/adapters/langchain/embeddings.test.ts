import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { EmbeddingsMall, type EmbeddingsMallFields } from "../../../src/adapters/langchain.ts";
import type { EmbedReply, EmbedRequest } from "../../../src/embedding.ts";
import type { Router, RouterCallOptions } from "../../../src/router.ts";
import { aModel } from "../support/a-model.ts";

const END = {
  cost: { usd: null, reason: "free" },
  modelAsked: "x",
  target: "a/x",
  attempts: [],
  latencyMs: 1,
  adaptations: [],
} as const;

/** Embeddings over a router that answers each text with its number, as slowly as `before` says. */
function embeddings(
  before: (request: EmbedRequest) => Promise<void> = async () => undefined,
  fields: Partial<EmbeddingsMallFields> = {},
) {
  const seen: { request: EmbedRequest; options: RouterCallOptions }[] = [];
  const embed = async (_name: string, request: EmbedRequest, options: RouterCallOptions = {}) => {
    seen.push({ request, options });
    await before(request);
    return { embeddings: [...request.input].map((text) => [Number(text)]), ...END } as unknown as EmbedReply;
  };
  const router = { embed } as unknown as Router;
  return { seen, mall: new EmbeddingsMall({ router, model: "m", ...fields }) };
}

const numbers = (count: number) => Array.from({ length: count }, (_, number) => String(number));

describe("EmbeddingsMall", () => {
  it("embeds by the route, through a real router", async () => {
    const { router } = await aModel({ a: {} }, { facts: {} });
    const mall = new EmbeddingsMall({ router, model: "m", dimensions: 16 });
    const [first, second] = await mall.embedDocuments(["hello there", "something else"]);
    expect(first).toHaveLength(16);
    expect(await mall.embedQuery("hello there")).toEqual(first);
    expect(second).not.toEqual(first);
  });

  it("says what vectors are for, how long they are, and who asks", async () => {
    const { mall, seen } = embeddings(undefined, { dimensions: 1, caller: "anna", tags: ["t"] });
    await mall.embedQuery("1");
    await mall.embedDocuments(["1", "2"], { caller: "ben" });
    expect(seen).toMatchObject([
      { request: { input: ["1"], task: "query", dimensions: 1 }, options: { caller: "anna", tags: ["t"] } },
      { request: { input: ["1", "2"], task: "document" }, options: { caller: "ben" } },
    ]);
  });

  it("keeps the order over batches that end in any order, and no more at a time than allowed", async () => {
    let running = 0;
    let most = 0;
    const { mall, seen } = embeddings(
      async ({ input }) => {
        most = Math.max(most, ++running);
        for (let turn = 0; turn < 6 - Number(input[0]) / 2; turn++) await setImmediate();
        running--;
      },
      { batchSize: 2, maxConcurrency: 3 },
    );
    expect(await mall.embedDocuments(numbers(9))).toEqual(numbers(9).map((text) => [Number(text)]));
    expect(seen.map(({ request }) => request.input.length)).toEqual([2, 2, 2, 2, 1]);
    expect(most).toBe(3);
  });

  it("asks nobody about nothing", async () => {
    const { mall, seen } = embeddings();
    expect(await mall.embedDocuments([])).toEqual([]);
    expect(seen).toEqual([]);
  });

  it("takes the other batches back when one fails", async () => {
    const signals: (AbortSignal | undefined)[] = [];
    const { mall, seen } = embeddings(
      async ({ input }) => {
        signals.push(seen.at(-1)?.options.signal);
        if (input[0] === "0") throw new Error("no");
        await setImmediate();
      },
      { batchSize: 1, maxConcurrency: 2 },
    );
    await expect(mall.embedDocuments(numbers(10))).rejects.toThrow("no");
    await setImmediate();
    expect(seen.length).toBeLessThan(10);
    expect(signals.every((signal) => signal?.aborted)).toBe(true);
  });

  it("ends with the signal's reason when it is aborted", async () => {
    const { mall, seen } = embeddings();
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(mall.embedDocuments(["1"], { signal })).rejects.toThrow("enough");
    await expect(mall.embedQuery("1", { signal })).rejects.toThrow("enough");
    expect(seen).toEqual([]);
  });

  it("does not give vectors to the wrong texts", async () => {
    const router = { embed: async () => ({ embeddings: [[1]], ...END }) } as unknown as Router;
    const mall = new EmbeddingsMall({ router, model: "m" });
    await expect(mall.embedDocuments(["1", "2"])).rejects.toThrow(/a\/x: 2 texts were sent, and 1 vectors/);
  });

  it("refuses sizes that are no whole numbers", () => {
    expect(() => embeddings(undefined, { batchSize: 0, maxConcurrency: 1.5 })).toThrow(/batchSize.*maxConcurrency/);
  });
});
