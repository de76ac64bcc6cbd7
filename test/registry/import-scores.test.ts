import { describe, expect, it } from "vitest";
import type { ModelInput } from "../../src/model.ts";
import { ModelRegistry } from "../../src/registry.ts";

let now = "2026-01-01T00:00:00.000Z";

function aRegistry(): ModelRegistry {
  now = "2026-01-01T00:00:00.000Z";
  const registry = new ModelRegistry(null, { clock: () => new Date(now) });
  registry.import("shop", [
    { id: "acme/one", aliases: ["acme/one-latest"] },
    { id: "acme/two", connectorMetadata: { acme: { id: "two-native" } } },
    { id: "acme/shared" },
    { id: "other/shared" },
  ]);
  return registry;
}

const scored = (id: string, score: number, benchmark = "exam"): ModelInput => ({
  id,
  benchmarks: { [benchmark]: { score, source: "https://exam.test", date: "2026-01-01" } },
});

const measure = (registry: ModelRegistry, rows: ModelInput[], acceptFewer = false) =>
  registry.import("exam", rows, { kind: "scores", acceptFewer });

describe("importing scores", () => {
  it("adds facts to models that are there, and no model", () => {
    const registry = aRegistry();
    const result = measure(registry, [scored("acme/one", 71), scored("acme/unheard-of", 99)]);
    expect(registry.get("acme/one")?.benchmarks).toEqual({
      exam: { score: 71, source: "https://exam.test", date: "2026-01-01" },
    });
    expect(registry.has("acme/unheard-of")).toBe(false);
    expect(result).toMatchObject({
      found: 1,
      added: [],
      missing: [],
      returned: [],
      changed: [{ id: "acme/one", fields: [{ path: "benchmarks.exam.score", from: undefined, to: 71 }, {}, {}] }],
      skipped: [{ row: "acme/unheard-of", reason: "no model of this name; declare an alias" }],
    });
  });

  it("finds a model by its id, an alias, or the name its provider knows it by, and by nothing else", () => {
    const registry = aRegistry();
    const rows = ["acme/one-latest", "two-native", "shared", "acme/two-native", "ACME/ONE", "one-latest"];
    const { matched, skipped } = measure(
      registry,
      rows.map((id, index) => scored(id, index)),
    );
    expect([...matched]).toEqual([
      ["acme/one-latest", "acme/one"],
      ["two-native", "acme/two"],
    ]);
    const unmatched = "no model of this name; declare an alias";
    expect(skipped).toEqual([
      {
        row: "shared",
        reason: '"shared" fits 2 models: acme/shared, other/shared; use a full id, or declare an alias',
      },
      { row: "acme/two-native", reason: unmatched },
      { row: "ACME/ONE", reason: unmatched },
      { row: "one-latest", reason: unmatched },
    ]);
  });

  it("lets the exact name speak before an alias, and joins what two names say of one model", () => {
    const registry = aRegistry();
    const { skipped } = measure(registry, [
      scored("acme/one-latest", 1),
      scored("acme/one-latest", 5, "quiz"),
      scored("acme/one", 2),
    ]);
    expect(registry.get("acme/one")?.benchmarks).toMatchObject({ exam: { score: 2 }, quiz: { score: 5 } });
    expect(skipped).toEqual([{ row: "acme/one-latest", reason: "acme/one has two scores on exam; the first counts" }]);
  });

  it("neither keeps a model listed nor makes one missing", () => {
    const registry = aRegistry();
    measure(registry, [scored("acme/one", 71), scored("acme/two", 60)]);
    now = "2026-02-01T00:00:00.000Z";
    registry.import("shop", [{ id: "acme/two" }, { id: "acme/shared" }, { id: "other/shared" }]);
    expect(registry.get("acme/one")).toMatchObject({ missingSince: now, benchmarks: { exam: { score: 71 } } });
    measure(registry, [scored("acme/one", 72)]);
    expect(registry.get("acme/one")).toMatchObject({ missingSince: "2026-02-01T00:00:00.000Z" });
    expect(registry.get("acme/two")).not.toHaveProperty("missingSince");
    expect(registry.get("acme/two")?.benchmarks).toEqual({});
  });

  it("reports a score that is no longer published as a change, and says nothing when nothing changed", () => {
    const registry = aRegistry();
    measure(registry, [scored("acme/one", 71), scored("acme/two", 60)]);
    const { changed, missing } = measure(registry, [scored("acme/two", 60)]);
    expect(missing).toEqual([]);
    expect(changed.map(({ id, fields }) => [id, fields[0]])).toEqual([
      ["acme/one", { path: "benchmarks.exam.score", from: 71, to: undefined }],
    ]);
    expect(measure(registry, [scored("acme/two", 60)]).changed).toEqual([]);
  });

  it("refuses an answer of less than half the scores there were, unless told", () => {
    const registry = aRegistry();
    measure(registry, [scored("acme/one", 1), scored("acme/two", 2), scored("acme/shared", 3)]);
    expect(measure(registry, [scored("acme/one", 9)]).refused).toMatch(/only 1 models/);
    expect(registry.get("acme/one")?.benchmarks.exam?.score).toBe(1);
    expect(measure(registry, [scored("acme/one", 9)], true).refused).toBeUndefined();
    expect(registry.get("acme/two")?.benchmarks).toEqual({});
  });

  it("takes nothing but benchmarks from such a row, and skips one that holds none that can be right", () => {
    const registry = aRegistry();
    const { skipped } = measure(registry, [
      { ...scored("acme/one", 1), name: "Owned", pricing: { input: 0 }, aliases: ["acme/two"] },
      { id: "acme/two", benchmarks: { exam: { score: "high" } } } as never,
      { benchmarks: {} },
    ]);
    expect(registry.get("acme/one")).toMatchObject({ name: "one", pricing: {}, aliases: ["acme/one-latest"] });
    expect(skipped.map(({ row }) => row)).toEqual(["acme/two", "a row without an id"]);
    expect(skipped[0]?.reason).toBe('scores of acme/two: benchmarks.exam.score: expected a number, got "high"');
  });
});

describe("importing models", () => {
  it("keeps apart what one answer lists apart, whatever another source's aliases say", () => {
    const registry = new ModelRegistry();
    registry.import("catalog", [{ id: "acme/one", aliases: ["acme/one-mini", "acme/one-max"] }], { kind: "catalog" });
    const all = [{ id: "acme/one-mini" }, { id: "acme/one", name: "One" }, { id: "acme/one-max" }];
    expect(registry.import("shop", all)).toMatchObject({ found: 3, skipped: [], matched: new Map() });
    expect([...registry.keys()]).toEqual(["acme/one", "acme/one-mini", "acme/one-max"]);
    expect(registry.get("acme/one")?.name).toBe("One");
    registry.import("mirror", [{ id: "acme/one-mini" }]);
    expect(registry.size).toBe(3);
  });

  it("still joins what is listed once under an alias, and always under an alias of the user's own", () => {
    const registry = new ModelRegistry();
    registry.import("catalog", [{ id: "acme/one", aliases: ["acme/one-mini"] }], { kind: "catalog" });
    expect([...registry.import("shop", [{ id: "acme/one-mini" }]).matched]).toEqual([["acme/one-mini", "acme/one"]]);
    registry.set("acme/one", { aliases: ["acme/uno"] });
    const { skipped } = registry.import("mirror", [{ id: "acme/one" }, { id: "acme/uno" }]);
    expect(skipped).toEqual([
      { row: "acme/uno", reason: "listed twice (as acme/one, by your alias); the first counts" },
    ]);
  });
});
