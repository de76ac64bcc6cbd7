import { rendezvous } from "../choice/affinity.ts";
import type { Account } from "./accounts.ts";

/**
 * The keys of a backend in the order in which a call tries them: those with the fewest calls first, and of these the one
 * that was used longest ago. The calls of one session always have the same order.
 */
export function keysInOrder(accounts: readonly Account[], sessionKey: string | undefined): readonly Account[] {
  if (accounts.length < 2) return accounts;
  if (sessionKey !== undefined) return rendezvous(sessionKey, accounts, ({ key }) => key.id);
  return [...accounts].sort(({ connection: a }, { connection: b }) => a.running - b.running || a.lastUse - b.lastUse);
}
