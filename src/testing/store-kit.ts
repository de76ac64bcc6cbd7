import assert from "node:assert/strict";
import { StoreError } from "../errors.ts";
import type { JournalEntry } from "../journal.ts";
import type { ModelStore, RegistryState, StateChange, StoredModel } from "../store.ts";
import type { ContractCase } from "./contract-case.ts";

/** A store to be tried, and how to get at the same place anew. */
export interface StoreUnderTest {
  store: ModelStore;
  /** Opens what `store` saved a second time; left out by a store that forgets. */
  reopen?(): ModelStore | Promise<ModelStore>;
  /** Removes what the case left behind. */
  dispose?(): void | Promise<void>;
}

export interface StoreContractOptions {
  /** A new, empty store, made for each case. */
  make(): StoreUnderTest | Promise<StoreUnderTest>;
  /** Cases that do not apply, by name, each with the reason. */
  skip?: Readonly<Record<string, string>>;
}

/** What every store must do, as cases for any test runner: `for (const { name, run } of cases) it(name, run)`. */
export function storeContract({ make, skip = {} }: StoreContractOptions): ContractCase[] {
  return Object.entries(CASES).map(([name, check]) => ({
    name,
    async run() {
      const tried = await make();
      try {
        await check(tried);
      } finally {
        await tried.store.close?.();
        await tried.dispose?.();
      }
    },
    ...(Object.hasOwn(skip, name) ? { skip: skip[name] ?? "" } : {}),
  }));
}

const CASES: Record<string, (tried: StoreUnderTest) => Promise<void>> = {
  "a new store is empty and says nothing": async ({ store }) => {
    const { state, notices, readOnly } = await store.read();
    assert.equal(state.models.size, 0);
    assert.equal(state.origins.size, 0);
    assert.deepEqual([...notices], []);
    assert.equal(readOnly, undefined);
    assert.notEqual(store.location, "");
  },

  "what is saved is read back with every field and in order": async (tried) => {
    const saved = await tried.store.update(() => change({ models: SAMPLES, origins: ORIGINS }));
    assertState(saved, SAMPLES, ORIGINS);
    assertState((await tried.store.read()).state, SAMPLES, ORIGINS);
    const again = await tried.reopen?.();
    if (again === undefined) return;
    try {
      assertState((await again.read()).state, SAMPLES, ORIGINS);
    } finally {
      await again.close?.();
    }
  },

  "a changed model keeps its place and a new one comes last": async ({ store }) => {
    await store.update(() => change({ models: SAMPLES }));
    await store.update(() =>
      change({
        models: [
          ["new/one", model("new")],
          ["b/two", model("changed")],
        ],
      }),
    );
    const { models } = (await store.read()).state;
    assert.deepEqual([...models.keys()], ["b/two", "a/one", "7", "new/one"]);
    assert.deepEqual(models.get("b/two"), model("changed"));
  },

  "a model that becomes undefined is removed, the others stay": async ({ store }) => {
    await store.update(() => change({ models: SAMPLES }));
    const after = await store.update(() =>
      change({
        models: [
          ["a/one", undefined],
          ["not/there", undefined],
        ],
      }),
    );
    assert.deepEqual([...after.models.keys()], ["b/two", "7"]);
    assert.deepEqual([...(await store.read()).state.models.keys()], ["b/two", "7"]);
  },

  "two updates at once are both kept, the second sees the first": async ({ store }) => {
    const seen: string[][] = [];
    const add = (id: string) =>
      store.update((current) => {
        seen.push([...current.models.keys()]);
        return change({ models: [[id, model(id)]] });
      });
    await Promise.all([add("x/1"), add("x/2")]);
    assert.deepEqual(seen, [[], ["x/1"]]);
    assert.deepEqual([...(await store.read()).state.models.keys()], ["x/1", "x/2"]);
  },

  "an update whose change throws rejects with that error and changes nothing": async ({ store }) => {
    await store.update(() => change({ models: SAMPLES }));
    const failure = new Error("no");
    const failing = store.update(() => {
      throw failure;
    });
    await assert.rejects(failing, failure);
    assertState((await store.read()).state, SAMPLES, []);
    await store.update(() => change({ models: [["x/1", model("x")]] }));
    assert.equal((await store.read()).state.models.size, SAMPLES.length + 1);
  },

  "models that did not change are the same objects at the next reading": async ({ store }) => {
    await store.update(() => change({ models: SAMPLES }));
    const before = (await store.read()).state.models;
    await store.update(() =>
      change({
        models: [
          ["a/one", model("changed")],
          ["b/two", structuredClone(before.get("b/two"))],
        ],
      }),
    );
    const after = (await store.read()).state.models;
    assert.equal(after.get("b/two"), before.get("b/two"));
    assert.equal(after.get("7"), before.get("7"));
    assert.notEqual(after.get("a/one"), before.get("a/one"));
  },

  "what is done to the Maps that went in or came out does not change what is kept": async ({ store }) => {
    const given = new Map<string, StoredModel | undefined>(SAMPLES);
    const saved = await store.update(() => ({ models: given, origins: new Map() }));
    given.clear();
    (saved.models as Map<string, StoredModel>).clear();
    ((await store.read()).state.models as Map<string, StoredModel>).clear();
    assertState((await store.read()).state, SAMPLES, []);
  },

  "what updates note in the journal is read back in order, where one is kept": async (tried) => {
    if (tried.store.readJournal === undefined) return;
    assert.deepEqual(await tried.store.readJournal(), { entries: [], notices: [] });
    const [first, ...rest] = JOURNAL;
    await tried.store.update(() => ({ ...change({ models: SAMPLES }), journal: first === undefined ? [] : [first] }));
    await tried.store.update(() => ({ ...change({ models: [] }), journal: rest }));
    assert.deepEqual(await tried.store.readJournal(), { entries: JOURNAL, notices: [] });
    const again = await tried.reopen?.();
    if (again === undefined) return;
    try {
      assert.deepEqual(await again.readJournal?.(), { entries: JOURNAL, notices: [] });
    } finally {
      await again.close?.();
    }
  },

  "a closed store refuses to read and to save": async ({ store }) => {
    const running = store.update(() => change({ models: SAMPLES }));
    await store.close?.();
    assert.equal((await running).models.size, SAMPLES.length);
    if (store.close === undefined) return;
    const isClosed = (error: unknown) => error instanceof StoreError && error.code === "store_closed";
    await assert.rejects(async () => store.read(), isClosed);
    await assert.rejects(async () => store.update(() => change({ models: [] })), isClosed);
  },
};

type Origins = RegistryState["origins"] extends ReadonlyMap<string, infer Origin> ? readonly [string, Origin][] : never;

function change({
  models,
  origins = [],
}: {
  models: readonly (readonly [string, StoredModel | undefined])[];
  origins?: Origins;
}): StateChange {
  return { models: new Map(models), origins: new Map(origins) };
}

function assertState(state: RegistryState, models: readonly [string, StoredModel][], origins: Origins): void {
  assert.deepEqual([...state.models], models);
  assert.deepEqual([...state.origins], origins);
}

function model(name: string): StoredModel {
  return {
    createdAt: "2026-01-02T03:04:05.000Z",
    layers: { catalog: { at: "2026-01-02T03:04:05.000Z", facts: { name } } },
  };
}

// Keys that objects reorder or inherit, text that needs escaping, falsy values, and fields no version of us knows.
const SAMPLES: [string, StoredModel][] = [
  [
    "b/two",
    {
      createdAt: "2026-01-02T03:04:05.000Z",
      layers: {
        user: {
          at: "2026-03-01T00:00:00.000Z",
          facts: {
            tags: ["mine", "ünïcode \u2028 😀"],
            customMetadata: { note: 'a "quote"\nand more', zero: 0, no: false },
          },
          erased: ["/tags/old"],
        },
        catalog: {
          at: "2026-01-02T03:04:05.000Z",
          missingSince: "2026-02-01T00:00:00.000Z",
          facts: {
            name: "Two",
            contextWindow: 0,
            maxOutputTokens: null,
            "x-unknown": { deep: [1, [2, { three: null }]] },
          },
        },
      },
    },
  ],
  ["a/one", model("constructor")],
  ["7", model("toString")],
];

const NOTED = { at: "2026-01-02T03:04:05.000Z", source: "openrouter" };

const JOURNAL: readonly JournalEntry[] = [
  { ...NOTED, kind: "first", count: 2 },
  { ...NOTED, kind: "added", id: "a/ünïcode \u2028" },
  { ...NOTED, kind: "renamed", id: "a/new", from: "a/old", to: "a/new" },
  { ...NOTED, kind: "price", id: "a/one", field: "input", from: 0, to: null },
  { ...NOTED, kind: "context", id: "a/one", to: 8_192 },
  { ...NOTED, kind: "deprecated", id: "a/one", status: "deprecated", retiresAt: "2026-12-31" },
];

const ORIGINS: Origins = [
  [
    "openrouter",
    { kind: "reseller", at: "2026-01-02T03:04:05.000Z", count: 2, address: "https://example.com/v1", etag: '"e"' },
  ],
  ["catalog", { kind: "catalog", at: "2026-01-01T00:00:00.000Z", count: 0 }],
];
