import type { BackendConfig } from "../../config.ts";

/** One key of one backend: what limits and time outs are counted by. */
export interface AccountKey {
  /** `openai#1`; never the key itself. */
  readonly id: string;
  readonly backend: BackendConfig;
  /** Which of the backend's keys, from 0. */
  readonly index: number;
  /** `key 1 of 3`, where there are several. */
  readonly position?: string;
}

/** One model by one key: what is well or not. */
export interface HealthKey {
  /** `backend/model-id`. */
  readonly target: string;
  /** Its key's `id`. */
  readonly account: string;
}
