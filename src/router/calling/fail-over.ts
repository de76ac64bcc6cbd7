import type { CallError } from "../../call-error.ts";
import { isPending } from "../../util/awaitable.ts";
import { Course } from "./course.ts";
import { failureOf } from "./failure.ts";
import { raceHedged } from "./hedge.ts";
import type { Answered, Begun, Mechanism, Opening, Outcome } from "./mechanism.ts";
import { checkAborted, type NextAttempt, nextAttempt } from "./next-attempt.ts";
import { OpenAttempt } from "./open-attempt.ts";
import type { RouterCall } from "./router-call.ts";

/** Told once how a call went; by call and not by promise, for each promise would cost more than a step of the way. */
export interface CallEnding<Opened> {
  answered(answered: Answered<Opened>): void;
  /** With a `RouterError`, a `RouteError`, or a `CallError` for what no other target would do better. */
  failed(error: unknown): void;
}

/**
 * Tries the targets of a plan until one answers: whom to try, the course decides; whether he may be called now, health,
 * limits and budgets; what went wrong, the error itself.
 */
export function failOver<Opened>(call: RouterCall, mechanism: Mechanism<Opened>, ending: CallEnding<Opened>): void {
  try {
    checkAborted(call);
    new FailOver(call, mechanism, ending).goOn();
  } catch (error) {
    ending.failed(error);
  }
}

class FailOver<Opened> {
  readonly #call: RouterCall;
  readonly #course: Course;
  readonly #mechanism: Mechanism<Opened>;
  readonly ending: CallEnding<Opened>;

  constructor(call: RouterCall, mechanism: Mechanism<Opened>, ending: CallEnding<Opened>) {
    this.#call = call;
    this.#course = new Course(call);
    this.#mechanism = mechanism;
    this.ending = ending;
  }

  /** @throws what keeps anybody from being found */
  goOn(): void {
    const finding = nextAttempt(this.#call, this.#course, this.#mechanism.unable);
    if (isPending(finding)) this.#unlessItThrows(finding.then((next) => this.#try(next)));
    else this.#try(finding);
  }

  /** What attempts made for one place came to; none of them answered. */
  fell({ reason }: NextAttempt, outcomes: readonly Fallen[]): void {
    for (const { spot, error } of outcomes) {
      if (!this.#course.failed(spot, error)) {
        this.ending.failed(error);
        return;
      }
    }
    if (reason === "panic") this.ending.failed(failureOf(this.#call, this.#course, { isPanic: true }));
    // In a turn of its own, for it may have failed while it was begun.
    else this.#unlessItThrows(Promise.resolve().then(() => this.goOn()));
  }

  #try(next: NextAttempt | undefined): void {
    const call = this.#call;
    if (next === undefined) this.ending.failed(failureOf(call, this.#course));
    else if (call.begun === 0 && call.isHedged) this.#unlessItThrows(this.#race(next));
    else {
      const attempt = this.#begin(next);
      this.#mechanism.open(attempt, new Try(this, attempt, next));
    }
  }

  #begin({ spot, admitted, reason }: NextAttempt): OpenAttempt {
    this.#call.tell();
    this.#course.began(spot);
    return new OpenAttempt(this.#call, admitted, reason);
  }

  async #race(next: NextAttempt): Promise<void> {
    const begin = (other: NextAttempt): Begun<Opened> => {
      const attempt = this.#begin(other);
      const outcome = new Promise<Outcome<Opened>>((resolve) => {
        this.#mechanism.open(attempt, {
          opened: (opened) => resolve({ attempt, opened }),
          failed: (error) => resolve({ attempt, spot: other.spot, error }),
        });
      });
      return { attempt, outcome };
    };
    const outcomes = await raceHedged({
      call: this.#call,
      course: this.#course,
      first: begin(next),
      unable: this.#mechanism.unable,
      begin,
    });
    const answered = outcomes.find(isAnswered);
    if (answered !== undefined) this.ending.answered(answered);
    else this.fell(next, outcomes.filter(isFallen));
  }

  #unlessItThrows(step: PromiseLike<void>): void {
    step.then(undefined, (error: unknown) => this.ending.failed(error));
  }
}

type Fallen = Extract<Outcome<unknown>, { readonly error: CallError }>;

/** One attempt that no other races. Only what it tells first counts: one that was given up may fail once more later. */
class Try<Opened> implements Opening<Opened> {
  readonly #failOver: FailOver<Opened>;
  readonly #attempt: OpenAttempt;
  readonly #next: NextAttempt;
  #isTold = false;

  constructor(failOver: FailOver<Opened>, attempt: OpenAttempt, next: NextAttempt) {
    this.#failOver = failOver;
    this.#attempt = attempt;
    this.#next = next;
  }

  opened(opened: Opened): void {
    if (this.#isTold) return;
    this.#isTold = true;
    this.#failOver.ending.answered({ attempt: this.#attempt, opened });
  }

  failed(error: CallError): void {
    if (this.#isTold) return;
    this.#isTold = true;
    this.#failOver.fell(this.#next, [{ attempt: this.#attempt, spot: this.#next.spot, error }]);
  }
}

function isAnswered<Opened>(outcome: Outcome<Opened>): outcome is Answered<Opened> {
  return outcome.error === undefined;
}

function isFallen(outcome: Outcome<unknown>): outcome is Fallen {
  return outcome.error !== undefined;
}
