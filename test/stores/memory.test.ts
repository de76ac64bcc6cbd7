import { expect, test } from "vitest";
import { memory } from "../../src/stores/memory.ts";
import { storeContract } from "../../src/testing/store-kit.ts";
import { storedModels } from "../support/stored-model.ts";

for (const { name, run } of storeContract({ make: () => ({ store: memory() }) })) test(name, run);

test("a store made with models holds them, in Maps of its own", async () => {
  const models = storedModels(3);
  const store = memory({ models, origins: new Map() });
  models.clear();
  const { state } = await store.read();
  expect([...state.models]).toEqual([...storedModels(3)]);
});
