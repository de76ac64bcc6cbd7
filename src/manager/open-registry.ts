import { ModelRegistry } from "../registry.ts";
import type { ModelStore } from "../store.ts";
import type { ManagerOptions } from "./manager-options.ts";
import { registryPath } from "./paths.ts";

/** Opens the registry of a manager: in the store given, else in its file. @throws {StoreError} when it cannot be read */
export async function openRegistry(options: ManagerOptions): Promise<ModelRegistry> {
  const { clock, store = await fileStore(options) } = options;
  return ModelRegistry.open(store, clock === undefined ? {} : { clock });
}

async function fileStore({ path, env = process.env }: ManagerOptions): Promise<ModelStore> {
  const { json } = await import("../stores/json.ts");
  return json({ path: registryPath(env, path) });
}
