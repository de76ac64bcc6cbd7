import type { Connector } from "../connector.ts";
import { ConnectorError } from "../errors.ts";
import type { Facts, Model } from "../model.ts";
import type { Account } from "../provider.ts";
import { toModel } from "../registry/merge-layers.ts";
import { CONFIG } from "../registry/origin-order.ts";
import type { Route, Target } from "../route.ts";
import type { Environment } from "../util/env.ts";
import { hideSecret } from "../util/hide-secret.ts";
import type { JsonValue } from "../util/json.ts";
import { type AccountOptions, accountFor, type Sources } from "./account.ts";
import { accountOfTarget } from "./target-account.ts";

/** How a model is reached and called, where that differs from its record, the config and the environment. */
export interface ConnectOverrides extends AccountOptions {
  /** Request parameters laid over the model's own (`{ temperature: 0 }`); `null` takes one away. */
  parameters?: Readonly<Record<string, JsonValue>>;
}

/** What connecting draws on beside the model. */
export interface ConnectContext {
  connector: Connector;
  env: Environment;
  sources: Sources;
}

/** The options with which a client calls a model of the registry. @throws {ConnectorError} */
export function connectModel(model: Model, overrides: ConnectOverrides, context: ConnectContext): object {
  const { parameters, ...options } = overrides;
  const account = accountFor(model, context.env, context.connector.name, options, context.sources);
  return format(model, account, { ...model.parameters, ...parameters }, context);
}

/**
 * The options with which a client calls the primary target of a route, or the one at the backend `via` names.
 * @throws {ConnectorError}
 */
export function connectRoute(route: Route, overrides: ConnectOverrides, context: ConnectContext): object {
  const { parameters, via, ...options } = overrides;
  const target = targetOf(route, via, context.connector.name);
  const account = accountOfTarget(target, options, {
    connector: context.connector.name,
    model: route.asked,
    env: context.env,
    sources: context.sources,
  });
  const { known, extra } = target.parameters;
  return format(modelOf(route, target), account, { ...extra, ...known, ...parameters }, context);
}

function format(
  model: Model,
  account: Account,
  parameters: Readonly<Record<string, JsonValue>>,
  { connector }: ConnectContext,
): object {
  const asked = Object.entries(parameters).filter(([, value]) => value !== null);
  // Clients change what they are given, and the model's own parameters are frozen.
  const output = connector.format({ ...model, parameters: structuredClone(Object.fromEntries(asked)) }, account);
  const secrets = [account.apiKey, ...Object.values(account.headers)].filter((secret) => secret !== undefined);
  return secrets.length === 0 ? output : hideSecret(output, ...secrets);
}

/**
 * The target of a route that is connected to: the primary, or the first at the backend `via` names.
 * @throws {ConnectorError} when none is there
 */
export function targetOf({ asked, targets, fallback }: Route, via: string | undefined, connector: string): Target {
  const all = [...targets, ...Object.values(fallback).flat()];
  const found = via === undefined ? all[0] : all.find(({ backend }) => backend.name === via);
  if (found !== undefined) return found;
  const known = [...new Set(all.map(({ backend }) => backend.name))].join(", ");
  const message = `${asked} has no target at "${via}", only at ${known}`;
  throw new ConnectorError("unreachable_by_client", connector, message);
}

/** A target as connectors take it: with its id at its provider, and the other backends as the other ways to the model. */
function modelOf({ asked, targets, capabilities }: Route, target: Target): Model {
  const { provider } = target.backend;
  const others = targets.filter(({ backend }) => backend !== target.backend && backend.name !== provider.name);
  const facts: Facts = {
    ...target.facts,
    provider: provider.name,
    capabilities: { ...target.facts.capabilities, ...capabilities },
    connectorMetadata: {
      ...Object.fromEntries(others.map(({ backend }) => [backend.name, {}])),
      [provider.name]: { ...target.facts.connectorMetadata?.[provider.name], id: target.calledAs },
    },
  };
  const at = new Date(0).toISOString();
  return toModel(asked, { createdAt: at, layers: { [CONFIG]: { at, facts } } }, new Map());
}
