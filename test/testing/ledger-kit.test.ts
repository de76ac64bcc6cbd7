import { describe, expect, it } from "vitest";
import type { Ledger } from "../../src/ledger.ts";
import { memoryLedger } from "../../src/ledgers/memory.ts";
import { ledgerContract } from "../../src/testing/ledger-kit.ts";

/** The names of the cases a ledger fails that is faulty in one thing. */
async function failures(fault: (sound: Ledger) => Partial<Ledger>): Promise<string[]> {
  const make = () => {
    const sound = memoryLedger();
    return { ledger: { ...sound, ...fault(sound) } };
  };
  const failed: string[] = [];
  for (const { name, run } of ledgerContract({ make })) {
    try {
      await run();
    } catch {
      failed.push(name);
    }
  }
  return failed;
}

describe("the ledger kit", () => {
  it.each<[string, (sound: Ledger) => Partial<Ledger>, string]>([
    [
      "reads oldest first",
      (sound) => ({ attempts: async (query) => (await sound.attempts(query)).toReversed() }),
      "newest first",
    ],
    [
      "keeps an attempt twice",
      (sound) => {
        let number = 0;
        return { record: (attempt) => sound.record({ ...attempt, id: `${attempt.id}/${number++}` }) };
      },
      "the same attempt twice is one",
    ],
    [
      "reads all there are",
      (sound) => ({ attempts: (query) => sound.attempts({ limit: 1_000, ...query }) }),
      "100 attempts",
    ],
    [
      "limits totals too",
      (sound) => ({ totals: async (by, query) => (query?.limit === 2 ? [] : sound.totals(by, query)) }),
      "100 attempts",
    ],
    [
      "does not look at the caller",
      (sound) => ({ attempts: ({ caller: _, ...query } = {}) => sound.attempts(query) }),
      "every condition",
    ],
    [
      "does not look at the end",
      (sound) => ({ attempts: ({ until: _, ...query } = {}) => sound.attempts(query) }),
      "a time begins",
    ],
    [
      "adds money up as numbers",
      (sound) => ({
        totals: async (by, query) =>
          (await sound.totals(by, query)).map((total) => ({ ...total, cost: String(Number(total.cost)) })),
      }),
      "totals are exact",
    ],
    [
      "orders groups otherwise",
      (sound) => ({ totals: async (by, query) => (await sound.totals(by, query)).toReversed() }),
      "in the order",
    ],
    [
      "throws after its end",
      (sound) => {
        let isClosed = false;
        return {
          async close() {
            isClosed = true;
          },
          record(attempt) {
            if (isClosed) throw new Error("closed");
            sound.record(attempt);
          },
        };
      },
      "recording after the end",
    ],
  ])("catches one that %s", async (_name, fault, expected) => {
    expect((await failures(fault)).join("; ")).toContain(expected);
  });

  it("finds nothing wrong with a sound one", async () => {
    expect(await failures(() => ({}))).toEqual([]);
  });
});
