/** A call of the model that runs. */
export interface ModelCall {
  readonly startedAt: number;
  readonly isProbe: boolean;
}

/** What may become of a call, as far as a breaker is concerned. */
export type ModelEnd = "well" | "failed" | "throttled" | "nobody's fault";

type Kind = "closed" | "open" | "due" | "probing" | "ramping";

/** What the breaker of one key at one model promises, told as plainly as can be: lists instead of windows, one rule a line. */
export class BreakerModel {
  /** Times in a row. */
  #streak = 0;
  #kind: Kind = "closed";
  #at = 0;
  #changedAt = 0;
  #ended: { second: number; failed: boolean }[] = [];

  kind(now: number): Kind {
    if (this.#kind === "open" && now >= this.#at) this.#kind = "due";
    if (this.#kind === "probing" && now >= this.#at + 60_000) this.#kind = "due";
    if (this.#kind === "ramping" && now >= this.#at + 10_000) this.#kind = "closed";
    return this.#kind;
  }

  /** What a caller is told; the one who tries is noted. */
  ask(now: number, draw: number): "ready" | "ramping" | "probing" | { until: number } {
    const kind = this.kind(now);
    if (kind === "closed") return "ready";
    if (kind === "open") return { until: this.#at };
    if (kind === "probing") return { until: now + 100 };
    if (kind === "ramping") return draw < 0.1 + (0.9 * (now - this.#at)) / 10_000 ? "ramping" : { until: now + 100 };
    this.#kind = "probing";
    this.#at = now;
    return "probing";
  }

  end(now: number, call: ModelCall, end: ModelEnd, hintMs: number | undefined): void {
    const kind = this.kind(now);
    const isWell = kind === "closed" || kind === "ramping";
    const isNews = call.startedAt >= this.#changedAt;
    const counts = isWell || kind === "due" ? isNews : kind === "probing" && call.isProbe;
    if (end === "nobody's fault") {
      if (kind === "probing" && call.isProbe) this.#kind = "due";
    } else if (end === "well") {
      if (!isNews) return;
      if (isWell) this.#ended.push({ second: Math.floor(now / 1_000), failed: false });
      else this.#become("ramping", now, now);
    } else if (end === "throttled" && hintMs !== undefined) {
      const until = now + Math.min(Math.max(hintMs, 1_000), 300_000);
      if (kind === "open") this.#at = Math.max(this.#at, until);
      else if (counts) this.#become("open", now, until);
    } else if (counts && end === "throttled") this.#double(now, isWell, 60_000);
    else if (counts && !isWell) this.#double(now, isWell, 600_000);
    else if (counts) {
      this.#ended.push({ second: Math.floor(now / 1_000), failed: true });
      const recent = this.#ended.filter(({ second }) => Math.floor(now / 1_000) - second < 60);
      const failed = recent.filter((one) => one.failed).length;
      if (recent.length >= 5 && failed > recent.length / 2) this.#double(now, isWell, 600_000);
    }
  }

  #double(now: number, wasWell: boolean, healthyMs: number): void {
    if (wasWell && now - this.#changedAt >= healthyMs) this.#streak = 0;
    this.#become("open", now, now + Math.min(5_000 * 2 ** this.#streak, 300_000));
    this.#streak += 1;
  }

  #become(kind: Kind, now: number, at: number): void {
    if (kind === "ramping") this.#ended = [];
    this.#kind = kind;
    this.#at = at;
    this.#changedAt = now;
  }
}
