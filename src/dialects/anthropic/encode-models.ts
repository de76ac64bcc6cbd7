import type { Model } from "../../model.ts";
import type { Block } from "./encoding.ts";

/** What a list of models tells of one. */
export interface ListedModel {
  /** The name it is asked by. */
  readonly id: string;
  readonly name?: string | undefined;
  /** A day or month: `2025-09-29`. */
  readonly releaseDate?: string | undefined;
  /** Tokens. */
  readonly contextWindow?: number | null | undefined;
  /** Tokens. */
  readonly maxInputTokens?: number | null | undefined;
  /** Tokens. */
  readonly maxOutputTokens?: number | null | undefined;
  readonly lifecycle?: Model["lifecycle"] | undefined;
}

/** Which part of a list is asked for, as its query says. */
export interface ModelPage {
  /** How many at most. @default all */
  readonly limit?: number;
  readonly after_id?: string;
  readonly before_id?: string;
}

/** A list of models (https://platform.claude.com/docs/en/api/models/list); after an id nobody has comes nothing. */
export function encodeModels(models: readonly ListedModel[], page: ModelPage = {}) {
  const { limit = models.length, after_id: after, before_id: before } = page;
  const placeOf = (wanted: string): number => models.findIndex(({ id }) => id === wanted);
  let rest = models;
  if (before !== undefined) rest = models.slice(0, Math.max(0, placeOf(before)));
  else if (after !== undefined) rest = placeOf(after) < 0 ? [] : models.slice(placeOf(after) + 1);
  const listed = before === undefined ? rest.slice(0, limit) : rest.slice(Math.max(0, rest.length - limit));
  return {
    data: listed.map(encodeModel),
    has_more: listed.length < rest.length,
    first_id: listed[0]?.id ?? null,
    last_id: listed.at(-1)?.id ?? null,
  };
}

/** One model (https://platform.claude.com/docs/en/api/models/retrieve). */
export function encodeModel(model: ListedModel): Block {
  const { status, deprecatedAt, retiresAt } = model.lifecycle ?? {};
  return {
    type: "model",
    id: model.id,
    display_name: model.name ?? model.id,
    // Its own word for an unknown day is the beginning of time.
    created_at: timeOf(model.releaseDate ?? "") ?? "1970-01-01T00:00:00Z",
    max_input_tokens: model.maxInputTokens ?? model.contextWindow ?? null,
    max_tokens: model.maxOutputTokens ?? null,
    capabilities: null,
    lifecycle: status === "deprecated" || status === "retired" ? status : "active",
    line: null,
    deprecated_at: deprecatedAt === undefined ? null : timeOf(deprecatedAt),
    retires_at: retiresAt === undefined ? null : timeOf(retiresAt),
  };
}

/** The body of a count. */
export function encodeTokenCount(tokens: number) {
  return { input_tokens: tokens };
}

/** A day as Anthropic writes it; `null` for what is none. */
function timeOf(day: string): string | null {
  const time = Date.parse(day);
  return Number.isNaN(time) ? null : new Date(time).toISOString().replace(".000Z", "Z");
}
