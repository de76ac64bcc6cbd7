import type { CallError } from "../../call-error.ts";
import type { Spot } from "./admit.ts";
import type { NextAttempt, Unable } from "./next-attempt.ts";
import type { OpenAttempt } from "./open-attempt.ts";

/** Told what came of an attempt, of which the first word counts; what failed has ended it already. */
export interface Opening<Opened> {
  opened(opened: Opened): void;
  failed(error: CallError): void;
}

/** How a kind of call is made. */
export interface Mechanism<Opened> {
  /** Asks a target. */
  open(attempt: OpenAttempt, opening: Opening<Opened>): void;
  /** Says why a spot cannot do what is asked at all. */
  readonly unable: Unable;
}

/** Who answered. */
export interface Answered<Opened> {
  readonly attempt: OpenAttempt;
  readonly opened: Opened;
  readonly error?: undefined;
}

/** What became of an attempt. */
export type Outcome<Opened> =
  | Answered<Opened>
  | { readonly attempt: OpenAttempt; readonly spot: Spot; readonly error: CallError };

/** An attempt under way. */
export interface Begun<Opened> {
  readonly attempt: OpenAttempt;
  /** Never fails. */
  readonly outcome: Promise<Outcome<Opened>>;
}

/** Begins an attempt of the present call. */
export type Begin<Opened> = (next: NextAttempt) => Begun<Opened>;
