import type { Backend } from "../../backend.ts";
import type { BackendConfig, Config } from "../../config.ts";
import { InvalidInputError } from "../../errors.ts";
import type { OpenBackend } from "../../router.ts";
import type { AccountKey } from "./account-key.ts";
import { accountKeysOf } from "./account-keys.ts";
import { Connection } from "./connection.ts";
import { sameConnection } from "./same-connection.ts";

/** One key of one backend, ready to be called. */
export interface Account {
  readonly key: AccountKey;
  readonly connection: Connection;
}

/** The accounts of one config, for as long as a call under it runs. */
export interface AccountSet {
  /** The accounts of a backend, in the order of its keys. */
  of(backend: BackendConfig): readonly Account[];
  /** The call has ended; once for each `enter`. */
  leave(): void;
}

/** The accounts of whatever config is in use. */
export interface Accounts {
  /** Begins a call under a config; what a config before it alone named is closed when its own calls have ended. */
  enter(config: Config): AccountSet;
  /** Closes everything; calls have ended by then. */
  close(): Promise<void>;
}

/** How accounts are opened, and who is told of them. */
export interface AccountsOptions {
  readonly backends: OpenBackend | Readonly<Record<string, Backend>>;
  /** A reload gave an account another key or address. */
  readonly onRenewed: (account: string) => void;
  /** A backend that is not needed any longer could not be closed. */
  readonly onCloseFailed: (error: unknown) => void;
}

/** Opens a backend for each key of each backend, and keeps it over reloads that leave it as it is. */
export function createAccounts({ backends, onRenewed, onCloseFailed }: AccountsOptions): Accounts {
  const isOwn = typeof backends === "function";
  const open = isOwn ? backends : givenBackends(backends);
  let current: Generation | undefined;

  return {
    enter(config) {
      if (current?.config !== config) {
        const before = current;
        current = new Generation(config, open, isOwn, onCloseFailed);
        if (before !== undefined) {
          current.takeOver(before, onRenewed);
          before.supersede();
        }
      }
      current.calls += 1;
      return current;
    },
    async close() {
      await current?.releaseAll();
      current = undefined;
    },
  };
}

/** What is open for one backend. */
interface Opened {
  readonly backend: BackendConfig;
  readonly accounts: readonly Account[];
}

/** The accounts under one config, from one reload to the next. */
class Generation implements AccountSet {
  readonly config: Config;
  readonly #open: OpenBackend;
  readonly #isOwn: boolean;
  readonly #onCloseFailed: (error: unknown) => void;
  /** By name: a backend that stands in no config is another value each time, and the same account. */
  readonly #opened = new Map<string, Opened>();
  #isOver = false;
  calls = 0;

  constructor(config: Config, open: OpenBackend, isOwn: boolean, onCloseFailed: (error: unknown) => void) {
    this.config = config;
    this.#open = open;
    this.#isOwn = isOwn;
    this.#onCloseFailed = onCloseFailed;
  }

  of(backend: BackendConfig): readonly Account[] {
    const opened = this.#opened.get(backend.name);
    return opened?.accounts ?? this.#add(backend);
  }

  leave(): void {
    this.calls -= 1;
    this.#releaseIfOver();
  }

  /** Goes on with what is open already for backends that are still the same. */
  takeOver(before: Generation, onRenewed: (account: string) => void): void {
    for (const [name, { backend, accounts }] of before.#opened) {
      const now = this.config.backends.get(name) ?? (backend.isImplicit ? backend : undefined);
      if (now === undefined) continue;
      if (sameConnection(backend, now)) this.#add(now, accounts);
      else for (const { id } of accountKeysOf(now)) onRenewed(id);
    }
  }

  supersede(): void {
    this.#isOver = true;
    this.#releaseIfOver();
  }

  async releaseAll(): Promise<void> {
    const accounts = [...this.#opened.values()].flatMap(({ accounts }) => accounts);
    this.#opened.clear();
    for (const result of await Promise.allSettled(accounts.map(({ connection }) => connection.release()))) {
      if (result.status === "rejected") this.#onCloseFailed(result.reason);
    }
  }

  #add(backend: BackendConfig, opened: readonly Account[] = []): readonly Account[] {
    // A backend that was given ready has its keys already.
    const keys = this.#isOwn ? accountKeysOf(backend) : accountKeysOf(backend).slice(0, 1);
    const accounts = keys.map((key, place): Account => {
      const connection =
        opened[place]?.connection ?? new Connection(() => this.#open(backend, backend.apiKeys[key.index]), this.#isOwn);
      connection.hold();
      return { key, connection };
    });
    this.#opened.set(backend.name, { backend, accounts });
    return accounts;
  }

  #releaseIfOver(): void {
    if (this.#isOver && this.calls === 0) void this.releaseAll();
  }
}

function givenBackends(backends: Readonly<Record<string, Backend>>): OpenBackend {
  const byName = new Map(Object.entries(backends));
  return ({ name }) => {
    const backend = byName.get(name);
    if (backend !== undefined) return backend;
    const there = [...byName.keys()].join(", ") || "none";
    throw new InvalidInputError("router", [
      { path: "backends", message: `no backend "${name}" was given; there are ${there}` },
    ]);
  };
}
