import { InvalidInputError } from "../errors.ts";
import { type ModelInput, parseFacts } from "../model.ts";
import type { OriginRecord, StoredLayer, StoredModel } from "../store.ts";
import { jsonEqual } from "../util/json-equal.ts";
import { describe } from "../util/shape.ts";
import { mergeFacts } from "./merge-layers.ts";
import { USER } from "./origin-order.ts";
import { markChecked } from "./stored-facts.ts";
import { userFactsFor } from "./user-layer.ts";

/** What there is before a user says something of a model. */
export interface BeforeChange {
  stored: StoredModel | undefined;
  origins: ReadonlyMap<string, OriginRecord>;
  now: string;
}

/**
 * The stored model that reads as the user wants it, with no more in his layer than what the others do not say;
 * the same object as before when he says nothing new.
 * @throws {InvalidInputError}
 */
export function planUserChange(id: string, input: ModelInput, before: BeforeChange): StoredModel {
  const given: unknown = input?.id;
  if (given !== undefined && given !== id) {
    throw new InvalidInputError(`model ${id}`, [
      { path: "id", message: `expected the key "${id}", got ${describe(given)}` },
    ]);
  }
  const wanted = parseFacts(input, `model ${id}`);
  const { stored, origins, now } = before;
  const said = userFactsFor(id, wanted, stored === undefined ? {} : mergeFacts(id, stored, origins, USER));
  const { [USER]: previous, ...others } = stored?.layers ?? {};
  if (stored !== undefined && jsonEqual(previous?.facts ?? {}, said.facts)) {
    if (jsonEqual(previous?.erased ?? [], said.erased)) return stored;
  }
  const { erased: _erased, ...kept } = previous ?? {};
  const layer: StoredLayer = { ...kept, at: now, facts: said.facts };
  if (said.erased.length > 0) layer.erased = said.erased;
  const silent = Object.keys(said.facts).length === 0 && said.erased.length === 0 && Object.keys(others).length > 0;
  return {
    ...stored,
    createdAt: stored?.createdAt ?? input.createdAt ?? now,
    layers: silent ? others : { [USER]: markChecked(layer), ...others },
  };
}
