import type { Backend } from "../../backend.ts";
import { openBackend } from "../../builtins/open-backend.ts";
import { ownAccount } from "../../manager/account.ts";
import type { ModelManager } from "../../manager.ts";
import type { Target } from "../../route.ts";
import type { Terminal } from "../terminal.ts";
import { leadTo } from "./lead-to.ts";

/** What a name on the command line leads to, ready to be asked without a router. */
export interface FoundTarget {
  readonly backend: Backend;
  /** What it is called there. */
  readonly model: string;
  /** `backend/model-id`. */
  readonly target: string;
}

/**
 * The target of a name, opened with its first key.
 * @throws {RouteError} for a name that leads nowhere @throws {ConnectorError} when `via` has no such model
 */
export function findTarget(
  name: string,
  manager: ModelManager,
  terminal: Terminal,
  { via }: { via?: string | undefined } = {},
): FoundTarget {
  return openTarget(leadTo(name, manager, via).target, manager, terminal);
}

/** A target opened with one of its keys. @throws {InvalidInputError} for an account that cannot be */
export function openTarget(target: Target, manager: ModelManager, { env }: Terminal, key = 0): FoundTarget {
  const { catalogue, sources } = manager;
  const open = openBackend({ catalogue, env, accountAt: (provider) => ownAccount(sources, provider) });
  const { backend, calledAs, id } = target;
  return { backend: open(backend, backend.apiKeys[key]), model: calledAs, target: id };
}
