import type { Model } from "../model.ts";
import type { OriginRecord, StoredModel } from "../store.ts";
import type { JsonValue } from "../util/json.ts";
import { jsonEqual } from "../util/json-equal.ts";
import { own } from "../util/record.ts";
import { pointer } from "./merging.ts";
import { type RankedLayer, rankLayers, USER } from "./origin-order.ts";

/** What one origin says of one field. */
export interface Statement {
  value: JsonValue | undefined;
  origin: string;
  /** When the origin's word on this model last changed (ISO 8601). */
  at: string;
  /** Since when the origin no longer lists the model (ISO 8601). */
  missingSince?: string;
}

/** Where the value of a field comes from, and what the other origins say. */
export interface Provenance {
  value: JsonValue | undefined;
  /** Absent when nobody says anything. */
  origin?: string;
  at?: string;
  others: readonly Statement[];
}

/** A field on which origins disagree. */
export interface Disagreement {
  id: string;
  /** Dotted path. */
  path: string;
  /** How far apart the numbers are, as a share of the largest; 1 for what is not a number. */
  by: number;
  statements: readonly Statement[];
}

/** The layers a model was merged from. */
interface Layers {
  layered(id: string): StoredModel | undefined;
  readonly origins: ReadonlyMap<string, OriginRecord>;
}

/** Explains one field, named by its dotted path. */
export function explainField(layers: Layers, model: Model, path: string): Provenance {
  const value = valueAt(model, path);
  const statements = statementsOn(layers, model, path);
  const said = layers.layered(model.id)?.layers[USER];
  const erased = said?.erased ?? [];
  const steps = path.split(".");
  if (value === undefined && steps.some((_, end) => erased.includes(pointer(...steps.slice(0, end + 1))))) {
    return { value, origin: USER, at: said?.at ?? model.createdAt, others: statements };
  }
  const winner = statements.find((statement) => jsonEqual(statement.value, value)) ?? statements[0];
  if (winner === undefined || value === undefined) return { value, others: statements };
  const others = statements.filter((statement) => statement !== winner);
  return { value, origin: winner.origin, at: winner.at, others };
}

const COMPARED = [
  "contextWindow",
  "maxOutputTokens",
  "pricing.input",
  "pricing.output",
  "pricing.cacheRead",
  "pricing.cacheWrite",
  "pricing.reasoning",
  "pricing.request",
] as const;

/** The fields of a model on which live origins are further apart than `by`; differing capabilities always count. */
export function disagreementsOf(layers: Layers, model: Model, by: number): Disagreement[] {
  if (Object.keys(layers.layered(model.id)?.layers ?? {}).length < 2) return [];
  const paths = [...COMPARED, ...Object.keys(model.capabilities).map((name) => `capabilities.${name}`)];
  return paths.flatMap((path) => {
    const statements = statementsOn(layers, model, path).filter(
      ({ value, missingSince }) => value !== null && missingSince === undefined,
    );
    const distance = distanceOf(statements.map(({ value }) => value));
    return distance > by ? [{ id: model.id, path, by: distance, statements }] : [];
  });
}

function distanceOf(values: readonly (JsonValue | undefined)[]): number {
  const numbers = values.filter((value) => typeof value === "number");
  if (numbers.length === values.length && numbers.length > 1) {
    const largest = Math.max(...numbers.map(Math.abs));
    return largest === 0 ? 0 : (Math.max(...numbers) - Math.min(...numbers)) / largest;
  }
  return values.some((value) => !jsonEqual(value, values[0])) ? 1 : 0;
}

function statementsOn(layers: Layers, model: Model, path: string): Statement[] {
  const ofModel = layers.layered(model.id);
  if (ofModel === undefined) return [];
  const ranked: RankedLayer[] = rankLayers(ofModel, model.provider, layers.origins, path.split(".")[0] === "pricing");
  return ranked.flatMap(({ origin, layer }) => {
    const value = valueAt(layer.facts, path);
    if (value === undefined) return [];
    const { at, missingSince } = layer;
    return [{ value, origin, at, ...(missingSince === undefined ? {} : { missingSince }) }];
  });
}

/** The value at a dotted path; keys that hold dots themselves are found too. */
function valueAt(value: unknown, path: string): JsonValue | undefined {
  const whole = own(value, path);
  if (whole !== undefined) return whole as JsonValue;
  for (let dot = path.indexOf("."); dot !== -1; dot = path.indexOf(".", dot + 1)) {
    const inner = own(value, path.slice(0, dot));
    const found = inner === undefined ? undefined : valueAt(inner, path.slice(dot + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}
