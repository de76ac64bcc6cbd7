import { isPending } from "../../util/awaitable.ts";
import { Course } from "./course.ts";
import { failureOf } from "./failure.ts";
import { raceHedged } from "./hedge.ts";
import type { Answered, Begun, Mechanism, Outcome } from "./mechanism.ts";
import { checkAborted, type NextAttempt, nextAttempt } from "./next-attempt.ts";
import { OpenAttempt } from "./open-attempt.ts";
import type { RouterCall } from "./router-call.ts";

/**
 * Tries the targets of a plan until one answers: whom to try, the course decides; whether he may be called now, health,
 * limits and budgets; what went wrong, the error itself.
 * @throws {RouterError} @throws {RouteError} @throws {CallError} for what no other target would do better
 */
export async function failOver<Opened>(call: RouterCall, mechanism: Mechanism<Opened>): Promise<Answered<Opened>> {
  checkAborted(call);
  const course = new Course(call);
  const begin = (next: NextAttempt) => beginAttempt(call, course, next, mechanism);
  for (;;) {
    const finding = nextAttempt(call, course, mechanism.unable);
    const next = isPending(finding) ? await finding : finding;
    if (next === undefined) throw failureOf(call, course);
    const mayHedge = call.begun === 0 && call.isHedged;
    const first = begin(next);
    const outcomes = mayHedge
      ? await raceHedged({ call, course, first, unable: mechanism.unable, begin })
      : [await first.outcome];
    const answered = outcomes.find(isAnswered);
    if (answered !== undefined) return answered;
    for (const outcome of outcomes) {
      if (outcome.error !== undefined && !course.failed(outcome.spot, outcome.error)) throw outcome.error;
    }
    if (next.reason === "panic") throw failureOf(call, course, { isPanic: true });
  }
}

function beginAttempt<Opened>(
  call: RouterCall,
  course: Course,
  { spot, admitted, reason }: NextAttempt,
  mechanism: Mechanism<Opened>,
): Begun<Opened> {
  call.tell();
  course.began(spot);
  const attempt = new OpenAttempt(call, admitted, reason);
  const outcome = new Promise<Outcome<Opened>>((resolve) => {
    mechanism.open(
      attempt,
      (opened) => resolve({ attempt, opened }),
      (error) => resolve({ attempt, spot, error }),
    );
  });
  return { attempt, outcome };
}

function isAnswered<Opened>(outcome: Outcome<Opened>): outcome is Answered<Opened> {
  return outcome.error === undefined;
}
