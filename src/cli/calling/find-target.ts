import type { Backend } from "../../backend.ts";
import { createBackend, findBackendProvider } from "../../builtins/backends.ts";
import type { ChatRequest } from "../../chat.ts";
import { idAt } from "../../connector.ts";
import { ModelNotFoundError } from "../../errors.ts";
import { accountFor } from "../../manager/account.ts";
import { isRoute } from "../../manager/config-in-use.ts";
import { targetOf } from "../../manager/connect.ts";
import type { ModelManager } from "../../manager.ts";
import { type Facts, type Model, splitId } from "../../model.ts";
import type { Route, Target } from "../../route.ts";
import type { Environment } from "../../util/env.ts";
import type { Terminal } from "../terminal.ts";

/** What a name on the command line leads to. */
export interface FoundTarget {
  readonly backend: Backend;
  /** The model's id at its provider. */
  readonly model: string;
  /** `backend/model-id`. */
  readonly target: string;
  /** What every request begins with, by the config. */
  readonly parameters: Omit<ChatRequest, "messages">;
}

/**
 * The target of a name: the primary of what the config exposes under it, a model of the registry by id or alias, else a
 * model id behind its provider's name.
 * @throws {ModelNotFoundError} for a name that is none of them @throws {RouteError}
 */
export function findTarget(
  name: string,
  manager: ModelManager,
  { env }: Terminal,
  { via }: { via?: string | undefined } = {},
): FoundTarget {
  const route = routeOf(name, manager);
  if (route !== undefined) return routeTarget(route, targetOf(route, via, "chat"), manager, env);
  const { registry, sources } = manager;
  const { provider: prefix = "", name: rest } = splitId(name);
  const provider = findBackendProvider(prefix);
  const listed = registry.resolve(name);
  if (listed === undefined && provider !== undefined && via === undefined && rest !== "") {
    return {
      backend: createBackend({ provider, env }),
      model: rest,
      target: `${provider.name}/${rest}`,
      parameters: {},
    };
  }
  const model = listed ?? registry.require(name);
  const account = accountFor(model, env, "chat", via === undefined ? {} : { via }, sources);
  const { apiKey, baseUrl, headers } = account;
  const id = idAt(model, account.provider.name);
  const backend = createBackend({
    provider: account.provider,
    env,
    baseUrl,
    headers,
    ...(apiKey !== undefined && { apiKey }),
    facts: (asked) =>
      asked === id ? factsAt(model, account.provider.name) : manager.catalogue.facts(account.provider.name, asked),
  });
  return { backend, model: id, target: `${account.provider.name}/${id}`, parameters: model.parameters };
}

/** The route a name leads along; none where no config is in use, or it says nothing of the name. @throws {RouteError} */
function routeOf(name: string, manager: ModelManager): Route | undefined {
  if (manager.config === undefined) return undefined;
  try {
    const meaning = manager.lookUp(name);
    return isRoute(meaning) ? meaning : undefined;
  } catch (error) {
    if (error instanceof ModelNotFoundError) return undefined;
    throw error;
  }
}

function routeTarget({ timeouts }: Route, target: Target, { catalogue }: ModelManager, env: Environment): FoundTarget {
  const { backend: config, facts, calledAs, parameters } = target;
  const { name, provider, apiKeys, baseUrl, headers, organization, region, apiVersion } = config;
  const backend = createBackend({
    provider,
    name,
    env,
    timeouts,
    headers,
    ...(apiKeys.length > 0 && { apiKey: apiKeys }),
    ...(baseUrl !== undefined && { baseUrl }),
    ...(organization !== undefined && { organization }),
    ...(region !== undefined && { region }),
    ...(apiVersion !== undefined && { apiVersion }),
    facts: (asked) => (asked === calledAs ? facts : catalogue.facts(provider.name, asked)),
  });
  return { backend, model: calledAs, target: target.id, parameters: { ...parameters.known, extra: parameters.extra } };
}

/** A price belongs to a target: elsewhere than at its own provider a model may cost something else. */
function factsAt(model: Model, provider: string): Facts {
  if (model.provider === provider) return model;
  const { pricing: _, ...facts } = model;
  return facts;
}
