import { describe, expect, it } from "vitest";
import { StoreError } from "../../src/errors.ts";
import { createManager } from "../../src/manager.ts";
import type { ModelInput } from "../../src/model.ts";
import { ModelRegistry } from "../../src/registry.ts";
import { translateOpenRouterRow } from "../../src/sources/openrouter.ts";
import { memory } from "../../src/stores/memory.ts";
import { readShared, withoutSharedData } from "../support/shared-data.ts";

/** What is noted when a source answers with one list after the other, a day apart. */
async function noted(...answers: readonly (readonly ModelInput[])[]) {
  let day = 0;
  const clock = () => new Date(Date.UTC(2026, 0, day));
  const registry = await ModelRegistry.open(memory(), { clock });
  for (const rows of answers) {
    day += 1;
    registry.import("shop", rows, { acceptFewer: true });
  }
  const entries = await registry.journal();
  return entries.filter(({ kind }) => kind !== "first").map(({ at, source, ...rest }) => rest);
}

const listed = (id: string, metadata: Record<string, unknown>, facts: ModelInput = {}): ModelInput => ({
  id,
  ...facts,
  connectorMetadata: { shop: metadata },
});

describe("the journal", () => {
  it("notes a first answer as one entry, and what comes, goes and returns after it", async () => {
    const registry = await ModelRegistry.open(memory(), { clock: () => new Date("2026-01-01T00:00:00Z") });
    registry.import("shop", [{ id: "a/1" }, { id: "a/2" }]);
    expect(await registry.journal()).toEqual([
      { at: "2026-01-01T00:00:00.000Z", source: "shop", kind: "first", count: 2 },
    ]);
    expect(await noted([{ id: "a/1" }], [{ id: "a/2" }], [{ id: "a/1" }, { id: "a/2" }])).toEqual([
      { kind: "added", id: "a/2" },
      { kind: "gone", id: "a/1" },
      { kind: "returned", id: "a/1" },
    ]);
  });

  it("notes prices by class, windows and deprecations, and no other change", async () => {
    const before = {
      id: "a/1",
      contextWindow: 8_192,
      description: "old",
      pricing: { input: 1, output: 2, batch: { input: 0.5 } },
    };
    const after = {
      id: "a/1",
      contextWindow: 16_384,
      description: "new",
      pricing: { input: 2, batch: { input: 0.25 }, cacheRead: 0 },
      lifecycle: { status: "deprecated" as const, retiresAt: "2026-12-31" },
    };
    expect(await noted([before], [after])).toEqual([
      { kind: "context", id: "a/1", from: 8_192, to: 16_384 },
      { kind: "price", id: "a/1", field: "input", from: 1, to: 2 },
      { kind: "price", id: "a/1", field: "output", from: 2 },
      { kind: "price", id: "a/1", field: "batch.input", from: 0.5, to: 0.25 },
      { kind: "price", id: "a/1", field: "cacheRead", to: 0 },
      { kind: "deprecated", id: "a/1", status: "deprecated", retiresAt: "2026-12-31" },
    ]);
  });

  it("notes a new id with the permanent name of one that is gone as renamed, with what else changed", async () => {
    const before = [listed("a/old", { canonicalSlug: "a/slug" }, { pricing: { input: 1 } }), listed("a/stays", {})];
    const after = [listed("a/new", { canonicalSlug: "a/slug" }, { pricing: { input: 2 } }), listed("a/stays", {})];
    expect(await noted(before, after)).toEqual([
      { kind: "renamed", id: "a/new", from: "a/old", to: "a/new" },
      { kind: "price", id: "a/new", field: "input", from: 1, to: 2 },
    ]);
  });

  it("takes neither a variant that ends nor one of several for a renaming", async () => {
    const slug = { canonicalSlug: "a/slug" };
    expect(await noted([listed("a/x:free", { ...slug, variant: "free" })], [listed("a/x", slug)])).toEqual([
      { kind: "added", id: "a/x" },
      { kind: "gone", id: "a/x:free" },
    ]);
    expect(await noted([listed("a/x", slug)], [listed("a/y", slug), listed("a/z", slug)])).toEqual([
      { kind: "added", id: "a/y" },
      { kind: "added", id: "a/z" },
      { kind: "gone", id: "a/x" },
    ]);
  });

  it("notes where an alias of the source leads now", async () => {
    const leading = (aliasTarget?: string) => [listed("a/latest", aliasTarget === undefined ? {} : { aliasTarget })];
    expect(await noted(leading("a/1"), leading("a/2"), leading(), leading("a/3"))).toEqual([
      { kind: "renamed", id: "a/latest", from: "a/1", to: "a/2" },
      { kind: "renamed", id: "a/latest", to: "a/3" },
    ]);
  });

  it("notes nothing of an answer that was refused", async () => {
    const registry = await ModelRegistry.open(memory());
    registry.import("shop", [{ id: "a/1" }, { id: "a/2" }]);
    registry.import("shop", []);
    expect((await registry.journal()).map(({ kind }) => kind)).toEqual(["first"]);
  });

  it("keeps what could not be saved for the next try, once", async () => {
    const kept = memory();
    let fails = true;
    const registry = await ModelRegistry.open({
      ...kept,
      update: (change) =>
        fails ? Promise.reject(new StoreError("store_failed", "memory", "full")) : kept.update(change),
    });
    registry.import("shop", [{ id: "a/1" }]);
    await expect(registry.flush()).rejects.toThrow("full");
    fails = false;
    expect((await registry.journal()).map(({ kind }) => kind)).toEqual(["first"]);
  });

  it("is empty where there is no store, or one that keeps none", async () => {
    const registry = new ModelRegistry();
    registry.import("shop", [{ id: "a/1" }]);
    expect(await registry.journal()).toEqual([]);
    const { readJournal: _none, ...without } = memory();
    const other = await ModelRegistry.open(without);
    other.import("shop", [{ id: "a/1" }]);
    await other.flush();
    expect(await other.journal()).toEqual([]);
  });
});

describe("manager.changes", () => {
  it("reads back what discoveries changed since a day", async () => {
    const answers = [[{ id: "a/1" }], [{ id: "a/1" }, { id: "a/2" }], [{ id: "a/1" }, { id: "a/2" }, { id: "a/3" }]];
    let day = 0;
    const manager = await createManager({
      store: memory(),
      env: {},
      clock: () => new Date(Date.UTC(2026, 7, day)),
      sources: [{ name: "shop", discover: () => answers[day - 1] ?? [] }],
    });
    for (day = 1; day <= 3; day++) await manager.discover("shop");
    expect((await manager.changes()).map(({ kind }) => kind)).toEqual(["first", "added", "added"]);
    for (const since of ["2026-08-03", new Date("2026-08-03T00:00:00Z"), "2026-08-02T12:00:00Z"]) {
      expect(await manager.changes({ since })).toEqual([
        { at: "2026-08-03T00:00:00.000Z", source: "shop", kind: "added", id: "a/3" },
      ]);
    }
    expect(await manager.changes({ since: "2027-01-01" })).toEqual([]);
  });

  it.each(["yesterday", "", "7", "2026-13-01", "2026"])("refuses %j as a date", async (since) => {
    const manager = await createManager({ store: memory(), env: {} });
    await expect(manager.changes({ since })).rejects.toThrow("since: expected a date like 2026-08-01");
  });
});

describe.skipIf(withoutSharedData !== undefined)(
  `two recorded answers of OpenRouter a month apart${withoutSharedData ? `: ${withoutSharedData}` : ""}`,
  () => {
    it("give exactly what differs between them", async () => {
      const [july, august] = await Promise.all(["2026-07-10", "2026-08-21"].map(snapshot));
      const registry = await ModelRegistry.open(memory());
      for (const rows of [july, august]) registry.import("openrouter", translated(rows ?? []), { kind: "reseller" });
      const journal = await registry.journal();
      const count = (kind: string) => journal.filter((entry) => entry.kind === kind).length;
      const [before, after] = [byId(july ?? []), byId(august ?? [])];
      const stayed = [...after.keys()].filter((id) => before.has(id));
      expect(count("added")).toBe([...after.keys()].filter((id) => !before.has(id)).length);
      expect(count("gone")).toBe([...before.keys()].filter((id) => !after.has(id)).length);
      const targets = stayed.filter((id) => after.get(id)?.alias_target && !before.get(id)?.alias_target);
      expect(count("renamed")).toBe(targets.length);
      const windows = stayed.filter((id) => before.get(id)?.context_length !== after.get(id)?.context_length);
      expect(count("context")).toBe(windows.length);
      const inputs = stayed.filter((id) => price(before.get(id)) !== price(after.get(id)));
      expect(journal.filter((entry) => entry.kind === "price" && entry.field === "input")).toHaveLength(inputs.length);
      expect(inputs.length).toBeGreaterThan(0);
    });
  },
);

interface Row {
  id: string;
  context_length: number;
  alias_target?: unknown;
  pricing: { prompt: string };
}

async function snapshot(date: string): Promise<Row[]> {
  return ((await readShared(`catalogs/openrouter/models.${date}.json`)) as { data: Row[] }).data;
}

function translated(rows: readonly Row[]): ModelInput[] {
  return rows.flatMap((row) => {
    const result = translateOpenRouterRow(row);
    return "model" in result ? [result.model] : [];
  });
}

const byId = (rows: readonly Row[]) => new Map(rows.map((row) => [row.id, row]));

/** The price of a row as a number; `-1` is unknown. */
function price(row: Row | undefined): number | undefined {
  const value = Number(row?.pricing.prompt);
  return value < 0 ? undefined : value;
}
