import type { CallOptions } from "../../backend.ts";
import { findBackendProvider } from "../../builtins/backends.ts";
import { providers } from "../../builtins/providers.ts";
import { compiled } from "../../config/resolve/compiled.ts";
import { ModelMallError } from "../../errors.ts";
import type { ModelManager } from "../../manager.ts";
import { firstSet, type Provider } from "../../provider.ts";
import type { Target } from "../../route.ts";
import { accountKeysOf } from "../../router/accounts/account-keys.ts";
import { type Environment, readEnv } from "../../util/env.ts";
import { counted, formatDuration } from "../format.ts";
import type { Terminal } from "../terminal.ts";
import { type FoundTarget, openTarget } from "./find-target.ts";
import { leadTo } from "./lead-to.ts";
import { costOf } from "./summary.ts";

/** What trying a name came to. */
export interface Check {
  readonly name: string;
  readonly ok: boolean;
  /** Where the key comes from. */
  readonly key: string;
  /** What its list of models says, which costs nothing. */
  readonly reached: string;
  /** What a tiny call says, where one was made. */
  readonly called?: string;
}

/** One thing to try: a target by one of its keys, or why a name leads to none. */
export interface Trial {
  readonly name: string;
  readonly target?: Target;
  /** Which of its backend's keys, from 0. */
  readonly key?: number;
  /** `key 2 of 3`, where there are several. */
  readonly position?: string | undefined;
  /** Whether there is no model to call: the backend alone is meant. */
  readonly isBackend?: boolean;
  readonly failure?: string;
}

/** The providers an environment speaks of, by a key or an address. */
export function targetsFromEnvironment(env: Environment): string[] {
  const spokenOf = ({ keyVariables, baseUrlVariables = [] }: Provider) =>
    firstSet([...keyVariables, ...baseUrlVariables], env) !== undefined;
  return [...providers.values()].filter(spokenOf).map(({ name }) => name);
}

/** What there is to try of a name: every target of a name the config exposes, each by every key of its backend. */
export function trialsOf(name: string, manager: ModelManager): Trial[] {
  const { config, registry } = manager;
  const isExposed = config !== undefined && compiled(config).names.find(name) !== undefined;
  const isBackend =
    !isExposed &&
    (config?.backends.has(name) === true || findBackendProvider(name) !== undefined) &&
    registry.resolve(name) === undefined;
  try {
    // A backend alone is asked for its list; there is no model to call.
    const { route, target } = leadTo(isBackend ? `${name}/-` : name, manager);
    const all = isExposed ? [...route.targets, ...Object.values(route.fallback).flat()] : [target];
    return [...new Map(all.map((one) => [one.id, one])).values()].flatMap((one) =>
      accountKeysOf(one.backend).map(({ index, position }) => ({
        name: isExposed ? `${name}: ${one.id}` : name,
        target: one,
        key: index,
        position,
        isBackend,
      })),
    );
  } catch (error) {
    return [{ name, failure: messageOf(error, "") }];
  }
}

const TIMEOUTS = { connectMs: 3_000, firstContentMs: 15_000, totalMs: 30_000 };

/** Tries one target: its key, its address, and one tiny call where that is asked for. */
export async function checkTarget(
  { name, target, key = 0, position, isBackend = false, failure }: Trial,
  manager: ModelManager,
  terminal: Terminal,
  { call }: { call: boolean },
): Promise<Check> {
  if (target === undefined) return { name, ok: false, key: "", reached: failure ?? "" };
  const said = { name, key: [keySource(target, terminal.env), position].filter(Boolean).join(", ") };
  let found: FoundTarget;
  try {
    found = openTarget(target, manager, terminal, key);
  } catch (error) {
    return { ...said, ok: false, reached: messageOf(error, "") };
  }
  const { backend, model } = found;
  const options = { timeouts: TIMEOUTS, ...(terminal.signal !== undefined && { signal: terminal.signal }) };
  try {
    let reached = "it lists nothing to try it by";
    if (backend.models !== undefined) {
      const started = performance.now();
      const ids = await backend.models(options);
      const listed = isBackend || ids.length === 0 || ids.includes(model) ? "" : `, not ${model}`;
      reached = `${counted(ids.length, "model")}${listed}, ${formatDuration(performance.now() - started)}`;
    }
    if (!call) return { ...said, ok: true, reached };
    if (isBackend) return { ...said, ok: true, reached, called: "name a model to call it" };
    return { ...said, reached, ...(await callOnce(found, options)) };
  } catch (error) {
    return { ...said, ok: false, reached: messageOf(error, backend.name) };
  } finally {
    await backend.close();
  }
}

async function callOnce(
  { backend, model, target }: FoundTarget,
  options: CallOptions,
): Promise<Pick<Check, "ok" | "called">> {
  try {
    const messages = [{ role: "user" as const, content: "Say ok." }];
    const { usage, cost, latencyMs } = await backend.generate(model, { messages, max_tokens: 16 }, options);
    const tokens = usage === undefined ? "" : `${counted(usage.totalInput + usage.totalOutput, "token")}, `;
    return { ok: true, called: `answers in ${formatDuration(latencyMs)}, ${tokens}${costOf(cost)}` };
  } catch (error) {
    return { ok: false, called: messageOf(error, target) };
  }
}

function keySource({ backend: { apiKeys, provider } }: Target, env: Environment): string {
  if (apiKeys.length > 0) return "the config";
  const { keyVariables, isLocal } = provider;
  const set = keyVariables.find((variable) => readEnv(env, variable) !== undefined);
  if (set !== undefined) return set;
  return keyVariables.length === 0 || isLocal ? "none needed" : `${keyVariables[0]} is not set`;
}

/** What went wrong, without the target that stands at the beginning of the line already. */
function messageOf(error: unknown, prefix: string): string {
  if (!ModelMallError.is(error)) throw error;
  return error.message.startsWith(`${prefix}: `) ? error.message.slice(prefix.length + 2) : error.message;
}
