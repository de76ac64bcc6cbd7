import { ConnectorError } from "./errors.ts";
import { type Model, splitId } from "./model.ts";
import type { Account } from "./provider.ts";

/** Answers "how do I use this model with client X?" Pure: it calls nothing, reads no environment and changes nothing. */
export interface Connector<Output extends object = Record<string, unknown>> {
  readonly name: string;
  /** What takes its options, in a few words for lists: `new OpenAI(client)`. */
  readonly description?: string;
  /**
   * The options the client takes as they are.
   * @throws {ConnectorError} when the client cannot reach the model, saying what would
   */
  format(model: Model, account: Account): Output;
}

/** The id a model has at a provider: the one recorded for it, else its canonical id without the provider. */
export function idAt(model: Model, provider: string): string {
  return model.connectorMetadata[provider]?.id ?? splitId(model.id).name;
}

/**
 * The account's key; where a provider needs none, the placeholder that clients insist on.
 * @throws {ConnectorError} naming the variable to set, when a key is needed and missing
 */
export function keyOf(model: Model, account: Account, connector: string): string {
  const { provider, apiKey } = account;
  if (apiKey !== undefined) return apiKey;
  if (provider.keyVariables.length === 0 || provider.isLocal) return provider.name;
  const variables = provider.keyVariables.join(" or ");
  const others = Object.keys(model.connectorMetadata).filter((system) => system !== provider.name);
  const via = others.length === 0 ? "" : `, or go through ${others.join(" or ")} ({ via: "${others[0]}" })`;
  throw new ConnectorError(
    "missing_credential",
    connector,
    `${model.id}: no key for ${provider.title}: set ${variables}, pass { apiKey }${via}`,
    { fault: "credential" },
  );
}
