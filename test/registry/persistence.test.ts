import { describe, expect, it } from "vitest";
import { StoreError } from "../../src/errors.ts";
import { ModelRegistry } from "../../src/registry.ts";
import type { ModelStore, RegistryState } from "../../src/store.ts";
import { memory } from "../../src/stores/memory.ts";

/** A memory store that counts its writes, can be held up, and can fail. */
function aStore(inner = memory()) {
  const control = { writes: 0, failure: undefined as Error | undefined, gate: Promise.resolve() };
  const store: ModelStore = {
    location: "test",
    read: () => inner.read(),
    async update(change) {
      await control.gate;
      if (control.failure !== undefined) throw control.failure;
      control.writes += 1;
      return inner.update(change);
    },
  };
  return { store, control, inner };
}

function held() {
  let release = () => {};
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { gate, release };
}

describe("a registry in a store", () => {
  it("writes many changes once, and finds them when opened again", async () => {
    const { store, control } = aStore();
    const registry = await ModelRegistry.open(store);
    registry.import(
      "catalog",
      Array.from({ length: 500 }, (_, n) => ({ id: `x/m${n}` })),
    );
    registry.set("x/m1", { tags: ["mine"] });
    await registry.flush();
    expect(control.writes).toBe(1);
    const again = await ModelRegistry.open(store);
    expect([...again]).toEqual([...registry]);
    expect([...again.keys()]).toEqual([...registry.keys()]);
  });

  it("saves by itself, without flush", async () => {
    const { store, control, inner } = aStore();
    const registry = await ModelRegistry.open(store);
    registry.set("x/a", {});
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    await registry.flush();
    expect(control.writes).toBe(1);
    expect((await inner.read()).state.models.has("x/a")).toBe(true);
  });

  it("keeps changes made while it saves, and those another process made", async () => {
    const { store, control, inner } = aStore();
    const ours = await ModelRegistry.open(store);
    const theirs = await ModelRegistry.open(inner);
    ours.set("x/a", { tags: ["before"] });
    const { gate, release } = held();
    control.gate = gate;
    const saving = ours.flush();
    ours.set("x/a", { tags: ["before", "during"] });
    theirs.set("x/a", { tags: ["other"] });
    theirs.set("x/b", {});
    await theirs.flush();
    release();
    await saving;
    await ours.flush();
    expect([...ours.require("x/a").tags].sort()).toEqual(["before", "during", "other"]);
    expect(ours.has("x/b")).toBe(true);
    await theirs.refresh();
    expect(theirs.require("x/a")).toEqual(ours.require("x/a"));
  });

  it("throws from flush what saving threw, keeps the changes, and saves them the next time", async () => {
    const { store, control, inner } = aStore();
    const registry = await ModelRegistry.open(store);
    control.failure = new StoreError("store_failed", "test", "no space left");
    registry.set("x/a", {});
    await expect(registry.flush()).rejects.toThrow("test: no space left");
    registry.set("x/b", {});
    control.failure = undefined;
    await registry.flush();
    expect([...(await inner.read()).state.models.keys()]).toEqual(["x/b", "x/a"].sort());
  });

  it("warns when saving in the background fails", async () => {
    const { store, control } = aStore();
    const registry = await ModelRegistry.open(store);
    control.failure = new StoreError("store_failed", "test", "no space left");
    const warned = new Promise<Error>((resolve) => process.once("warning", resolve));
    registry.set("x/a", {});
    expect((await warned).message).toBe("the registry is not saved: test: no space left");
  });

  it("sees what another process changed and removed when it refreshes, and tells its listeners", async () => {
    const { store, inner } = aStore();
    const ours = await ModelRegistry.open(store);
    ours.set("x/a", {}).set("x/b", {});
    await ours.flush();
    const theirs = await ModelRegistry.open(inner);
    theirs.delete("x/a");
    theirs.set("x/b", { name: "B" }).set("x/c", {});
    await theirs.flush();
    const events: unknown[] = [];
    ours.onChange((changes) => events.push(...changes));
    await ours.refresh();
    expect(events).toEqual([
      { id: "x/b", kind: "changed" },
      { id: "x/c", kind: "added" },
      { id: "x/a", kind: "removed" },
    ]);
    expect(ours.require("x/b").name).toBe("B");
  });

  it("refuses changes when the store is read-only or closed, and changes nothing", async () => {
    const { store } = aStore();
    const reading: ModelStore = {
      ...store,
      read: async () => ({ state: emptyState, notices: ["a note"], readOnly: "written by a newer version" }),
    };
    const readOnly = await ModelRegistry.open(reading);
    expect(readOnly.notices).toEqual(["a note"]);
    expect(() => readOnly.set("x/a", {})).toThrow("test: written by a newer version");
    expect(() => readOnly.delete("x/a")).toThrow(StoreError);
    expect(() => readOnly.import("catalog", [{ id: "x/a" }])).toThrow(StoreError);
    expect(readOnly.size).toBe(0);

    const closed = await ModelRegistry.open(store);
    await closed.close();
    expect(() => closed.set("x/a", {})).toThrow("the registry was closed");
  });

  it("leaves facts of the wrong shape out of the model, says so, and keeps them in the store", async () => {
    const inner = memory({
      origins: new Map(),
      models: new Map([
        [
          "x/a",
          {
            createdAt: "2026-01-01T00:00:00.000Z",
            layers: { user: { at: "2026-01-01T00:00:00.000Z", facts: { name: "A", contextWindow: "128k" } as never } },
          },
        ],
      ]),
    });
    const registry = await ModelRegistry.open(inner);
    expect(registry.require("x/a")).toMatchObject({ name: "A" });
    expect(registry.require("x/a").contextWindow).toBeUndefined();
    expect(registry.problems).toEqual([
      { id: "x/a", origin: "user", path: "contextWindow", message: 'expected a whole number from 0, got "128k"' },
    ]);
    registry.set("x/b", {});
    await registry.flush();
    expect((await inner.read()).state.models.get("x/a")?.layers.user?.facts.contextWindow).toBe("128k");
  });

  it("serves a model whose dates were edited away", async () => {
    const layer = { at: 7, facts: { name: "A" } } as never;
    const models = new Map([["x/a", { createdAt: {}, layers: { user: layer } } as never]]);
    const registry = await ModelRegistry.open(memory({ origins: new Map(), models }));
    expect(registry.require("x/a")).toMatchObject({ name: "A", createdAt: "1970-01-01T00:00:00.000Z" });
    expect(registry.problems.map(({ path }) => path)).toEqual(["createdAt", "at"]);
  });
});

const emptyState: RegistryState = { origins: new Map(), models: new Map() };
