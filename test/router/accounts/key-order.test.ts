import { describe, expect, it } from "vitest";
import type { Account } from "../../../src/router/accounts/accounts.ts";
import { Connection } from "../../../src/router/accounts/connection.ts";
import { keysInOrder } from "../../../src/router/accounts/key-order.ts";
import { anAccount } from "../support/an-account.ts";
import { plainBackend } from "../support/plain-backend.ts";

/** Keys of one backend that nobody has used yet. */
function someKeys(count: number): Account[] {
  return Array.from({ length: count }, (_, index) => ({
    key: { ...anAccount(), id: `openai#${index + 1}`, index },
    connection: new Connection(() => plainBackend("openai"), true),
  }));
}

const idsOf = (accounts: readonly Account[]) => accounts.map(({ key }) => key.id);

describe("the keys of a backend", () => {
  it("are used in turn", () => {
    const keys = someKeys(3);
    const first = Array.from({ length: 6 }, () => {
      const [next] = keysInOrder(keys, undefined);
      next?.connection.use();
      if (next !== undefined) next.connection.running -= 1;
      return next?.key.index;
    });
    expect(first).toEqual([0, 1, 2, 0, 1, 2]);
  });

  it("that have calls under way come after those that have fewer, however long ago they were used", () => {
    const keys = someKeys(3);
    for (const { connection } of keys) connection.use();
    for (const place of [1, 2]) (keys[place] as Account).connection.running -= 1;
    expect(idsOf(keysInOrder(keys, undefined))).toEqual(["openai#2", "openai#3", "openai#1"]);
  });

  it("stay in one order for a session, whatever runs", () => {
    const keys = someKeys(3);
    const before = idsOf(keysInOrder(keys, "ann"));
    keys.find(({ key }) => key.id === before[0])?.connection.use();
    expect(idsOf(keysInOrder(keys, "ann"))).toEqual(before);
  });
});
