import { malformed } from "../../dialect/malformed.ts";
import { unsupported } from "../../dialect/unsupported.ts";
import type { ModerationDialect } from "../../dialect.ts";
import type { ModerationPart, ModerationRequest, ModerationResult } from "../../moderation.ts";
import { isRecord, own } from "../../util/record.ts";
import { compatibilityOf } from "./compatibility.ts";
import { readUsage } from "./usage.ts";

/**
 * What is harmful in texts and images (https://platform.openai.com/docs/api-reference/moderations), also as Mistral says
 * it, which takes texts alone and has no word for the whole (https://docs.mistral.ai/api/).
 */
export const moderation: ModerationDialect = {
  encode({ input, extra }, { model, provider }) {
    const path = provider.moderationPath ?? "moderations";
    const { moderationParts = true } = compatibilityOf(provider.name);
    if (moderationParts || !hasParts(input)) return { path, body: { model, input, ...extra }, adaptations: [] };
    const text = input.map((part, place) => textOf(part, place, provider.title)).join("\n");
    const what = `${provider.title} takes texts alone; the parts were sent as one`;
    return { path, body: { model, input: text, ...extra }, adaptations: [{ field: "input", what }] };
  },

  decode(body, { provider }) {
    const rows = own(body, "results");
    if (!isRecord(body) || !Array.isArray(rows) || rows.length === 0)
      throw malformed('expected a list of what was found in "results"');
    const usage = readUsage(body, compatibilityOf(provider.name));
    return {
      results: rows.map(readResult),
      ...(typeof body.model === "string" && body.model !== "" ? { modelServed: body.model } : {}),
      ...(usage === undefined ? {} : { usage }),
    };
  },
};

function hasParts(input: ModerationRequest["input"]): input is readonly ModerationPart[] {
  return typeof input !== "string" && input.some((item) => typeof item !== "string");
}

function textOf(part: ModerationPart, place: number, title: string): string {
  if (part.type === "text") return part.text;
  throw unsupported(`input[${place}]`, `${title} judges texts alone; ask a model that takes images`);
}

function readResult(row: unknown, place: number): ModerationResult {
  const told = own(row, "flagged");
  const judged = own(row, "categories");
  const scored = own(row, "category_scores");
  if (typeof told !== "boolean" && !isRecord(judged) && !isRecord(scored))
    throw malformed(`expected "flagged", "categories" or "category_scores" at results[${place}]`);
  const categories = recordOf(judged, (value) => (typeof value === "boolean" ? value : null));
  const flagged = typeof told === "boolean" ? told : isAnyFlagged(categories);
  const inputTypes = own(row, "category_applied_input_types");
  return {
    ...(flagged === undefined ? {} : { flagged }),
    categories,
    scores: recordOf(scored, (value) => (typeof value === "number" ? value : undefined)),
    ...(isRecord(inputTypes) ? { inputTypes: recordOf(inputTypes, readTypes) } : {}),
  };
}

/** What OpenAI's `flagged` means; `undefined` where a category nobody told of may be. */
function isAnyFlagged(categories: ModerationResult["categories"]): boolean | undefined {
  const judged = Object.values(categories);
  if (judged.includes(true)) return true;
  return judged.length === 0 || judged.includes(null) ? undefined : false;
}

function readTypes(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) ? value.filter((type) => typeof type === "string") : undefined;
}

/** The fields that can be read; a category may have any name, but none that would change the object itself. */
function recordOf<Value>(told: unknown, read: (value: unknown) => Value | undefined): Record<string, Value> {
  const record: Record<string, Value> = {};
  for (const [name, value] of Object.entries(isRecord(told) ? told : {})) {
    const known = read(value);
    if (known !== undefined && name !== "__proto__") record[name] = known;
  }
  return record;
}
