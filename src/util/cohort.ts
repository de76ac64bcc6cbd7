/**
 * Puts steps off until the event loop has read all that is at hand, and does them in a row: what several calls do one after
 * the other the processor still has in its caches, where each would fetch it anew between two reads (Larus and Parkes,
 * "Using Cohort Scheduling to Enhance Server Performance", USENIX ATC 2002). Nobody waits longer than that turn of the loop.
 */
export class Cohort {
  #steps: (() => void)[] = [];
  readonly #run = () => {
    const steps = this.#steps;
    this.#steps = [];
    for (const step of steps) step();
  };

  /** The step must not throw: others come after it. */
  add(step: () => void): void {
    if (this.#steps.push(step) === 1) setImmediate(this.#run);
  }
}
