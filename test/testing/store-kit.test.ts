import { expect, test } from "vitest";
import type { ModelStore } from "../../src/store.ts";
import { memory } from "../../src/stores/memory.ts";
import { storeContract } from "../../src/testing/store-kit.ts";

test("a case that is skipped carries its reason", () => {
  const name = "a closed store refuses to read and to save";
  const cases = storeContract({ make: () => ({ store: memory() }), skip: { [name]: "it cannot be closed" } });
  expect(cases.filter(({ skip }) => skip !== undefined).map((one) => [one.name, one.skip])).toEqual([
    [name, "it cannot be closed"],
  ]);
});

const BROKEN: Record<string, (store: ModelStore) => Partial<ModelStore>> = {
  "forgets what was saved": () => ({ update: async () => (await memory().read()).state }),
  "saves nothing when a change removes a model": (store) => ({
    update: (change) =>
      store.update((current) => {
        const { models, origins } = change(current);
        return { models: new Map([...models].filter(([, model]) => model !== undefined)), origins };
      }),
  }),
  "copies every model at each reading": (store) => ({
    read: async () => structuredClone(await store.read()),
  }),
  "swallows what a change throws": (store) => ({
    update: (change) => store.update(change).catch(async () => (await store.read()).state),
  }),
  "forgets what was noted": () => ({ readJournal: async () => ({ entries: [], notices: [] }) }),
  "stays open when it is closed": () => ({ close: async () => undefined }),
};

test.each(Object.entries(BROKEN))("the kit catches a store that %s", async (_name, breakIt) => {
  const cases = storeContract({
    make() {
      const store = memory();
      return { store: { ...store, ...breakIt(store) } };
    },
  });
  const results = await Promise.allSettled(cases.map(async ({ run }) => run()));
  expect(results.filter(({ status }) => status === "rejected").length).toBeGreaterThan(0);
});
