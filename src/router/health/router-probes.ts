import type { CallOptions } from "../../backend.ts";
import type { Config } from "../../config.ts";
import { InvalidInputError } from "../../errors.ts";
import type { Clock, ProbeResult } from "../../router.ts";
import type { AccountSet, Accounts } from "../accounts/accounts.ts";
import type { Health } from "./health.ts";
import { type ProbedAccount, probeBackend, startProbes } from "./probes.ts";

/** What a router's probes need. */
export interface RouterProbesOptions {
  readonly accounts: Accounts;
  readonly clock: Clock;
  readonly random: () => number;
  readonly health: Pick<Health, "probed">;
}

/** Asks a router's backends for free: as often as the config says, and when somebody wants to know. */
export interface RouterProbes {
  /** A config comes into use. */
  follow(config: Config): void;
  /** Asks now, each key by itself. @throws {InvalidInputError} for a backend that is not in the config */
  probe(config: Config, backends?: readonly string[], options?: CallOptions): Promise<readonly ProbeResult[]>;
  stop(): void;
}

/** Probes that go with whatever config is in use. */
export function createRouterProbes({ accounts, clock, random, health }: RouterProbesOptions): RouterProbes {
  let stop = () => {};
  return {
    follow(config) {
      stop();
      const { probeMs, breaker } = config.router;
      if (probeMs === undefined) return;
      const probed = (): ProbedAccount[] => {
        const set = accounts.enter(config);
        try {
          return namesOf(config).flatMap((name) => openedAt(set, config, name));
        } finally {
          set.leave();
        }
      };
      stop = startProbes({ everyMs: probeMs, accounts: probed, clock, random, health, settings: () => breaker });
    },
    async probe(config, backends = namesOf(config), { signal, timeouts } = {}) {
      const unknown = backends.filter((name) => !config.backends.has(name));
      if (unknown.length > 0) {
        const message = `${unknown.join(", ")} is not in the config; there are ${[...config.backends.keys()].join(", ") || "none"}`;
        throw new InvalidInputError("probe", [{ path: "backends", message }]);
      }
      const set = accounts.enter(config);
      const timeoutMs = timeouts?.totalMs;
      try {
        const asked = backends.flatMap((name) => openedAt(set, config, name));
        return await Promise.all(
          asked.map(async ({ account, backend }) => ({
            ...(await probeBackend(backend, { signal, clock, ...(timeoutMs !== undefined && { timeoutMs }) })),
            backend: account,
          })),
        );
      } finally {
        set.leave();
      }
    },
    stop: () => stop(),
  };
}

function namesOf({ backends }: Config): string[] {
  return [...backends.values()].flatMap(({ name, enabled }) => (enabled ? [name] : []));
}

/** The accounts of a backend, opened where they are not yet. */
function openedAt(set: AccountSet, config: Config, name: string): ProbedAccount[] {
  const backend = config.backends.get(name);
  if (backend === undefined) return [];
  return set.of(backend).map(({ key, connection }) => ({ account: key.id, backend: connection.backend }));
}
