import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rendezvous } from "../../../src/router/choice/affinity.ts";

const same = (id: string) => id;
const items = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 12 }), { maxLength: 8 });
const sessions = Array.from({ length: 20_000 }, (_, place) => `session ${place}`);

describe("the order in which a key prefers things", () => {
  it("holds each once, and is the same wherever they stood before", () => {
    fc.assert(
      fc.property(fc.string(), items, fc.infiniteStream(fc.nat()), (key, all, order) => {
        const places = new Map(all.map((item) => [item, order.next().value ?? 0]));
        const shuffled = [...all].sort((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0));
        expect(rendezvous(key, shuffled, same)).toEqual(rendezvous(key, all, same));
        expect([...rendezvous(key, all, same)].sort()).toEqual([...all].sort());
      }),
    );
  });

  it("keeps the order of the others when one goes", () => {
    fc.assert(
      fc.property(fc.string(), items, fc.nat(), (key, all, which) => {
        const gone = all[which % Math.max(1, all.length)];
        const left = all.filter((item) => item !== gone);
        expect(rendezvous(key, left, same)).toEqual(rendezvous(key, all, same).filter((item) => item !== gone));
      }),
    );
  });

  it("makes each thing the first of as many keys as its weight says", () => {
    const weights = new Map([
      ["openai/gpt-4o", 6],
      ["azure/gpt-4o", 3],
      ["openrouter/gpt-4o", 1],
    ]);
    const counts = new Map<string, number>();
    for (const session of sessions) {
      const [first = ""] = rendezvous(session, [...weights.keys()], same, (id) => weights.get(id) ?? 0);
      counts.set(first, (counts.get(first) ?? 0) + 1);
    }
    for (const [id, weight] of weights) {
      expect((counts.get(id) ?? 0) / sessions.length).toBeCloseTo(weight / 10, 1);
    }
  });

  it("moves a fourth of the keys to the fourth thing, and none between the others", () => {
    const three = ["a", "b", "c"];
    const firstOf = (session: string, all: readonly string[]) => rendezvous(session, all, same)[0];
    const moved = sessions.filter((session) => firstOf(session, three) !== firstOf(session, [...three, "d"]));
    expect(moved.length / sessions.length).toBeCloseTo(0.25, 1);
    expect(moved.every((session) => firstOf(session, [...three, "d"]) === "d")).toBe(true);
  });

  it("puts what weighs nothing last", () => {
    for (const session of sessions.slice(0, 100)) {
      expect(rendezvous(session, ["drained", "a", "b"], same, (id) => (id === "drained" ? 0 : 1))[2]).toBe("drained");
    }
  });
});
