import { createManager, type ModelManager } from "../../../src/manager.ts";
import type { ModelInput } from "../../../src/model.ts";
import { memory } from "../../../src/stores/memory.ts";
import type { Environment } from "../../../src/util/env.ts";

/** A manager that knows some models and an environment. */
export async function managerWith(env: Environment, ...models: (ModelInput & { id: string })[]): Promise<ModelManager> {
  const manager = await createManager({
    store: memory(),
    sources: [{ name: "shop", discover: () => models }],
    env,
  });
  await manager.discoverAll();
  return manager;
}
