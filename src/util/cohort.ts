/**
 * Puts steps off until the event loop has read all that is at hand, and does them in a row: what several calls do one after
 * the other the processor still has in its caches, where each would fetch it anew between two reads (Larus and Parkes,
 * "Using Cohort Scheduling to Enhance Server Performance", USENIX ATC 2002). Nobody waits longer than that turn of the loop.
 */
export class Cohort<Member> {
  readonly #step: (member: Member) => void;
  #members: Member[] = [];

  /** The step must not throw: others come after it. */
  constructor(step: (member: Member) => void) {
    this.#step = step;
  }

  add(member: Member): void {
    if (this.#members.push(member) === 1) setImmediate(this.#run);
  }

  readonly #run = () => {
    const members = this.#members;
    this.#members = [];
    for (const member of members) this.#step(member);
  };
}
