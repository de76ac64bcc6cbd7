import type { CallOptions } from "../../backend.ts";
import type { Counted } from "../../cost.ts";
import type { CallContext } from "../../dialect.ts";
import type { Adaptation } from "../../usage.ts";
import { type Awaitable, isPending } from "../../util/awaitable.ts";
import { isRecord } from "../../util/record.ts";
import type { WireAnswer } from "../../wire.ts";
import { type CallEnd, type CallRun, endOf, type Served } from "./call-run.ts";
import type { Caller, Sendable } from "./caller.ts";

/** A kind of call whose answer comes whole: how it is said, and what is made of its answer. */
export interface WholeCall<Request, Decoded> {
  encode(request: Request, context: CallContext): Sendable & { readonly adaptations?: readonly Adaptation[] };
  /** @default as JSON */
  read?(answer: WireAnswer): Promise<unknown>;
  decode(body: unknown, context: CallContext, answer: WireAnswer): Decoded;
  /** What of it is priced one by one. */
  count?(decoded: Decoded): Counted | undefined;
}

/** Whom a call asks, and what. */
export interface WholeAsk<Request> {
  /** Where a model is called. */
  readonly baseFor: (model: string) => string;
  readonly model: string;
  readonly request: Request;
  readonly options: CallOptions | undefined;
}

/** What came of it. */
export interface WholeAnswer<Decoded> {
  readonly decoded: Decoded;
  /** The answer as it was read. */
  readonly body: unknown;
  /** What it was parsed from. */
  readonly text: string | undefined;
  readonly adaptations: readonly Adaptation[];
  readonly end: CallEnd;
}

const NONE: readonly Adaptation[] = [];

/** Makes one call from request to what is told of its answer. @throws {CallError} */
export function callWhole<Request, Decoded extends Served | object, Told>(
  caller: Caller,
  kind: WholeCall<Request, Decoded>,
  { baseFor, model, request, options }: WholeAsk<Request>,
  tell: (answer: WholeAnswer<Decoded>) => Told,
): Promise<Told> {
  let run: CallRun | undefined;
  try {
    run = caller.begin(model, options);
    const call = kind.encode(request, run.context);
    const { adaptations = NONE } = call;
    const asked = new AskedOnce(caller, kind, run, adaptations, tell);
    // Step by step, for an asynchronous function and another promise cost more than what is done in them.
    return caller.send(run, baseFor(model), call).then(asked.answered, asked.failed);
  } catch (error) {
    return Promise.reject(run === undefined ? error : caller.aim(error, run, "request"));
  }
}

/** A call whose request is under way. */
class AskedOnce<Request, Decoded extends Served | object, Told> {
  readonly #caller: Caller;
  readonly #kind: WholeCall<Request, Decoded>;
  readonly #run: CallRun;
  readonly #adaptations: readonly Adaptation[];
  readonly #tell: (answer: WholeAnswer<Decoded>) => Told;

  constructor(
    caller: Caller,
    kind: WholeCall<Request, Decoded>,
    run: CallRun,
    adaptations: readonly Adaptation[],
    tell: (answer: WholeAnswer<Decoded>) => Told,
  ) {
    this.#caller = caller;
    this.#kind = kind;
    this.#run = run;
    this.#adaptations = adaptations;
    this.#tell = tell;
  }

  /** No answer came. */
  readonly failed = (error: unknown): never => {
    throw this.#caller.aim(error, this.#run, "request");
  };

  readonly answered = (answer: WireAnswer): Awaitable<Told> => {
    const refusing = this.#refusing(answer);
    if (refusing !== undefined) return refusing.catch(this.failed);
    const { read } = this.#kind;
    try {
      const reading = read === undefined ? answer.json() : read(answer);
      if (!isPending(reading)) return this.#read(reading, answer);
      return reading.then((body) => this.#read(body, answer)).then(undefined, (error: unknown) => this.#unread(error));
    } catch (error) {
      return this.#unread(error);
    }
  };

  #refusing(answer: WireAnswer): Promise<never> | undefined {
    try {
      return this.#caller.refusing(this.#run, answer);
    } catch (error) {
      return this.failed(error);
    }
  }

  #unread(error: unknown): never {
    throw this.#caller.aim(error, this.#run, "answer");
  }

  #read(body: unknown, answer: WireAnswer): Told {
    const kind = this.#kind;
    const run = this.#run;
    // Some services tell a failure with status 200.
    if (kind.read === undefined && isRecord(body) && isError(body.error)) throw this.#caller.refusal(run, answer, body);
    const decoded = kind.decode(body, run.context, answer);
    const end = endOf(run, decoded as Served, answer.status, kind.count?.(decoded));
    return this.#tell({ decoded, body, text: answer.text, adaptations: this.#adaptations, end });
  }
}

/** Whether what stands under `error` in an answer is one. */
export function isError(error: unknown): boolean {
  return typeof error === "string" ? error !== "" : typeof error === "object" && error !== null;
}
