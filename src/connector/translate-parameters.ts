import { ConnectorError } from "../errors.ts";
import type { Model } from "../model.ts";
import type { JsonValue } from "../util/json.ts";

/** What a client calls the parameters it takes, by their names on the wire. */
export type ParameterNames = Readonly<Record<string, string>>;

/** A model's default parameters as a client takes them. */
export interface TranslatedParameters {
  /** Under the client's own names. */
  known: Record<string, JsonValue>;
  /** Those the client has no name for, as they were. */
  others: Record<string, JsonValue>;
}

// What a connector or the caller says itself; a parameter of that name would be lost, or take the place of it.
const TAKEN = ["model", "messages"];

/**
 * Gives a model's default parameters the names a client has for them; a single `stop` becomes a list.
 * @throws {ConnectorError} when two of them mean the same, or one is no parameter
 */
export function translateParameters(model: Model, connector: string, names: ParameterNames): TranslatedParameters {
  refuseTaken(model, connector);
  const known = new Map<string, { from: string; value: JsonValue }>();
  const others: [string, JsonValue][] = [];
  for (const [name, value] of Object.entries(model.parameters)) {
    const own = Object.hasOwn(names, name) ? names[name] : undefined;
    if (own === undefined) {
      others.push([name, value]);
      continue;
    }
    const twin = known.get(own);
    if (twin !== undefined) {
      const message = `${model.id}: the parameters ${twin.from} and ${name} both mean the client's ${own}: take one away with { parameters: { ${name}: null } }`;
      throw new ConnectorError("unsupported_parameter", connector, message);
    }
    known.set(own, { from: name, value: name.startsWith("stop") && typeof value === "string" ? [value] : value });
  }
  return {
    known: Object.fromEntries([...known].map(([name, { value }]) => [name, value])),
    others: Object.fromEntries(others),
  };
}

/**
 * Refuses parameters whose names stand for something else.
 * @throws {ConnectorError} naming them
 */
export function refuseTaken(model: Model, connector: string, taken: readonly string[] = TAKEN): void {
  refuseParameters(
    model,
    connector,
    taken.filter((name) => Object.hasOwn(model.parameters, name)),
  );
}

/**
 * Refuses parameters that a client would drop on the way.
 * @throws {ConnectorError} naming them, and what the client takes where that is a closed list
 */
export function refuseParameters(
  model: Model,
  connector: string,
  refused: readonly string[],
  taken: readonly string[] = [],
): void {
  if (refused.length === 0) return;
  const takes = taken.length === 0 ? "" : `; it takes ${taken.join(", ")}`;
  const away = refused.map((name) => `${JSON.stringify(name)}: null`).join(", ");
  const message = `${model.id}: the client has no place for the parameter ${refused.join(", ")}${takes}; take it away with { parameters: { ${away} } }`;
  throw new ConnectorError("unsupported_parameter", connector, message);
}
