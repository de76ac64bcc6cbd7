import type { BackendConfig } from "../../config.ts";
import type { AccountKey } from "./account-key.ts";

const known = new WeakMap<BackendConfig, readonly AccountKey[]>();

/** The keys of a backend, as what is counted by: one also where it has none, or needs none. The same list for the same backend. */
export function accountKeysOf(backend: BackendConfig): readonly AccountKey[] {
  const found = known.get(backend);
  if (found !== undefined) return found;
  const count = Math.max(1, backend.apiKeys.length);
  const keys = Array.from({ length: count }, (_, index): AccountKey => {
    const id = `${backend.name}#${index + 1}`;
    return count === 1 ? { id, backend, index } : { id, backend, index, position: `key ${index + 1} of ${count}` };
  });
  known.set(backend, keys);
  return keys;
}
