import type { CallErrorCode } from "../call-error.ts";
import type { Fault } from "../errors.ts";

/** One row of the table of refusals: what it looks like, and what it is. Everything it names must fit. */
export interface ErrorRule {
  readonly code: CallErrorCode;
  /** What happened, in a sentence of a few words. */
  readonly when: string;
  /** The providers it holds for; absent: all. */
  readonly providers?: readonly string[];
  /** HTTP's status, or the one inside an error of a good answer: single ones, and ranges; absent: any. */
  readonly status?: readonly (number | readonly [from: number, to: number])[];
  /** Whether a status is missing: an error inside a good answer. */
  readonly noStatus?: true;
  /** The provider's own codes or types, one of which it has; lower-case. */
  readonly says?: readonly string[];
  /** Words of which its message holds one, lower-case; `*` stands for anything between. */
  readonly phrases?: readonly string[];
  /** Only where no key was sent, or nobody knows whether one was. */
  readonly withoutKey?: "certain" | "possible";
  /** Where it differs from the code's. */
  readonly fault?: Fault;
  /** Where it differs from the code's. */
  readonly retryable?: boolean;
}
