import type { TargetState } from "../../router.ts";

/** How a thing that may be left alone is now: one model by one key, or a key as a whole. */
export type BreakerPhase =
  /** Called as usual. */
  | "closed"
  /** Left alone. */
  | "open"
  /** The time is over: the next caller may try, and nobody else. */
  | "due"
  /** One caller tries. */
  | "probing"
  /** It answered again, and gets more and more of the calls. */
  | "ramping";

/** Why it is left alone, in words for programs, for people, and as the state it makes. */
export interface BreakerReason {
  /** `rate_limited`, `breaker_open`, `invalid_key`. */
  readonly code: string;
  /** A sentence. */
  readonly text: string;
  readonly state: Extract<TargetState, "cooling" | "open" | "no_key">;
}

/** How long it is left alone: as somebody said, or by a time that doubles. */
export type BreakerTime = { readonly forMs: number } | DoublingTime;

/** A time that is twice as long each time in a row. */
export interface DoublingTime {
  readonly firstMs: number;
  readonly mostMs: number;
  /** After so long in good health the next time is a first time again. */
  readonly healthyMs: number;
}

/** The memory of a breaker, all times in milliseconds since 1970; the functions beside it are its only rules. */
export interface Breaker {
  phase: BreakerPhase;
  /** Open: until when; probing: until when the right to try holds; ramping: since when. */
  at: number;
  /** Times in a row it was left alone for a time of our own. */
  inRow: number;
  /** When it was last left alone or called again. */
  changedAt: number;
  reason: BreakerReason | undefined;
}

const RAMP_MS = 10_000;
const FIRST_SHARE = 0.1;
/** Whoever tries and is never heard of again loses the right to. */
const PROBE_MS = 60_000;

/** A breaker that is closed. */
export function createBreaker(): Breaker {
  return { phase: "closed", at: 0, inRow: 0, changedAt: 0, reason: undefined };
}

/** The phase at `now`, with what time alone has changed. */
export function phaseAt(breaker: Breaker, now: number): BreakerPhase {
  const { phase } = breaker;
  if (phase === "closed") return phase;
  if (phase === "ramping") {
    if (now - breaker.at >= RAMP_MS) breaker.phase = "closed";
  } else if (phase !== "due" && now >= breaker.at) breaker.phase = "due";
  return breaker.phase;
}

/** Whether one that ramps takes a call: a tenth of them at first, all after ten seconds. `random` is from 0 up to 1. */
export function rampAdmits(breaker: Breaker, now: number, random: number): boolean {
  const elapsed = Math.max(0, now - breaker.at) / RAMP_MS;
  return random < FIRST_SHARE + (1 - FIRST_SHARE) * elapsed;
}

/** One caller begins to try. */
export function beginProbe(breaker: Breaker, now: number): void {
  breaker.phase = "probing";
  breaker.at = now + PROBE_MS;
}

/** The one who tries ended without an answer to the question; the next caller may. */
export function returnProbe(breaker: Breaker): void {
  if (breaker.phase === "probing") breaker.phase = "due";
}

/** Leaves it alone, and says until when. */
export function openBreaker(breaker: Breaker, now: number, reason: BreakerReason, time: BreakerTime): number {
  breaker.at = now + ("forMs" in time ? time.forMs : nextTime(breaker, now, time));
  breaker.phase = "open";
  breaker.changedAt = now;
  breaker.reason = reason;
  return breaker.at;
}

/** It is called again, little by little where many wait for it. */
export function closeBreaker(breaker: Breaker, now: number, how: "at once" | "ramping"): void {
  breaker.phase = how === "ramping" ? "ramping" : "closed";
  breaker.at = now;
  breaker.changedAt = now;
}

function nextTime(breaker: Breaker, now: number, { firstMs, mostMs, healthyMs }: DoublingTime): number {
  const isWell = breaker.phase === "closed" || breaker.phase === "ramping";
  if (isWell && now - breaker.changedAt >= healthyMs) breaker.inRow = 0;
  const forMs = Math.min(firstMs * 2 ** Math.min(breaker.inRow, 30), Math.max(firstMs, mostMs));
  breaker.inRow += 1;
  return forMs;
}
