import type { ModelStore, RegistryState } from "../../src/store.ts";

/** Saves small models of these ids as one update. */
export async function addModels(store: ModelStore, ...ids: string[]): Promise<RegistryState> {
  const at = "2026-01-02T03:04:05.000Z";
  const models = new Map(ids.map((id) => [id, { createdAt: at, layers: { catalog: { at, facts: { name: id } } } }]));
  return await store.update(() => ({ models, origins: new Map() }));
}

/** The ids a store holds, in order. */
export async function idsIn(store: ModelStore): Promise<string[]> {
  return [...(await store.read()).state.models.keys()];
}
