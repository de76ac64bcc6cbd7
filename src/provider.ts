/** A wire format. */
export type Dialect = "openai" | "anthropic" | "google" | "ollama" | "cohere" | "bedrock";

/** A kind of service, as data: where it is, which variable holds its key, what it speaks. */
export interface Provider {
  /** Lower-case, as in canonical ids: `openai`. */
  readonly name: string;
  /** As its owner writes it: `OpenAI`. */
  readonly title: string;
  /** Other names under which people and services list it: `x-ai` for `xai`. */
  readonly aliases?: readonly string[];
  readonly dialect: Dialect;
  /** Where it is called in its own dialect; absent where every account has an address of its own. */
  readonly baseUrl?: string;
  /** The environment variable that replaces `baseUrl`. */
  readonly baseUrlVariable?: string;
  /** Turns that variable's value into a base URL where users write it in another form (`OLLAMA_HOST=0.0.0.0`). */
  readonly parseBaseUrl?: (value: string) => string;
  /** Where it answers in OpenAI's dialect too, as a path joined to the base URL or a whole address; absent where it does not, or speaks no other. */
  readonly openaiPath?: string;
  /** The environment variables that may hold its key, best first; empty where it needs none. */
  readonly keyVariables: readonly string[];
  /** How the key is sent in its own dialect. @default "bearer" */
  readonly keyHeader?: "bearer" | "x-api-key" | "x-goog-api-key" | "api-key";
  /** Its models run on the user's own machine. */
  readonly isLocal?: boolean;
  /** Turns a model name as other services write it into the provider's own (`claude-sonnet-4.5` into `claude-sonnet-4-5`). */
  readonly canonicalName?: (name: string) => string;
  /** The page this data was taken from. */
  readonly docs: string;
}

/** One account at a provider, ready for use: everything resolved, nothing left to read. */
export interface Account {
  readonly provider: Provider;
  /** Base URL in the provider's own dialect. */
  readonly baseUrl: string;
  /** Base URL in OpenAI's dialect, where the provider answers in it. */
  readonly openaiBaseUrl?: string;
  /** Absent where none is set. */
  readonly apiKey?: string;
  readonly headers: Readonly<Record<string, string>>;
}
