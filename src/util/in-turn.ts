/** Asks one thing after the other, however many are asked for at once: each when all before it have been answered. */
export class InTurn {
  #asked = 0;
  #last: Promise<unknown> | undefined;

  /** Whoever answers says so by `answered`, be it before this comes back. */
  ask<Answer>(how: () => Promise<Answer>): Promise<Answer> {
    this.#asked += 1;
    const answer = this.#last === undefined ? how() : this.#last.then(how, how);
    if (this.#asked > 0) this.#last = answer;
    return answer;
  }

  /** Once for each answer, be it an error. */
  answered(): void {
    this.#asked -= 1;
    if (this.#asked === 0) this.#last = undefined;
  }
}
