import type { Backend } from "../../backend.ts";
import { createBackend, findBackendProvider } from "../../builtins/backends.ts";
import { idAt } from "../../connector.ts";
import { accountFor } from "../../manager/account.ts";
import type { ModelManager } from "../../manager.ts";
import { type Facts, type Model, splitId } from "../../model.ts";
import type { Terminal } from "../terminal.ts";

/** What a name on the command line leads to. */
export interface FoundTarget {
  readonly backend: Backend;
  /** The model's id at its provider. */
  readonly model: string;
  /** `backend/model-id`. */
  readonly target: string;
}

/**
 * The target of a name: a model of the registry by id or alias, else a model id behind its provider's name.
 * @throws {ModelNotFoundError} for a name that is neither
 */
export function findTarget(
  name: string,
  { registry, sources }: ModelManager,
  { env }: Terminal,
  { via }: { via?: string | undefined } = {},
): FoundTarget {
  const { provider: prefix = "", name: rest } = splitId(name);
  const provider = findBackendProvider(prefix);
  const listed = registry.resolve(name);
  if (listed === undefined && provider !== undefined && via === undefined && rest !== "") {
    return { backend: createBackend({ provider, env }), model: rest, target: `${provider.name}/${rest}` };
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
    facts: () => factsAt(model, account.provider.name),
  });
  return { backend, model: id, target: `${account.provider.name}/${id}` };
}

/** A price belongs to a target: elsewhere than at its own provider a model may cost something else. */
function factsAt(model: Model, provider: string): Facts {
  if (model.provider === provider) return model;
  const { pricing: _, ...facts } = model;
  return facts;
}
