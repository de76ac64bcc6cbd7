import type { CallOptions, CallTimeouts } from "../../backend.ts";
import { classify } from "../../call-error/classify.ts";
import type { CallError } from "../../call-error.ts";
import type { ChatDialect, EncodedCall } from "../../dialect.ts";
import type { Facts } from "../../model.ts";
import type { Provider } from "../../provider.ts";
import type { Wire, WireAnswer, WireOptions, WireRequest } from "../../wire.ts";
import { aimError } from "./aim-error.ts";
import { callHeaders } from "./call-headers.ts";
import type { CallRun } from "./call-run.ts";
import type { KeyRing } from "./key-ring.ts";
import { createHeaderMerge } from "./merge-headers.ts";
import { wholeTimeouts } from "./whole-timeouts.ts";

/** What all calls of one account share. */
export interface CallerOptions {
  readonly name: string;
  readonly provider: Provider;
  readonly keyRing: KeyRing;
  readonly wire: Wire;
  /** Reads what a refused request says. */
  readonly decodeError: ChatDialect["decodeError"];
  readonly facts: (model: string) => Facts | undefined;
  readonly clock: () => Date;
  readonly timeouts: CallTimeouts;
  /** The most bytes of one event of a stream. @default the wire's */
  readonly maxEventBytes: number | undefined;
  /** What a stream is asked for by. */
  readonly accept: Readonly<Record<"accept", string>>;
  /** Stands in every address. */
  readonly query: Readonly<Record<string, string>> | undefined;
  /** Why no call can be made: a key or an address that is missing; asked before anything is sent. */
  readonly notReady: ((target: string) => CallError) | undefined;
}

/** Makes calls of one account: the part that is the same for chat, embeddings and all else. */
export interface Caller {
  /** Without a model the account itself is asked. @throws {CallError} when the account cannot call anyone */
  begin(model: string, options: CallOptions | undefined, stream?: boolean): CallRun;
  /** Sends a call; whatever is answered comes back. @throws {CallError} where nobody answers */
  send(run: CallRun, baseUrl: string, call: Sendable): Promise<WireAnswer>;
  /** Refuses an answer that is no good one; nothing where it is one. It must be asked once of each. */
  refusing(run: CallRun, answer: WireAnswer): Promise<never> | undefined;
  /** Both: only a good answer comes back. @throws {CallError} */
  post(run: CallRun, baseUrl: string, call: Sendable): Promise<WireAnswer>;
  /** @throws {CallError} */
  get(run: CallRun, url: string, headers?: Readonly<Record<string, string>>): Promise<WireAnswer>;
  /** What a good answer holds in truth, where that is an error. */
  refusal(run: CallRun, answer: WireAnswer, body: unknown): CallError;
  /** Any error as one that names the target and shows no key. */
  aim(error: unknown, run: CallRun, phase: "request" | "answer"): Error;
}

/** A call ready to be sent; a form goes out as it is. */
export type Sendable = Pick<EncodedCall, "path" | "query" | "headers"> & {
  readonly body: EncodedCall["body"] | FormData;
};

const NO_OPTIONS: CallOptions = {};
const NO_FACTS: Facts = {};

export function createCaller(account: CallerOptions): Caller {
  const { name, provider, keyRing, wire, decodeError, clock } = account;
  const { secrets, hidden } = keyRing;
  const { maxEventBytes } = account;
  const hasTimeouts = Object.keys(account.timeouts).length > 0;
  const keyVariable = provider.keyVariables[0];
  const merge = createHeaderMerge();
  const addressOf = createAddresses();

  const wireOptions = ({ target, options, context }: CallRun): WireOptions => {
    const timeouts = !hasTimeouts ? options.timeouts : { ...account.timeouts, ...options.timeouts };
    return {
      target,
      secrets,
      signal: options.signal,
      timeouts: context.stream ? timeouts : wholeTimeouts(timeouts),
      maxEventBytes,
    };
  };

  const judge = (run: CallRun, answer: WireAnswer, body: unknown): CallError =>
    classify(decodeError(body, answer.status), {
      target: run.target,
      provider: provider.name,
      status: answer.status,
      headers: answer.headers,
      body,
      secrets: hidden,
      hasKey: secrets.length > 0,
      keyVariable,
      now: clock(),
    });

  const refuse = async (run: CallRun, answer: WireAnswer): Promise<never> => {
    throw judge(run, answer, await refusalBody(answer));
  };

  const refusing = (run: CallRun, answer: WireAnswer): Promise<never> | undefined => {
    run.options.onAnswer?.(answer);
    return answer.status >= 200 && answer.status < 300 ? undefined : refuse(run, answer);
  };

  const send = (run: CallRun, baseUrl: string, { path, query, body, headers }: Sendable): Promise<WireAnswer> => {
    const { credential, context, options } = run;
    const asked = options.headers === undefined ? undefined : callHeaders(options.headers);
    const accept = context.stream ? account.accept : undefined;
    const isForm = body instanceof FormData;
    const first = isForm ? withoutContentType(credential.headers) : credential.headers;
    const sent = merge(first, accept, headers, credential.own, asked);
    const asks = query === undefined ? account.query : { ...account.query, ...query };
    const url = asks === undefined ? addressOf(baseUrl, path) : `${baseUrl}/${path}?${new URLSearchParams(asks)}`;
    const request: WireRequest = { method: "POST", url, headers: sent, body: isForm ? body : JSON.stringify(body) };
    return wire.send(request, wireOptions(run));
  };

  return {
    send,
    refusing,
    begin(model, options = NO_OPTIONS, stream = false) {
      const target = model === "" ? name : `${name}/${model}`;
      if (account.notReady !== undefined) throw account.notReady(target);
      const facts = account.facts(model);
      return {
        target,
        model,
        context: { model, provider, facts: facts ?? NO_FACTS, stream },
        facts,
        factsOf: account.facts,
        credential: keyRing.next(),
        options,
        startedAt: clock(),
        started: performance.now(),
      };
    },
    async post(run, baseUrl, call) {
      const answer = await send(run, baseUrl, call);
      return refusing(run, answer) ?? answer;
    },
    async get(run, url, headers) {
      const sent = { ...withoutContentType(run.credential.headers), ...headers };
      const answer = await wire.send({ method: "GET", url, headers: sent }, wireOptions(run));
      return refusing(run, answer) ?? answer;
    },
    refusal: judge,
    aim: (error, { target, credential }, phase) =>
      aimError(error, { target, secrets: hidden, keyPosition: credential.position, phase }),
  };
}

/** The same text for the same address, so that who looks for it in a table need not read all of it. */
function createAddresses(): (baseUrl: string, path: string) => string {
  let last = { baseUrl: "", path: "", address: "" };
  return (baseUrl, path) => {
    if (last.baseUrl !== baseUrl || last.path !== path) last = { baseUrl, path, address: `${baseUrl}/${path}` };
    return last.address;
  };
}

/** The body of a refused request, as far as it can be read; its status tells the rest. */
async function refusalBody(answer: WireAnswer): Promise<unknown> {
  const text = (await answer.excerpt()).toString("utf8");
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A form says its own, with the boundary between its parts. */
function withoutContentType(headers: Readonly<Record<string, string>>): Record<string, string> {
  const { "content-type": _, ...others } = headers;
  return others;
}
