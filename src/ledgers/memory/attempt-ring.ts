import type { AttemptEvent } from "../../attempt.ts";
import type { Cost, CostPart, Usage } from "../../usage.ts";
import type { Writable } from "../../util/writable.ts";
import { areAlike, COUNTS } from "./alike.ts";

/** How many an attempt's cost mostly has at most; of one that has more, the attempt is kept as it is. */
const MOST_PARTS = 4;
/** Two times, what was used, what all of it cost, and of each part of that its count and cost. */
const NUMBERS = 2 + COUNTS.length + 1 + 2 * MOST_PARTS;
const PAGE = 256;
const MOST_EXAMPLES = 16;

/**
 * The newest attempts, in little memory: most are like one that came before but for their numbers, and only these are kept.
 * What is kept as objects has to be moved and looked through again by the garbage collector, for every call that is made.
 */
export class AttemptRing {
  readonly #size: number;
  /** Attempts as they were, which others that come are compared with. */
  readonly #examples: AttemptEvent[] = [];
  #nextExample = 0;
  /** By place: an attempt as it was, or one that it is like. */
  readonly #likes: AttemptEvent[] = [];
  /** By place: the name of its call; `undefined` where it is kept as it was. */
  readonly #calls: (string | undefined)[] = [];
  readonly #startedAt: string[] = [];
  readonly #usd: (string | undefined)[] = [];
  readonly #reportedCosts: (string | undefined)[] = [];
  readonly #pages: Float64Array[] = [];
  #next = 0;

  constructor(size: number) {
    this.#size = size;
  }

  /** How many are kept. */
  get length(): number {
    return this.#likes.length;
  }

  add(attempt: AttemptEvent): void {
    const at = this.#next;
    this.#next = (at + 1) % this.#size;
    const like = isNamedByItsCall(attempt) ? this.#exampleOf(attempt) : undefined;
    const isPacked = like !== undefined && this.#write(attempt, at);
    this.#likes[at] = isPacked ? like : attempt;
    this.#calls[at] = isPacked ? attempt.call : undefined;
    this.#startedAt[at] = attempt.startedAt;
    this.#usd[at] = isPacked ? (attempt.cost?.usd ?? undefined) : undefined;
    this.#reportedCosts[at] = isPacked ? attempt.usage?.reportedCost : undefined;
  }

  /** The one that so many others came after; equal to what was added. */
  newest(after: number): AttemptEvent | undefined {
    if (after >= this.length) return undefined;
    const at = this.#placeOf(after);
    const like = this.#likes[at];
    const call = this.#calls[at];
    return like === undefined || call === undefined ? like : this.#read(at, like, call);
  }

  /** Its name alone. */
  idOfNewest(after: number): string | undefined {
    const at = this.#placeOf(after);
    const like = this.#likes[at];
    const call = this.#calls[at];
    return call === undefined ? like?.id : `${call}-${like?.number}`;
  }

  #placeOf(after: number): number {
    return (this.#next - 1 - after + 2 * this.length) % this.length;
  }

  /** One that it is like; where there is none, others may be like this one. */
  #exampleOf(attempt: AttemptEvent): AttemptEvent | undefined {
    for (const example of this.#examples) if (areAlike(example, attempt)) return example;
    this.#examples[this.#nextExample] = attempt;
    this.#nextExample = (this.#nextExample + 1) % MOST_EXAMPLES;
    return undefined;
  }

  /** Whether its numbers can be kept as such. */
  #write({ durationMs, firstContentMs, usage, cost }: AttemptEvent, at: number): boolean {
    const page = this.#pageOf(at);
    let place = (at % PAGE) * NUMBERS;
    page[place++] = durationMs;
    page[place++] = firstContentMs ?? 0;
    if (usage !== undefined) {
      for (const name of COUNTS) page[place++] = usage[name];
    }
    if (cost === undefined || cost.usd === null) return true;
    if (cost.parts.length > MOST_PARTS || !isExact(cost.picoUsd)) return false;
    page[place++] = Number(cost.picoUsd);
    for (const { count, picoUsd } of cost.parts) {
      if (!isExact(picoUsd)) return false;
      page[place++] = count;
      page[place++] = Number(picoUsd);
    }
    return true;
  }

  #read(at: number, like: AttemptEvent, call: string): AttemptEvent {
    const page = this.#pageOf(at);
    let place = (at % PAGE) * NUMBERS;
    const next = (): number => page[place++] ?? 0;
    const attempt: Writable<AttemptEvent> = {
      ...like,
      id: `${call}-${like.number}`,
      call,
      startedAt: this.#startedAt[at] ?? like.startedAt,
      durationMs: next(),
    };
    const firstContentMs = next();
    if (like.firstContentMs !== undefined) attempt.firstContentMs = firstContentMs;
    if (like.usage !== undefined) attempt.usage = usageLike(like.usage, this.#reportedCosts[at], next);
    if (like.cost !== undefined) attempt.cost = costLike(like.cost, this.#usd[at], next);
    return attempt;
  }

  #pageOf(at: number): Float64Array {
    const number = Math.floor(at / PAGE);
    const page = this.#pages[number] ?? new Float64Array(Math.min(PAGE, this.#size) * NUMBERS);
    this.#pages[number] = page;
    return page;
  }
}

function usageLike(like: Usage, reportedCost: string | undefined, next: () => number): Usage {
  const usage: Writable<Usage> = { ...like };
  if (reportedCost !== undefined) usage.reportedCost = reportedCost;
  for (const name of COUNTS) usage[name] = next();
  return usage;
}

function costLike(like: Cost, usd: string | undefined, next: () => number): Cost {
  if (like.usd === null || usd === undefined) return like;
  const picoUsd = BigInt(next());
  const parts = like.parts.map((part): CostPart => ({ ...part, count: next(), picoUsd: BigInt(next()) }));
  return { ...like, usd, picoUsd, parts };
}

/** As a router names them. */
function isNamedByItsCall({ id, call, number }: AttemptEvent): boolean {
  const end = `-${number}`;
  return id.length === call.length + end.length && id.startsWith(call) && id.endsWith(end);
}

/** Whether a double holds it exactly. */
function isExact(amount: bigint): boolean {
  return amount >= 0n && amount <= Number.MAX_SAFE_INTEGER;
}
