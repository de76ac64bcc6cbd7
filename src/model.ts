import { InvalidInputError } from "./errors.ts";
import { checkPricing, type Pricing } from "./pricing.ts";
import { type JsonValue, toJson } from "./util/json.ts";
import {
  anything,
  type Check,
  count,
  fields,
  flag,
  listOf,
  number,
  oneOf,
  orNull,
  problemsWith,
  recordOf,
  text,
} from "./util/shape.ts";

/** Everything a model can be known to do, or not to do; the names are the same in queries, YAML and the web page. */
export const CAPABILITIES = [
  "chat",
  "completion",
  "embedding",
  "rerank",
  "moderation",
  "image",
  "video",
  "speech",
  "transcription",
  "streaming",
  "tools",
  "parallelTools",
  "jsonMode",
  "jsonSchema",
  "vision",
  "audio",
  "videoInput",
  "pdf",
  "reasoning",
  "promptCache",
  "webSearch",
  "codeExecution",
  "computerUse",
  "fineTuning",
  "batch",
] as const;

/** One of the known capabilities. */
export type Capability = (typeof CAPABILITIES)[number];

/** The kinds of content a model takes or gives. */
export const MODALITIES = ["text", "image", "audio", "video", "file", "embedding"] as const;

/** One of the known kinds of content. */
export type Modality = (typeof MODALITIES)[number];

/** What can be said of a model; what is absent is unknown, `null` is known not to apply. Fields it does not know are kept. */
export interface Facts {
  name?: string | undefined;
  provider?: string | undefined;
  description?: string | undefined;
  /** The line a model belongs to, as its origin names it: `llama`, `gpt-4o`. */
  family?: string | undefined;
  /** Tokens, input and output together. */
  contextWindow?: number | null | undefined;
  /** Tokens of input alone, where its origin states that instead of the whole window. */
  maxInputTokens?: number | null | undefined;
  /** Tokens. */
  maxOutputTokens?: number | null | undefined;
  modalities?: { input?: string[] | undefined; output?: string[] | undefined } | undefined;
  capabilities?: Record<string, boolean | null> | undefined;
  pricing?: Pricing | undefined;
  /** Whether it runs on the user's own machine. */
  isLocal?: boolean | undefined;
  tags?: string[] | undefined;
  /** Other names that mean this model. */
  aliases?: string[] | undefined;
  /** What other systems call the model and need to know of it: `connectorMetadata.openrouter.id`. */
  connectorMetadata?: Record<string, SystemMetadata> | undefined;
  /** The user's own notes. */
  customMetadata?: Record<string, JsonValue> | undefined;
  /** Request parameters sent by default, under their names on the wire (`temperature`, `max_tokens`). */
  parameters?: Record<string, JsonValue> | undefined;
  /** `backend/model-id` of a route model; a listing has none. */
  targets?: string[] | undefined;
  version?: string | undefined;
  /** A day or month, as its origin writes it: `2025-09-29`. */
  releaseDate?: string | undefined;
  /** Up to when its training data reaches, as its origin writes it. */
  knowledgeCutoff?: string | undefined;
  /** Whether its weights can be had. */
  openWeights?: boolean | undefined;
  lifecycle?: Lifecycle | undefined;
  /** Quality scores by benchmark, each with where and when it was measured. */
  benchmarks?: Record<string, BenchmarkScore> | undefined;
  [unknown: string]: unknown;
}

/** What one other system says of a model; `id` is its name for it. */
export interface SystemMetadata {
  id?: string | undefined;
  [unknown: string]: unknown;
}

/** How far a model is in its life; dates are ISO 8601. */
export interface Lifecycle {
  status?: "preview" | "active" | "deprecated" | "retired" | undefined;
  deprecatedAt?: string | undefined;
  retiresAt?: string | undefined;
  /** The id of the model to use instead. */
  replacement?: string | undefined;
  [unknown: string]: unknown;
}

/** A quality score, where and when it was measured. */
export interface BenchmarkScore {
  score: number;
  source?: string | undefined;
  date?: string | undefined;
  [unknown: string]: unknown;
}

const id = text({
  min: 1,
  max: 256,
  form: (value) => /^[^\s\p{C}]+$/u.test(value),
  what: "no spaces and no control characters",
});
const label = text({ min: 1, max: 256 });
const moment = text({ form: (value) => !Number.isNaN(Date.parse(value)), what: "an ISO 8601 date" });

/** Reports what is wrong with facts. */
export const checkFacts: Check = fields({
  name: text({ min: 1 }),
  provider: label,
  description: text(),
  family: label,
  contextWindow: orNull(count),
  maxInputTokens: orNull(count),
  maxOutputTokens: orNull(count),
  modalities: fields({ input: listOf(label), output: listOf(label) }),
  capabilities: recordOf(orNull(flag)),
  pricing: checkPricing,
  isLocal: flag,
  tags: listOf(label),
  aliases: listOf(id),
  connectorMetadata: recordOf(fields({ id: text({ min: 1 }) })),
  customMetadata: recordOf(anything),
  parameters: recordOf(anything),
  targets: listOf(text({ min: 1 })),
  version: label,
  releaseDate: label,
  knowledgeCutoff: label,
  openWeights: flag,
  lifecycle: fields({
    status: oneOf(["preview", "active", "deprecated", "retired"]),
    deprecatedAt: moment,
    retiresAt: moment,
    replacement: id,
  }),
  benchmarks: recordOf(fields({ score: number, source: text(), date: text() }, ["score"])),
  createdAt: moment,
  updatedAt: moment,
  missingSince: moment,
} satisfies Record<KnownField | RegistryDate, Check>);

/** What the registry knows itself, and a model given back to it may carry. */
type RegistryDate = "createdAt" | "updatedAt" | "missingSince";

/** The names of the facts themselves, without the signature that lets any other through. */
type KnownField = keyof { [Key in keyof Facts as string extends Key ? never : Key]: true };

type Present<Key extends keyof Facts> = { [Name in Key]-?: NonNullable<Facts[Name]> };

/** A record of the registry: merged from all origins, frozen, JSON-serialisable; unknown facts are absent. */
export type Model = Readonly<Optional & Collections & Present<"name" | "provider" | "isLocal">> & {
  readonly id: string;
  /** Since when no source lists the model any more (ISO 8601). */
  readonly missingSince?: string;
  /** When the model came into this registry (ISO 8601). */
  readonly createdAt: string;
  /** When something about it last changed (ISO 8601). */
  readonly updatedAt: string;
};

type Collections = Present<
  | "modalities"
  | "capabilities"
  | "pricing"
  | "tags"
  | "aliases"
  | "connectorMetadata"
  | "customMetadata"
  | "parameters"
  | "lifecycle"
  | "benchmarks"
>;

// `Omit` would forget every named field, for `Facts` also has an index signature.
type Optional = {
  [Name in keyof Facts as Name extends keyof Collections | "name" | "provider" | "isLocal" ? never : Name]: Facts[Name];
};

/** What `registry.set` and sources take: any facts, with or without the id. */
export type ModelInput = Facts & { id?: string; createdAt?: string; updatedAt?: string; missingSince?: string };

/**
 * Checks facts and returns them as plain data of their own, unknown fields kept.
 * @throws {InvalidInputError} naming every field that is wrong
 */
export function parseFacts(input: unknown, what: string): Facts {
  const plain = toJson(input, what);
  const issues = problemsWith(checkFacts, plain);
  if (issues.length > 0) throw new InvalidInputError(what, issues);
  return plain as Facts;
}

/**
 * Checks an id: 1 to 256 characters, no spaces, no control characters.
 * @throws {InvalidInputError}
 */
export function parseId(value: unknown): string {
  const issues = problemsWith(id, value);
  if (issues.length > 0) throw new InvalidInputError("model id", issues);
  return value as string;
}

/** The parts of a canonical id, split at the first slash; the provider is absent where there is no slash. */
export function splitId(modelId: string): { provider?: string; name: string } {
  const slash = modelId.indexOf("/");
  return slash <= 0 ? { name: modelId } : { provider: modelId.slice(0, slash), name: modelId.slice(slash + 1) };
}
