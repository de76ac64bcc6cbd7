import { ConnectorError } from "../errors.ts";
import type { Model } from "../model.ts";
import type { Account } from "../provider.ts";

/** The error of a client whose dialect the model's provider does not answer in; it names what reaches the model instead. */
export function cannotReach(model: Model, account: Account, connector: string, dialect: string): ConnectorError {
  const { provider } = account;
  const clients = clientsFor(account);
  const others = Object.keys(model.connectorMetadata).filter((system) => system !== provider.name);
  const ways = [
    ...(clients.length === 0 ? [] : [`the client ${clients.join(" or ")} reaches it`]),
    ...(others.length === 0
      ? []
      : [`the model is also listed at ${others.join(", ")}: connect with { via: "${others[0]}" }`]),
  ];
  const message = [`${model.id}: ${provider.title} does not answer in ${dialect}'s dialect`, ...ways].join("; ");
  return new ConnectorError("unreachable_by_client", connector, message);
}

function clientsFor({ provider, openaiBaseUrl, anthropicBaseUrl }: Account): string[] {
  return [
    ...(provider.dialect === "google" ? ["google"] : []),
    ...(provider.dialect === "ollama" ? ["ollama"] : []),
    ...(openaiBaseUrl === undefined ? [] : ["openai"]),
    ...(anthropicBaseUrl === undefined ? [] : ["anthropic"]),
  ];
}
