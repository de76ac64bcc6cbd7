/** A text that stands beside something: above it, or at the end of its line. */
export interface Comments {
  before?: string | undefined;
  trailing?: string | undefined;
}

/** One target of a model as it will be written. */
export interface DraftTarget {
  target: string;
  weight?: number | undefined;
  when?: Record<string, unknown> | undefined;
  parameters?: Record<string, unknown> | undefined;
  /** At the end of its line. */
  comment?: string | undefined;
}

/** An exposed model as it will be written, its keys as in the file. */
export interface DraftModel extends Comments {
  targets: DraftTarget[];
  strategy?: string | undefined;
  description?: string | undefined;
  capabilities?: Record<string, boolean> | undefined;
  parameters?: Record<string, unknown> | undefined;
  aliases: string[];
  tags: string[];
  fallback: { any: string[]; context_window: string[]; content_policy: string[] };
  timeout?: Record<string, string> | undefined;
  retry?: { attempts?: number; backoff?: string } | undefined;
  budget?: { amount: number; per: string } | undefined;
}

/** A backend as it will be written, its keys as in the file. */
export interface DraftBackend extends Comments {
  provider: string;
  dialect?: string | undefined;
  api_key?: string | string[] | undefined;
  base_url?: string | undefined;
  headers?: Record<string, string> | undefined;
  organization?: string | undefined;
  region?: string | undefined;
  api_version?: string | undefined;
  rate_limits?: Record<string, number> | undefined;
  /** Facts by model id. */
  models: Map<string, Record<string, unknown>>;
}

/** A config of ours while it is put together. */
export interface Draft extends Comments {
  models: Map<string, DraftModel>;
  backends: Map<string, DraftBackend>;
  groups: Map<string, string[]>;
  router?: { breaker: { minimum_calls?: number; open?: string } } | undefined;
}

/** A draft of nothing. */
export function emptyDraft(): Draft {
  return { models: new Map(), backends: new Map(), groups: new Map() };
}

/** A model of which only its targets are known. */
export function modelOf(targets: DraftTarget[]): DraftModel {
  return { targets, aliases: [], tags: [], fallback: { any: [], context_window: [], content_policy: [] } };
}
