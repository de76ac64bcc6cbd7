import { type Environment, readEnv } from "./util/env.ts";

/** A wire format. */
export type Dialect = "openai" | "anthropic" | "google" | "ollama" | "cohere" | "bedrock";

/** The shape of the rows in a list of models; each has a translation in `sources/provider-api`. */
export type ModelRows =
  | "anthropic"
  | "azure"
  | "cohere"
  | "google"
  | "groq"
  | "huggingface"
  | "lm-studio"
  | "mistral"
  | "openai"
  | "openai-compatible"
  | "together"
  | "xai";

/** How a provider lists its models: one GET, or one for each page. */
export interface ModelList {
  /** Relative to the base URL (`models`, `../api/v0/models`). */
  readonly path: string;
  /** The field of the answer that holds the rows; absent where the answer is the bare list. */
  readonly field?: string;
  readonly rows: ModelRows;
  readonly query?: Readonly<Record<string, string>>;
  /** Sent beside the key. */
  readonly headers?: Readonly<Record<string, string>>;
  /** How the next page is asked for; absent where the whole list comes at once. */
  readonly paging?: {
    /** The query parameter that takes the cursor. */
    readonly parameter: string;
    /** The field of the answer that holds the cursor; the list ends where it is absent or empty. */
    readonly cursor: string;
    /** The field that says `false` on the last page, where the cursor is there all the same. */
    readonly more?: string;
  };
  /** Answers without a key too. */
  readonly isPublic?: boolean;
}

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
  /** The environment variables that may replace `baseUrl`, best first. */
  readonly baseUrlVariables?: readonly string[];
  /** Turns such a variable's value into a base URL where users write it in another form (`OLLAMA_HOST=0.0.0.0`). */
  readonly parseBaseUrl?: (value: string) => string;
  /** Where its models stand in Google's dialect, relative to the base URL: Vertex AI's `publishers/google/models`. @default "v1beta/models" */
  readonly modelsPath?: string;
  /** Where it answers in OpenAI's dialect too, as a path joined to the base URL or a whole address; absent where it does not, or speaks no other. */
  readonly openaiPath?: string;
  /** Where it answers in Anthropic's dialect (without the `/v1/messages` that clients add), relative to the base URL; absent where it does not. */
  readonly anthropicPath?: string;
  /** The environment variables that may hold its key, best first; empty where it needs none. */
  readonly keyVariables: readonly string[];
  /**
   * Where a model has an address of its own when an API version is named, relative to the base URL, with `{model}` for
   * it; absent where none has.
   */
  readonly deploymentPath?: string;
  /** Where it puts documents in order as Cohere does, relative to the base URL; absent where it does not. */
  readonly rerankPath?: string;
  /** Where it tells what is harmful as OpenAI does, relative to the base URL; absent where it does not. */
  readonly moderationPath?: string;
  /** How the key is sent in its own dialect. @default "bearer" */
  readonly keyHeader?: "bearer" | "x-api-key" | "x-goog-api-key" | "api-key";
  /** Its models run on the user's own machine. */
  readonly isLocal?: boolean;
  /** Whatever its models do costs nothing, where a config says nothing else. */
  readonly isFree?: boolean;
  /** How it lists its models over HTTP; absent where it does not, or has a source of its own. */
  readonly models?: ModelList;
  /** What LiteLLM puts before its model ids (https://docs.litellm.ai/docs/providers); absent where it has no route of its own. */
  readonly litellmPrefix?: string;
  /** How names of models begin that are this provider's own, wherever else they are offered: `claude-`. */
  readonly families?: readonly string[];
  /** Beginnings among them with no single home: open weights that many serve under such a name. */
  readonly openFamilies?: readonly string[];
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
  /** Base URL in Anthropic's dialect, where the provider answers in it; clients add `/v1/messages`. */
  readonly anthropicBaseUrl?: string;
  /** Absent where none is set. */
  readonly apiKey?: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Where the environment says a provider is called; absent where it says nothing. */
export function baseUrlFrom(provider: Provider, env: Environment): string | undefined {
  const value = firstSet(provider.baseUrlVariables ?? [], env);
  return value === undefined ? undefined : (provider.parseBaseUrl?.(value) ?? value);
}

/** The key the environment holds for a provider; absent where it holds none. */
export function keyFrom(provider: Provider, env: Environment): string | undefined {
  return firstSet(provider.keyVariables, env);
}

/** The header that carries a key to a provider. */
export function keyHeaderOf({ keyHeader = "bearer" }: Provider, apiKey: string): Record<string, string> {
  return keyHeader === "bearer" ? { authorization: `Bearer ${apiKey}` } : { [keyHeader]: apiKey };
}

/**
 * The variable that must be set before a provider can be asked, if one must. A server at another address than the
 * provider's own may need no key; whether it does, it says itself.
 */
export function missingSetting(
  provider: Provider,
  { baseUrl, apiKey }: { baseUrl?: string | undefined; apiKey?: string | undefined },
): string | undefined {
  const { keyVariables, models, isLocal = false } = provider;
  if (baseUrl === undefined && provider.baseUrl === undefined) return provider.baseUrlVariables?.[0];
  if (apiKey !== undefined || isLocal || models?.isPublic) return undefined;
  const isElsewhere = baseUrl !== undefined && provider.baseUrl !== undefined;
  return isElsewhere ? undefined : keyVariables[0];
}

/** The value of the first of some variables that is set. */
export function firstSet(variables: readonly string[], env: Environment): string | undefined {
  return variables.map((name) => readEnv(env, name)).find((value) => value !== undefined);
}
