import type { RateLimits } from "../../config.ts";
import type { LimitClaim, Refusal } from "../../state.ts";
import type { AnnouncedLimits, AnnouncedName } from "./announced-limits.ts";

/** What is limited. */
export type Measure = AnnouncedName | "concurrent";

/** How large a call is, as far as limits go. */
export interface CallSize {
  /** Its id at the backend: providers limit each model by itself. */
  readonly model: string;
  /**
   * Input and what the answer may have; where the request does not say how much that is, a usual answer, not the longest
   * one. What is more than a whole minute's tokens is refused, as OpenAI does it.
   */
  readonly tokens: number;
  /** Those of the input among them. @default all */
  readonly inputTokens?: number;
}

/** What a call used in truth. */
export interface UsedSize {
  readonly tokens: number;
  /** Those of the input among them. @default as many as were asked for */
  readonly inputTokens?: number;
  /** 0 for a call that was never sent. @default 1 */
  readonly requests?: number;
}

/** A claim, what it measures, and whose limit it is. */
export interface MeasuredClaim extends LimitClaim {
  readonly measure: Measure;
  readonly isProviders: boolean;
}

const MINUTE_MS = 60_000;
const MOST_MODELS = 256;

/** What limits one key of one backend: what the config says, and what the provider said of each model. */
export class AccountLimits {
  readonly #id: string;
  readonly #tokensKey: string;
  readonly #announced = new Map<string, ModelLimits>();
  #rates: RateLimits;
  #fixed: readonly MeasuredClaim[];

  constructor(id: string, rates: RateLimits) {
    this.#id = id;
    this.#tokensKey = `tokens ${id}`;
    this.#rates = rates;
    this.#fixed = fixedClaims(id, rates);
  }

  /** What the config says now. */
  get rates(): RateLimits {
    return this.#rates;
  }

  set rates(rates: RateLimits) {
    this.#rates = rates;
    this.#fixed = fixedClaims(this.#id, rates);
  }

  /** Where calls stand in line: for the whole key where the config limits it, else for each model. */
  laneOf(model: string): string {
    return this.#fixed.length > 0 || this.#rates.tokensPerMinute !== undefined ? this.#id : `${this.#id}/${model}`;
  }

  /** All a call must be given before it is made; nothing where nothing is limited. */
  claimsFor(size: CallSize, now: number): readonly MeasuredClaim[] {
    const { tokensPerMinute } = this.#rates;
    const announced = this.#announced.size === 0 ? undefined : this.#announced.get(size.model);
    if (tokensPerMinute === undefined && announced === undefined) return this.#fixed;
    const claims =
      tokensPerMinute === undefined
        ? [...this.#fixed]
        : [...this.#fixed, windowClaim("tokens", this.#tokensKey, size.tokens, tokensPerMinute)];
    announced?.addClaims(claims, size, now);
    return claims;
  }

  /** Takes in what a provider said of a model; what comes back says under which keys it is kept. */
  announce(model: string, told: AnnouncedLimits, now: number): ModelLimits {
    let limits = this.#announced.get(model);
    if (limits === undefined) {
      if (this.#announced.size >= MOST_MODELS) this.#makeRoom(now);
      limits = new ModelLimits(`${this.#id}/${model}`);
      this.#announced.set(model, limits);
    }
    limits.announce(told, now);
    return limits;
  }

  #makeRoom(now: number): void {
    for (const [model, limits] of this.#announced) {
      if (limits.isOver(now)) this.#announced.delete(model);
    }
    const [oldest] = this.#announced.keys();
    if (this.#announced.size >= MOST_MODELS && oldest !== undefined) this.#announced.delete(oldest);
  }
}

const NAMES = ["requests", "tokens", "inputTokens", "outputTokens"] as const satisfies readonly AnnouncedName[];

/** Until when a provider's word on a model by a key counts. */
export class ModelLimits {
  readonly #until: Record<AnnouncedName, number> = { requests: 0, tokens: 0, inputTokens: 0, outputTokens: 0 };
  readonly #keys: Record<AnnouncedName, string>;

  constructor(place: string) {
    this.#keys = {
      requests: `requests ${place}`,
      tokens: `tokens ${place}`,
      inputTokens: `input_tokens ${place}`,
      outputTokens: `output_tokens ${place}`,
    };
  }

  keyOf(name: AnnouncedName): string {
    return this.#keys[name];
  }

  isOver(now: number): boolean {
    return NAMES.every((name) => this.#until[name] <= now);
  }

  announce(told: AnnouncedLimits, now: number): void {
    for (const name of NAMES) {
      const limit = told[name];
      if (limit !== undefined) this.#until[name] = now + limit.resetMs;
    }
  }

  addClaims(claims: MeasuredClaim[], size: CallSize, now: number): void {
    for (const name of NAMES) {
      if (this.#until[name] <= now) continue;
      // Only what was announced holds it back, however long the provider's window is.
      claims.push({
        measure: name,
        isProviders: true,
        key: this.#keys[name],
        kind: "window",
        amount: amountOf(name, size),
        limit: Number.MAX_SAFE_INTEGER,
      });
    }
  }
}

/** How much of each claim was used, in their order; what runs at once is not asked. */
export function usedOf(claims: readonly MeasuredClaim[], used: UsedSize): number[] {
  const { tokens, requests } = used;
  const inputTokens = used.inputTokens ?? Math.min(inputClaimed(claims) ?? tokens, tokens);
  const size = { tokens, inputTokens, requests };
  return claims.map(({ measure }) => amountOf(measure, size));
}

function inputClaimed(claims: readonly MeasuredClaim[]): number | undefined {
  return claims.find(({ measure }) => measure === "inputTokens")?.amount;
}

/** The claim that no waiting helps: it is for more than the whole limit. */
export function neverFitting(claims: readonly MeasuredClaim[]): MeasuredClaim | undefined {
  for (const claim of claims) {
    if (claim.amount > claim.limit) return claim;
  }
  return undefined;
}

/** Which limit stood in the way, in words: `60 requests a minute`. */
export function reasonOf(claims: readonly MeasuredClaim[], refusal: Pick<Refusal, "key"> | undefined): string {
  const claim = claims.find(({ key }) => key === refusal?.key) ?? claims[0];
  if (claim === undefined) return "a limit";
  if (claim.isProviders) return `the provider's own limit of ${WORDS[claim.measure]}`;
  const count = claim.limit === 1 ? `1 ${WORDS[claim.measure].slice(0, -1)}` : `${claim.limit} ${WORDS[claim.measure]}`;
  if (claim.measure === "concurrent") return `${count} at once`;
  const limit = `${count} a minute`;
  return claim.amount > claim.limit ? `${limit}, and the call may use ${claim.amount}` : limit;
}

const WORDS: Readonly<Record<Measure, string>> = {
  requests: "requests",
  tokens: "tokens",
  inputTokens: "input tokens",
  outputTokens: "output tokens",
  concurrent: "calls",
};

function fixedClaims(id: string, { requestsPerMinute, concurrent }: RateLimits): readonly MeasuredClaim[] {
  const claims: MeasuredClaim[] = [];
  if (requestsPerMinute !== undefined) claims.push(windowClaim("requests", `requests ${id}`, 1, requestsPerMinute));
  if (concurrent !== undefined) {
    const key = `concurrent ${id}`;
    claims.push({ measure: "concurrent", isProviders: false, key, kind: "concurrent", amount: 1, limit: concurrent });
  }
  return claims;
}

function windowClaim(measure: Measure, key: string, amount: number, limit: number): MeasuredClaim {
  return { measure, isProviders: false, key, kind: "window", amount, limit, windowMs: MINUTE_MS };
}

interface Amounts {
  readonly tokens: number;
  readonly inputTokens?: number;
  readonly requests?: number | undefined;
}

function amountOf(measure: Measure, size: Amounts): number {
  switch (measure) {
    case "requests":
      return size.requests ?? 1;
    case "concurrent":
      return 1;
    case "tokens":
      return size.tokens;
    case "inputTokens":
      return size.inputTokens ?? size.tokens;
    case "outputTokens":
      return size.tokens - (size.inputTokens ?? size.tokens);
  }
}
