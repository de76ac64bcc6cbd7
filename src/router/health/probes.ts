import pLimit from "p-limit";
import type { Backend } from "../../backend.ts";
import { CallError } from "../../call-error.ts";
import type { BreakerSettings } from "../../config.ts";
import type { Clock, ProbeResult } from "../../router.ts";
import { untilAborted } from "../../util/until-aborted.ts";
import { abortedError, asCallError } from "../calling/as-call-error.ts";
import { systemClock } from "../system-clock.ts";
import type { Health } from "./health.ts";

/** How one backend is asked. */
export interface ProbeOptions {
  readonly signal?: AbortSignal | undefined;
  /** @default 10_000 */
  readonly timeoutMs?: number;
  /** @default the system's */
  readonly clock?: Clock;
}

/** An account that is asked again and again. */
export interface ProbedAccount {
  /** `openai#1`. */
  readonly account: string;
  readonly backend: Backend;
}

/** Who is asked, how often, and who wants to know. */
export interface ProbesOptions {
  /** Milliseconds from one round to the next, a tenth more or less, so that routers do not ask together. */
  readonly everyMs: number;
  /** Looked at every round. */
  readonly accounts: () => readonly ProbedAccount[];
  readonly clock: Clock;
  readonly random: () => number;
  readonly health: Pick<Health, "probed">;
  readonly settings?: () => BreakerSettings | undefined;
  /** Of each account that was asked. */
  readonly onResult?: (account: string, result: ProbeResult) => void;
}

/** What asking came to, with the error as health wants it. */
interface Asked {
  readonly result: ProbeResult;
  readonly error: CallError | undefined;
}

const CANNOT_ASK = "it lists no models, so it cannot be asked for free";
const AT_A_TIME = 4;

/**
 * Asks a backend for its list of models, which costs nothing and needs address and key to be right.
 * @throws {CallError} `aborted`, by the signal
 */
export async function probeBackend(backend: Backend, options: ProbeOptions = {}): Promise<ProbeResult> {
  return (await ask(backend, options)).result;
}

/**
 * Asks an account as `probeBackend` does, and tells health what came of it.
 * @throws {CallError} `aborted`, by the signal
 */
export async function probeAccount(
  { account, backend }: ProbedAccount,
  health: Pick<Health, "probed">,
  { settings, ...options }: ProbeOptions & { readonly settings?: BreakerSettings | undefined } = {},
): Promise<ProbeResult> {
  const { result, error } = await ask(backend, options);
  if (result.ok !== undefined) health.probed(account, error, settings);
  return result;
}

/** Asks accounts again and again until it is told to stop; those that cannot be asked for free are left out. */
export function startProbes(options: ProbesOptions): () => void {
  const { everyMs, accounts, clock, random, health, settings, onResult } = options;
  const stopping = new AbortController();
  const limit = pLimit(AT_A_TIME);
  let cancel = () => {};

  const askOne = async (probed: ProbedAccount) => {
    const result = await probeAccount(probed, health, { signal: stopping.signal, clock, settings: settings?.() });
    onResult?.(probed.account, result);
  };
  const round = async () => {
    const askable = accounts().filter(({ backend }) => backend.models !== undefined);
    // One that is stopped in the middle tells nothing.
    await Promise.allSettled(askable.map((account) => limit(() => askOne(account))));
    schedule();
  };
  const schedule = () => {
    if (!stopping.signal.aborted) cancel = clock.after(everyMs * (0.9 + 0.2 * random()), () => void round());
  };

  schedule();
  return () => {
    cancel();
    stopping.abort();
  };
}

async function ask(
  backend: Backend,
  { signal, timeoutMs = 10_000, clock = systemClock }: ProbeOptions,
): Promise<Asked> {
  const { name } = backend;
  if (backend.models === undefined) return { result: { backend: name, message: CANNOT_ASK }, error: undefined };
  if (signal?.aborted) throw abortedError(undefined, signal.reason);
  const started = clock.now();
  const ending = new AbortController();
  const onAbort = () => ending.abort(signal?.reason);
  signal?.addEventListener("abort", onAbort, { once: true });
  const stopTimer = clock.after(timeoutMs, () => ending.abort(tooLate(name, timeoutMs)));
  try {
    const timeouts = { connectMs: Math.min(5_000, timeoutMs), firstContentMs: timeoutMs, totalMs: timeoutMs };
    const ids = await untilAborted(backend.models({ signal: ending.signal, timeouts }), ending.signal);
    return {
      result: { backend: name, ok: true, ms: Math.round(clock.now() - started), models: ids.length },
      error: undefined,
    };
  } catch (caught) {
    if (signal?.aborted) throw abortedError(undefined, signal.reason);
    const error = ending.signal.aborted ? tooLate(name, timeoutMs) : asCallError(caught, name);
    const message = error.message.startsWith(`${name}: `) ? error.message.slice(name.length + 2) : error.message;
    return {
      result: { backend: name, ok: false, ms: Math.round(clock.now() - started), code: error.code, message },
      error,
    };
  } finally {
    stopTimer();
    signal?.removeEventListener("abort", onAbort);
  }
}

function tooLate(target: string, timeoutMs: number): CallError {
  const message = `it did not list its models within ${timeoutMs} ms`;
  return new CallError("total_timeout", message, { fault: "target", target, retryable: true });
}
