import type { OriginRecord, RegistryState, StoredModel } from "../../store.ts";

export const FORMAT = "modelmall-registry";
export const VERSION = 1;

/** The registry file in memory: the state, and what else stands in the file and must stay there. */
export interface RegistryDocument {
  readonly state: RegistryState;
  /** Fields of the top level that are not ours. */
  readonly extras: ReadonlyMap<string, unknown>;
  /** Records that are not what they should be; they stay in the file but are not part of the state. */
  readonly strays: Strays;
  readonly notices: readonly string[];
  readonly readOnly?: string;
}

export interface Strays {
  readonly origins: ReadonlyMap<string, unknown>;
  readonly models: ReadonlyMap<string, unknown>;
}

/** A registry with nothing in it. */
export function emptyDocument(): RegistryDocument {
  return {
    state: { origins: new Map<string, OriginRecord>(), models: new Map<string, StoredModel>() },
    extras: new Map(),
    strays: { origins: new Map(), models: new Map() },
    notices: [],
  };
}
