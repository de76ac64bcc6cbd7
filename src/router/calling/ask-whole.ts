import type { Routed, RouterCallOptions } from "../../router.ts";
import type { Attempt } from "../../usage.ts";
import { backendAt, unableWithout } from "../accounts/spot-backend.ts";
import { asCallError } from "./as-call-error.ts";
import type { CallDesk } from "./call-desk.ts";
import { type CallEnding, failOver } from "./fail-over.ts";
import { withDecision } from "./lazy-decision.ts";
import type { Answered, Mechanism, Opening } from "./mechanism.ts";
import type { Unable } from "./next-attempt.ts";
import type { OpenAttempt } from "./open-attempt.ts";
import type { Operation, Recorded } from "./operation.ts";
import type { RouterCall } from "./router-call.ts";

/**
 * Asks for an answer that comes whole, wherever it is to be had.
 * @throws {RouterError} @throws {RouteError} @throws {CallError} @throws {InvalidInputError}
 */
export function askWhole<Request, Reply extends Recorded>(
  desk: CallDesk,
  operation: Operation<Request, Reply>,
  name: string,
  request: Request,
  options: RouterCallOptions,
): Promise<Reply & Routed> {
  return new Promise((resolve, reject) => {
    const call = desk.begin(operation, name, request, options);
    const asked = new AskedWhole(desk, call, operation, request, { resolve, reject });
    failOver(call, asked, asked);
  });
}

interface Caller<Answer> {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

class AskedWhole<Request, Reply extends Recorded> implements Mechanism<Reply>, CallEnding<Reply> {
  readonly unable: Unable;
  readonly #desk: CallDesk;
  readonly #call: RouterCall;
  readonly #operation: Operation<Request, Reply>;
  readonly #request: Request;
  readonly #caller: Caller<Reply & Routed>;

  constructor(
    desk: CallDesk,
    call: RouterCall,
    operation: Operation<Request, Reply>,
    request: Request,
    caller: Caller<Reply & Routed>,
  ) {
    this.unable = unableWithout(operation);
    this.#desk = desk;
    this.#call = call;
    this.#operation = operation;
    this.#request = request;
    this.#caller = caller;
  }

  open(attempt: OpenAttempt, opening: Opening<Reply>): void {
    const operation = this.#operation;
    const fail = (error: unknown) => {
      const failure = asCallError(error, attempt.target);
      attempt.fail(failure);
      opening.failed(failure);
    };
    const take = (reply: Reply) => {
      // What comes after it was given up is nobody's.
      if (attempt.record !== undefined) return;
      try {
        note(reply, attempt, operation);
      } catch (error) {
        fail(error);
        return;
      }
      opening.opened(reply);
    };
    try {
      const { planned, account } = attempt.admitted;
      const backend = backendAt(account, attempt.target);
      const sent = operation.requestFor(planned.target, this.#request);
      const asking = operation.ask(backend, planned.target.calledAs, sent, attempt.send());
      if (asking === undefined) throw new Error(`it cannot do ${operation.what}`);
      attempt.guard.watch(asking, take, fail);
    } catch (error) {
      fail(error);
    }
  }

  answered({ attempt, opened: reply }: Answered<Reply>): void {
    const call = this.#call;
    this.#end(attempt.record);
    try {
      const { cost, attempts, latencyMs } = call;
      // A getter is added to what was assembled by assigning many times as quickly as to what was spread.
      const answer = Object.assign({}, reply, { target: attempt.target, cost, attempts, latencyMs });
      this.#caller.resolve(withDecision(answer, call));
    } catch (error) {
      this.#caller.reject(error);
    }
  }

  failed(error: unknown): void {
    this.#end(this.#call.attempts.at(-1));
    this.#caller.reject(error);
  }

  #end(final: Attempt | undefined): void {
    this.#call.tell(final);
    this.#desk.end(this.#call);
  }
}

/** Notes what an answer tells of itself, with which its attempt ends well. */
function note<Request, Reply extends Recorded>(
  reply: Reply,
  attempt: OpenAttempt,
  operation: Operation<Request, Reply>,
): void {
  const { seen } = attempt;
  seen.usage = reply.usage;
  seen.cost = reply.cost;
  seen.modelServed = reply.modelServed;
  seen.status = reply.attempts.at(-1)?.status;
  operation.look?.(reply, seen);
  attempt.succeed();
}
