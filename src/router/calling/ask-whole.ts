import type { CallError } from "../../call-error.ts";
import type { Routed, RouterCallOptions } from "../../router.ts";
import { backendAt, unableWithout } from "../accounts/spot-backend.ts";
import { asCallError } from "./as-call-error.ts";
import type { CallDesk } from "./call-desk.ts";
import { failOver } from "./fail-over.ts";
import { withDecision } from "./lazy-decision.ts";
import type { Answered } from "./mechanism.ts";
import type { OpenAttempt } from "./open-attempt.ts";
import type { Operation, Recorded } from "./operation.ts";

/** Asks for an answer that comes whole, wherever it is to be had. @throws as `failOver`, and what beginning a call does */
export async function askWhole<Request, Reply extends Recorded>(
  desk: CallDesk,
  operation: Operation<Request, Reply>,
  name: string,
  request: Request,
  options: RouterCallOptions,
): Promise<Reply & Routed> {
  const call = desk.begin(operation, name, request, options);
  let answered: Answered<Reply> | undefined;
  try {
    answered = await failOver(call, {
      open: (attempt, onOpened, onFailed) => askOne(attempt, operation, request, onOpened, onFailed),
      unable: unableWithout(operation),
    });
  } finally {
    call.tell(answered === undefined ? call.attempts.at(-1) : answered.attempt.record);
    desk.end(call);
  }
  const { attempt, opened: reply } = answered;
  const { cost, attempts, latencyMs } = call;
  // A getter is added to what was assembled by assigning many times as quickly as to what was spread.
  const answer = Object.assign({}, reply, { target: attempt.target, cost, attempts, latencyMs });
  return withDecision(answer, call);
}

function askOne<Request, Reply extends Recorded>(
  attempt: OpenAttempt,
  operation: Operation<Request, Reply>,
  request: Request,
  onReply: (reply: Reply) => void,
  onFailed: (error: CallError) => void,
): void {
  const { planned, account } = attempt.admitted;
  const fail = (error: unknown) => {
    const failure = asCallError(error, attempt.target);
    attempt.fail(failure);
    onFailed(failure);
  };
  const take = (reply: Reply) => {
    // What comes after it was given up is nobody's.
    if (attempt.record !== undefined) return;
    try {
      const { seen } = attempt;
      seen.usage = reply.usage;
      seen.cost = reply.cost;
      seen.modelServed = reply.modelServed;
      seen.status = reply.attempts.at(-1)?.status;
      operation.look?.(reply, seen);
      attempt.succeed();
      onReply(reply);
    } catch (error) {
      fail(error);
    }
  };
  try {
    const backend = backendAt(account, attempt.target);
    const sent = operation.requestFor(planned.target, request);
    const asking = operation.ask(backend, planned.target.calledAs, sent, attempt.send());
    if (asking === undefined) throw new Error(`it cannot do ${operation.what}`);
    attempt.guard.watch(asking, take, fail);
  } catch (error) {
    fail(error);
  }
}
