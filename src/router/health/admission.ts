import type { TargetState } from "../../router.ts";

/** Whether a call may go to a target by a key now. */
export type Admission = Admitted | NotAdmitted;

/** It may: as usual, as one of the first after a time out, or as the one who tries. */
export interface Admitted {
  readonly admitted: true;
  readonly state: Extract<TargetState, "ready" | "ramping" | "probing">;
}

/** It may not for a while. */
export interface NotAdmitted {
  readonly admitted: false;
  /** What kind of time out it is, also while others find out whether it is over. */
  readonly state: Extract<TargetState, "cooling" | "open" | "no_key">;
  /** When asking again makes sense, in milliseconds since 1970. */
  readonly until: number;
  /** Why, for programs: `rate_limited`, `breaker_open`, `invalid_key`. */
  readonly code: string;
  /** Why, as a sentence. */
  readonly reason: string;
}

/** What is said to most calls, made once. */
export const READY: Admitted = { admitted: true, state: "ready" };
/** What is said to those that go first after a time out. */
export const RAMPING: Admitted = { admitted: true, state: "ramping" };
/** What is said to the one who tries. */
export const PROBING: Admitted = { admitted: true, state: "probing" };
