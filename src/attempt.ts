import type { CallError } from "./call-error.ts";
import type { Attempt, AttemptReason } from "./usage.ts";

/** What is being done. */
export type CallKind = "generate" | "stream" | "embed" | "image" | "transcribe" | "speak" | "rerank" | "moderate";

/** One try at one target, with all that ledger, health, spans and logs want to know. */
export interface AttemptEvent extends Attempt {
  /** Unique; with it the same attempt is never kept twice. */
  readonly id: string;
  /** Shared by the attempts of one call. */
  readonly call: string;
  /** Which try of its call, from 1. */
  readonly number: number;
  readonly kind: CallKind;
  readonly reason: AttemptReason;
  readonly asked: string;
  readonly route: string;
  readonly strategy: string;
  readonly backend: string;
  readonly provider: string;
  /** Its id at the backend. */
  readonly model: string;
  readonly modelServed?: string;
  readonly finishReason?: string;
  readonly caller?: string;
  readonly tags: readonly string[];
  /** What went wrong, without keys. */
  readonly error?: CallError;
  /** Whether the answer, or the error, went to the caller: the last try, or the one that won. */
  readonly isFinal: boolean;
}
