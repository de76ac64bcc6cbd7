import type { CallOptions } from "../../backend.ts";
import type { Counted } from "../../cost.ts";
import type { CallContext } from "../../dialect.ts";
import type { Adaptation } from "../../usage.ts";
import { isPending } from "../../util/awaitable.ts";
import { isRecord } from "../../util/record.ts";
import type { WireAnswer } from "../../wire.ts";
import { type CallEnd, endOf, type Served } from "./call-run.ts";
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
export async function callWhole<Request, Decoded extends Served | object, Told>(
  caller: Caller,
  kind: WholeCall<Request, Decoded>,
  { baseFor, model, request, options }: WholeAsk<Request>,
  tell: (answer: WholeAnswer<Decoded>) => Told,
): Promise<Told> {
  const run = caller.begin(model, options);
  let phase: "request" | "answer" = "request";
  try {
    const call = kind.encode(request, run.context);
    const answer = await caller.post(run, baseFor(model), call);
    phase = "answer";
    const reading = kind.read === undefined ? answer.json() : kind.read(answer);
    const body = isPending(reading) ? await reading : reading;
    // Some services tell a failure with status 200.
    if (kind.read === undefined && isRecord(body) && isError(body.error)) throw caller.refusal(run, answer, body);
    const decoded = kind.decode(body, run.context, answer);
    const end = endOf(run, decoded as Served, answer.status, kind.count?.(decoded));
    return tell({ decoded, body, text: answer.text, adaptations: call.adaptations ?? NONE, end });
  } catch (error) {
    throw caller.aim(error, run, phase);
  }
}

/** Whether what stands under `error` in an answer is one. */
export function isError(error: unknown): boolean {
  return typeof error === "string" ? error !== "" : typeof error === "object" && error !== null;
}
