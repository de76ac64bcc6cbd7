import { Embeddings, type EmbeddingsParams } from "@langchain/core/embeddings";
import pLimit from "p-limit";
import type { EmbedRequest } from "../../embedding.ts";
import { InvalidInputError, ModelMallError } from "../../errors.ts";
import type { Router, RouterCallOptions } from "../../router.ts";
import { present } from "../../util/present.ts";
import { failureFor } from "./failure.ts";
import type { RoutingFields } from "./fields.ts";
import { routingDefaults, routingOf } from "./routing.ts";

/** What an `EmbeddingsMall` is made of. */
export interface EmbeddingsMallFields extends Omit<EmbeddingsParams, "maxRetries" | "onFailedAttempt">, RoutingFields {
  readonly router: Router;
  /** The name to ask for: an exposed model of the config, an alias, or a target. */
  readonly model: string;
  /** How long vectors are. @default the model's own length */
  readonly dimensions?: number | undefined;
  /** Texts of one request; Cohere takes no more than 96, Google 100, OpenAI 2048. @default 96 */
  readonly batchSize?: number | undefined;
  /** Requests at a time. @default 4 */
  maxConcurrency?: number;
  /** For conditions, budgets and the ledger. */
  readonly tags?: readonly string[] | undefined;
  /** Milliseconds for a request, fail-over included. @default the route's */
  readonly timeout?: number | undefined;
}

/** How one call is made. */
export interface EmbedOptions extends RoutingFields {
  readonly signal?: AbortSignal | undefined;
}

/** Embeddings of LangChain by a name of a modelmall config. */
export class EmbeddingsMall extends Embeddings {
  /** The name that is asked for. */
  readonly model: string;
  readonly batchSize: number;
  readonly dimensions: number | undefined;
  readonly #router: Router;
  readonly #routing: RouterCallOptions;
  readonly #concurrency: number;

  /** @throws {InvalidInputError} for a batch size or concurrency that is no whole number from 1 */
  constructor(fields: EmbeddingsMallFields) {
    const { router, model, dimensions, batchSize = 96, maxConcurrency = 4 } = fields;
    // The router is the one who tries again.
    super({ maxConcurrency, maxRetries: 0 });
    const issues = Object.entries({ batchSize, maxConcurrency })
      .filter(([, count]) => count !== Number.POSITIVE_INFINITY && (!Number.isInteger(count) || count < 1))
      .map(([path, count]) => ({ path, message: `expected a whole number from 1, got ${count}` }));
    if (issues.length > 0) throw new InvalidInputError("EmbeddingsMall", issues);
    this.#router = router;
    this.#routing = routingDefaults(fields);
    this.#concurrency = maxConcurrency;
    this.model = model;
    this.batchSize = batchSize;
    this.dimensions = dimensions;
  }

  /** The vector of a question, made to be near the documents that answer it where the model tells the two apart. */
  override async embedQuery(text: string, options: EmbedOptions = {}): Promise<number[]> {
    const [vector = []] = await this.#embed([text], "query", options, options.signal);
    return vector;
  }

  /** The vectors of documents, in their order; one batch that fails takes the others back. */
  override async embedDocuments(texts: string[], options: EmbedOptions = {}): Promise<number[][]> {
    const given = options.signal;
    const failed = new AbortController();
    const signal = given === undefined ? failed.signal : AbortSignal.any([given, failed.signal]);
    const limit = pLimit(this.#concurrency);
    const batches: Promise<number[][]>[] = [];
    for (let start = 0; start < texts.length; start += this.batchSize) {
      const batch = texts.slice(start, start + this.batchSize);
      batches.push(limit(() => this.#embed(batch, "document", options, signal)));
    }
    try {
      return (await Promise.all(batches)).flat();
    } catch (error) {
      limit.clearQueue();
      failed.abort();
      throw error;
    }
  }

  async #embed(
    input: readonly string[],
    task: NonNullable<EmbedRequest["task"]>,
    options: EmbedOptions,
    signal: AbortSignal | undefined,
  ): Promise<number[][]> {
    const request = { input, task, ...present({ dimensions: this.dimensions }) };
    try {
      signal?.throwIfAborted();
      const { embeddings, target } = await this.#router.embed(
        this.model,
        request,
        routingOf(this.#routing, options, signal),
      );
      if (embeddings.length !== input.length) {
        const message = `${target}: ${input.length} texts were sent, and ${embeddings.length} vectors came back`;
        throw new ModelMallError("malformed_answer", message, { fault: "target" });
      }
      // Nobody else holds them, and copying every number would cost as much as reading the answer.
      return embeddings as number[][];
    } catch (error) {
      throw failureFor(error, signal);
    }
  }
}
