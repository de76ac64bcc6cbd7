import type { HealthKey } from "../accounts/account-key.ts";
import { createOutcomeWindow, type OutcomeWindow } from "./outcome-window.ts";
import { createPerformanceWindow, type PerformanceWindow } from "./performance-window.ts";
import { createSharedBreaker, type SharedBreaker } from "./shared-breaker.ts";

/** What is kept of one target, whatever the key. */
export interface TargetRecord {
  /** `backend/model-id`. */
  readonly id: string;
  readonly keys: KeyRecord[];
  /** All calls that tell something of it. */
  readonly outcomes: OutcomeWindow;
  readonly performance: PerformanceWindow;
  /** Calls that run. */
  running: number;
  /** When it was last called. */
  usedAt: number;
  /** The code of what went wrong last. */
  lastError: string | undefined;
}

/** What is kept of one key at one model. */
export interface KeyRecord {
  readonly target: TargetRecord;
  readonly account: AccountRecord;
  readonly breaker: SharedBreaker;
  /** What the breaker judges by: calls since it last changed. */
  readonly outcomes: OutcomeWindow;
  /** When a call last failed. */
  failedAt: number;
}

/** What is kept of one key. */
export interface AccountRecord {
  readonly id: string;
  readonly breaker: SharedBreaker;
  /** By target. */
  readonly keys: Map<string, KeyRecord>;
}

/** The records, as many as fit. */
export interface HealthRecords {
  account(id: string): AccountRecord | undefined;
  target(id: string): TargetRecord | undefined;
  targets(): Iterable<TargetRecord>;
  find(key: HealthKey): KeyRecord | undefined;
  /** The record of a key at a model, made where there is none. */
  open(key: HealthKey, now: number): KeyRecord;
}

/** The name of a key at a model in the state: `openai#1/gpt-4o`. */
export function modelStateKey({ target, account }: HealthKey): string {
  return `${account}/${target.slice(target.indexOf("/") + 1)}`;
}

/** The name of a key in the state: `key openai#1`. */
export function accountStateKey(account: string): string {
  return `key ${account}`;
}

/** Keeps records of at most so many keys at models; what was not called for longest is forgotten first. */
export function createHealthRecords(most: number, onForgotten: (record: KeyRecord) => void): HealthRecords {
  const accounts = new Map<string, AccountRecord>();
  const targets = new Map<string, TargetRecord>();
  let count = 0;

  const openAccount = (id: string): AccountRecord => {
    const known = accounts.get(id);
    if (known !== undefined) return known;
    const fresh = { id, breaker: createSharedBreaker(accountStateKey(id), "no_key"), keys: new Map() };
    accounts.set(id, fresh);
    return fresh;
  };

  const openTarget = (id: string, now: number): TargetRecord => {
    const known = targets.get(id);
    if (known !== undefined) return known;
    const fresh: TargetRecord = {
      id,
      keys: [],
      outcomes: createOutcomeWindow(),
      performance: createPerformanceWindow(),
      running: 0,
      usedAt: now,
      lastError: undefined,
    };
    targets.set(id, fresh);
    return fresh;
  };

  // A tenth at once, so that the sorting is paid by many calls.
  const forgetOldest = () => {
    const idle = [...targets.values()].filter(({ running }) => running === 0).sort((a, b) => a.usedAt - b.usedAt);
    for (const { id, keys } of idle) {
      if (count <= most * 0.9) return;
      targets.delete(id);
      count -= keys.length;
      for (const record of keys) {
        const { account } = record;
        onForgotten(record);
        account.keys.delete(id);
        if (account.keys.size === 0 && account.breaker.phase === "closed") accounts.delete(account.id);
      }
    }
  };

  return {
    account: (id) => accounts.get(id),
    target: (id) => targets.get(id),
    targets: () => targets.values(),
    find: ({ account, target }) => accounts.get(account)?.keys.get(target),
    open(key, now) {
      const known = accounts.get(key.account)?.keys.get(key.target);
      if (known !== undefined) return known;
      if (count >= most) forgetOldest();
      const account = openAccount(key.account);
      const target = openTarget(key.target, now);
      const breaker = createSharedBreaker(modelStateKey(key), "cooling");
      const fresh: KeyRecord = { target, account, breaker, outcomes: createOutcomeWindow(), failedAt: -1 };
      account.keys.set(key.target, fresh);
      target.keys.push(fresh);
      count += 1;
      return fresh;
    },
  };
}
