import { InvalidInputError } from "./errors.ts";
import type { Model } from "./model.ts";
import { pricingAt, TOKEN_RATES, UNIT_RATES } from "./pricing.ts";
import type { JsonValue } from "./util/json.ts";
import { jsonEqual } from "./util/json-equal.ts";
import { isRecord } from "./util/record.ts";

/** What is known of one field of one model: without `value` it is unknown, with `null` it does not apply. */
export interface ComparedValue {
  value?: JsonValue;
  /** Lowest price, or largest context window or output, of all models compared; only where every one is known. */
  best?: true;
}

/** One field of the models compared; `values` stand in the order of the models. */
export interface ComparedField {
  /** Dotted path: `pricing.input`. */
  path: string;
  values: readonly ComparedValue[];
  /** Whether they are not all the same; unknown is not the same as known. */
  differs: boolean;
}

/** Models side by side, field by field, as plain data. */
export interface Comparison {
  /** The ids of the models. */
  models: readonly string[];
  fields: readonly ComparedField[];
}

const COMPARED = [
  "name",
  "provider",
  "family",
  "version",
  "isLocal",
  "contextWindow",
  "maxOutputTokens",
  "pricing",
  "capabilities",
  "modalities",
  "benchmarks",
  "lifecycle",
  "missingSince",
  "tags",
  "parameters",
  "customMetadata",
] as const satisfies readonly (keyof Model)[];

const LARGEST_IS_BEST = new Set(["contextWindow", "maxOutputTokens"]);
const LOWEST_IS_BEST = new Set([...TOKEN_RATES, ...UNIT_RATES].map((rate) => `pricing.${rate}`));

/**
 * Models side by side, with the prices that hold at a time; a field nobody knows anything of is left out.
 * @throws {InvalidInputError} for fewer than two models
 */
export function compareModels(models: readonly Model[], at: Date): Comparison {
  const different = new Set(models.map(({ id }) => id));
  if (different.size < 2 || different.size < models.length) {
    const message =
      models.length < 2
        ? `expected at least two models, got ${models.length}`
        : `expected different models, got ${models.map(({ id }) => id).join(", ")}`;
    throw new InvalidInputError("compare", [{ path: "", message }]);
  }
  const leaves = models.map((model) => leavesOf(model, at));
  const paths = new Set(leaves.flatMap((known) => [...known.keys()]));
  const rank = (path: string) => COMPARED.findIndex((field) => path === field || path.startsWith(`${field}.`));
  const ordered = [...paths].sort((a, b) => rank(a) - rank(b));
  return {
    models: models.map(({ id }) => id),
    fields: ordered.map((path) =>
      compareField(
        path,
        leaves.map((known) => known.get(path)),
      ),
    ),
  };
}

function compareField(path: string, values: readonly (JsonValue | undefined)[]): ComparedField {
  const differs = values.some((value) => !jsonEqual(value, values[0]));
  const best = differs ? bestOf(path, values) : undefined;
  return {
    path,
    values: values.map((value) => ({
      ...(value !== undefined && { value }),
      ...(best !== undefined && value === best && { best: true as const }),
    })),
    differs,
  };
}

// With one of them unknown, the best of the others may not be the best.
function bestOf(path: string, values: readonly (JsonValue | undefined)[]): number | undefined {
  const numbers = values.filter((value) => typeof value === "number");
  if (numbers.length < values.length) return undefined;
  if (LARGEST_IS_BEST.has(path)) return Math.max(...numbers);
  return LOWEST_IS_BEST.has(path) ? Math.min(...numbers) : undefined;
}

function leavesOf(model: Model, at: Date): Map<string, JsonValue> {
  const { dated: _otherTimes, windows: _otherHours, from: _since, ...pricing } = pricingAt(model.pricing, at);
  const leaves = new Map<string, JsonValue>();
  for (const field of COMPARED) collect(field === "pricing" ? pricing : model[field], field, leaves);
  return leaves;
}

function collect(value: unknown, path: string, leaves: Map<string, JsonValue>): void {
  if (value === undefined) return;
  if (!isRecord(value)) leaves.set(path, value as JsonValue);
  else for (const [key, item] of Object.entries(value)) collect(item, `${path}.${key}`, leaves);
}
