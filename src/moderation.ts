import type { CallRecord } from "./media.ts";
import type { Adaptation } from "./usage.ts";
import type { JsonValue } from "./util/json.ts";

/** Something to be judged: OpenAI's body without `model` (https://platform.openai.com/docs/api-reference/moderations/create). */
export interface ModerationRequest {
  /** A text, several that are judged each for itself, or parts that are judged together. */
  readonly input: string | readonly string[] | readonly ModerationPart[];
  readonly extra?: Readonly<Record<string, JsonValue>>;
}

/** A part of what is judged together; an image by its address, or as a data URL. */
export type ModerationPart =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "image_url"; readonly image_url: { readonly url: string } };

/** What was found. */
export interface ModerationResult {
  /**
   * Whether anything is flagged: the provider's word, or where it has none for the whole (Mistral), whether a category is.
   * Absent where that cannot be told: no category is flagged, and not of every one is it known.
   */
  readonly flagged?: boolean;
  /** By the provider's own names; `null` where it does not say. */
  readonly categories: Readonly<Record<string, boolean | null>>;
  /** How sure it is of each, from 0 to 1; what is much differs by provider. */
  readonly scores: Readonly<Record<string, number>>;
  /** Which kinds of input each was judged by: `text`, `image`. Absent where the provider does not say. */
  readonly inputTypes?: Readonly<Record<string, readonly string[]>>;
}

/** What was found, and everything that is known of the call. */
export interface ModerationReply extends CallRecord {
  /** One for each of several texts, in their order; else one. */
  readonly results: readonly ModerationResult[];
  readonly adaptations: readonly Adaptation[];
}
