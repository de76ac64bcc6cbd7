import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Facts } from "../../src/model.ts";
import { mergeChanges } from "../../src/registry/merge-changes.ts";
import type { StoredModel } from "../../src/store.ts";

const stored = (facts: Facts, origin = "user", at = "2026-01-01T00:00:00.000Z"): StoredModel => ({
  createdAt: "2026-01-01T00:00:00.000Z",
  layers: { [origin]: { at, facts } },
});

const word = fc.constantFrom<string[]>("a", "b", "c", "d");
const facts = fc.record(
  {
    name: word,
    contextWindow: fc.nat(3),
    tags: fc.uniqueArray(word),
    customMetadata: fc.dictionary(word, fc.nat(2)),
  },
  { requiredKeys: [] },
);
const model = fc.option(
  facts.map((said) => stored(said as Facts)),
  { nil: undefined },
);

describe("joining changes made at the same time", () => {
  it("gives the other side's state when one side changed nothing, and either when both did the same", () => {
    fc.assert(
      fc.property(model, model, (base, changed) => {
        expect(mergeChanges(base, base, changed)).toEqual(changed);
        expect(mergeChanges(base, changed, base)).toEqual(changed);
        expect(mergeChanges(base, changed, changed)).toEqual(changed);
      }),
    );
  });

  it("keeps every tag either side added and none that either took away", () => {
    const tags = fc.uniqueArray(word);
    fc.assert(
      fc.property(tags, tags, tags, (base, ours, theirs) => {
        const joined = mergeChanges(stored({ tags: base }), stored({ tags: ours }), stored({ tags: theirs }));
        const kept = new Set(joined?.layers.user?.facts.tags);
        for (const tag of ["a", "b", "c", "d"]) {
          const before = base.includes(tag);
          const expected = before
            ? ours.includes(tag) && theirs.includes(tag)
            : ours.includes(tag) || theirs.includes(tag);
          expect(kept.has(tag)).toBe(expected);
        }
      }),
    );
  });

  it("joins different fields, and lets ours win on the same one", () => {
    const base = stored({ name: "old", contextWindow: 1 });
    const ours = stored({ name: "ours", contextWindow: 1 });
    const theirs = stored({ name: "theirs", contextWindow: 2, customMetadata: { note: "x" } });
    expect(mergeChanges(base, ours, theirs)?.layers.user?.facts).toEqual({
      name: "ours",
      contextWindow: 2,
      customMetadata: { note: "x" },
    });
  });

  it("joins layers of different origins", () => {
    const joined = mergeChanges(undefined, stored({ name: "u" }), stored({ name: "c" }, "catalog"));
    expect(Object.keys(joined?.layers ?? {}).sort()).toEqual(["catalog", "user"]);
  });

  it("lets an edit beat a deletion, whoever deleted", () => {
    const base = stored({ name: "old" });
    const edited = stored({ name: "new" });
    expect(mergeChanges(base, undefined, edited)).toEqual(edited);
    expect(mergeChanges(base, edited, undefined)).toEqual(edited);
    expect(mergeChanges(base, undefined, base)).toBeUndefined();
  });

  it("keeps fields it does not know", () => {
    const theirs = { ...stored({ name: "x" }), fromTheFuture: { deep: [1] } };
    expect(mergeChanges(stored({}), stored({ contextWindow: 1 }), theirs)).toMatchObject({
      fromTheFuture: { deep: [1] },
    });
  });
});
