import type { Backend } from "../../backend.ts";
import { openBackend } from "../../builtins/open-backend.ts";
import { implicitBackend } from "../../config/implicit-backend.ts";
import type { BackendConfig } from "../../config.ts";
import type { ModelManager } from "../../manager.ts";
import { accountKeysOf } from "../../router/accounts/account-keys.ts";
import { nearest } from "../../util/nearest.ts";
import { UsageError } from "../exit.ts";
import type { Terminal } from "../terminal.ts";
import { targetsFromEnvironment } from "./check-target.ts";

/** One key of one backend, to be asked. */
export interface FoundAccount {
  readonly backend: Backend;
  /** `key 1 of 3`, where there are several. */
  readonly key?: string;
}

/**
 * The accounts of the backends that are named: those of the config in use, and providers with what the environment knows of them.
 * Without a name, all of the config that are enabled, else every provider the environment has a key or an address for.
 * @throws {UsageError} for a name that is none of them
 */
export function findAccounts(
  names: readonly string[],
  { config, catalogue }: ModelManager,
  { env }: Terminal,
): FoundAccount[] {
  const written = config?.backends ?? new Map<string, BackendConfig>();
  const wanted = names.length > 0 ? [...new Set(names)].map((name) => backendNamed(name, written)) : all(written, env);
  const open = openBackend({ catalogue, env });
  return wanted.flatMap((backend) =>
    accountKeysOf(backend).map(({ index, position }) => ({
      backend: open(backend, backend.apiKeys[index]),
      ...(position !== undefined && { key: position }),
    })),
  );
}

function all(written: ReadonlyMap<string, BackendConfig>, env: Terminal["env"]): BackendConfig[] {
  const enabled = [...written.values()].filter(({ enabled }) => enabled);
  if (enabled.length > 0) return enabled;
  return targetsFromEnvironment(env).flatMap((name) => implicitBackend(name) ?? []);
}

function backendNamed(name: string, written: ReadonlyMap<string, BackendConfig>): BackendConfig {
  const found = written.get(name) ?? implicitBackend(name);
  if (found !== undefined) return found;
  const there = [...written.keys()];
  const [near] = nearest(name, there);
  const known = there.length === 0 ? "name a provider" : `there are ${there.join(", ")}, and all providers`;
  throw new UsageError(`there is no backend "${name}"; ${near === undefined ? known : `did you mean ${near}?`}`);
}
