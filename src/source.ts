import type { ModelInput } from "./model.ts";
import type { Provider } from "./provider.ts";

/**
 * What kind of origin facts have, which decides whose word counts where several speak:
 * a `provider` speaks of its own models, a `directory` collects what others say (models.dev),
 * a `reseller` lists other people's models at its own prices (OpenRouter), a `catalog` ships with the package.
 * `scores` are the benchmarks of models that others list: they add no model, and their silence means nothing.
 */
export type OriginKind = "provider" | "directory" | "reseller" | "catalog" | "scores";

/** What a source is given when it is asked. */
export interface DiscoverContext {
  /** Ends the discovery: the caller gave up, or the deadline passed. */
  signal: AbortSignal;
  http: HttpClient;
  /** Reports a row that is left out, and why; the others still count. */
  skip(row: string, reason: string): void;
}

/** Asks for JSON within the runner's limits: deadline, size of the decoded answer, no redirect to another origin. */
export interface HttpClient {
  /**
   * @throws {SourceError}
   */
  json(url: string | URL, options?: HttpOptions): Promise<unknown>;
  /**
   * The answer as text, where it is not JSON.
   * @throws {SourceError}
   */
  text(url: string | URL, options?: HttpOptions): Promise<string>;
}

/** What a request carries. */
export interface HttpOptions {
  headers?: Readonly<Record<string, string>>;
  /** Sent as JSON by POST; without it the request is a GET. */
  body?: unknown;
}

type Rows = Iterable<ModelInput> | AsyncIterable<ModelInput>;

/** An account at a provider as it was given in code; what is absent comes from the environment. */
export interface SourceAccount {
  readonly provider: Provider;
  readonly baseUrl?: string | undefined;
  readonly apiKey?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** Answers "what models exist?"; keeps nothing. Two members are enough for a source of your own. */
export interface ModelSource {
  /** Also the origin of its facts; lower-case letters, digits and dashes. */
  readonly name: string;
  /** @default "directory" */
  readonly kind?: OriginKind;
  /** How long an answer counts as fresh, in milliseconds. @default 0 */
  readonly ttlMs?: number;
  /** Where it asks, for reports; without user, password or query. */
  readonly address?: string;
  /** The environment variable that holds its key, named where a key is missing or refused. */
  readonly keyVariable?: string;
  /**
   * Raised when the same answer would be read differently. With it the server is asked only for what has changed since
   * the last answer; without it every answer is read anew.
   */
  readonly revision?: number;
  /**
   * How the models of the provider of this name are reached, where it was given in code. A method, so that printing
   * the source shows no key.
   */
  account?(): SourceAccount;
  discover(context: DiscoverContext): Rows | Promise<Rows>;
}
