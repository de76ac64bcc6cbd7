import type { BudgetKey } from "../../state.ts";
import type { Kept } from "./key-table.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** 1970 began on a Thursday. */
const MONDAY_MS = 3 * DAY_MS;

/** What is used of one budget in one period, in 1e-12 USD. */
export interface Period {
  /** When it ends, in milliseconds since 1970. */
  readonly endsAt: number | undefined;
  settled: bigint;
  reserved: bigint;
  /** Reservations that have not ended, those of nothing too. */
  open: number;
}

/** One budget with its current period; a reservation holds on to the period in which it was made. */
export class BudgetCounter implements Kept {
  usedAt: number;
  readonly #per: BudgetKey["per"];
  #period: Period;

  constructor(per: BudgetKey["per"], now: number) {
    this.usedAt = now;
    this.#per = per;
    this.#period = beginPeriod(per, now);
  }

  isIdle(now: number): boolean {
    const { settled, open } = this.periodAt(now);
    return settled === 0n && open === 0;
  }

  /** The period that runs; a clock that was set back begins none anew. */
  periodAt(now: number): Period {
    const { endsAt } = this.#period;
    if (endsAt !== undefined && now >= endsAt) this.#period = beginPeriod(this.#per, now);
    return this.#period;
  }
}

function beginPeriod(per: BudgetKey["per"], now: number): Period {
  return { endsAt: endOf(per, now), settled: 0n, reserved: 0n, open: 0 };
}

/** When the period of a time ends, by the calendar in UTC; weeks begin on Monday. */
export function endOf(per: BudgetKey["per"], now: number): number | undefined {
  switch (per) {
    case "hour":
      return (Math.floor(now / HOUR_MS) + 1) * HOUR_MS;
    case "day":
      return (Math.floor(now / DAY_MS) + 1) * DAY_MS;
    case "week":
      return (Math.floor((now + MONDAY_MS) / (7 * DAY_MS)) + 1) * 7 * DAY_MS - MONDAY_MS;
    case "month": {
      const date = new Date(now);
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
    }
    case "total":
      return undefined;
  }
}
