import { findBackendProvider } from "../../builtins/backends.ts";
import { providers } from "../../builtins/providers.ts";
import { ModelMallError } from "../../errors.ts";
import type { ModelManager } from "../../manager.ts";
import { firstSet, type Provider } from "../../provider.ts";
import { type Environment, readEnv } from "../../util/env.ts";
import { counted, formatDuration } from "../format.ts";
import type { Terminal } from "../terminal.ts";
import { type FoundTarget, findTarget } from "./find-target.ts";
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

/** The providers an environment speaks of, by a key or an address. */
export function targetsFromEnvironment(env: Environment): string[] {
  const spokenOf = ({ keyVariables, baseUrlVariables = [] }: Provider) =>
    firstSet([...keyVariables, ...baseUrlVariables], env) !== undefined;
  return [...providers.values()].filter(spokenOf).map(({ name }) => name);
}

const TIMEOUTS = { connectMs: 3_000, firstContentMs: 15_000, totalMs: 30_000 };

/** Tries a model, or a provider: its key, its address, and one tiny call where that is asked for. */
export async function checkTarget(
  name: string,
  manager: ModelManager,
  terminal: Terminal,
  { call }: { call: boolean },
): Promise<Check> {
  // A provider alone is asked for its list; there is no model to call.
  const isProvider = findBackendProvider(name) !== undefined && manager.registry.resolve(name) === undefined;
  let found: FoundTarget;
  try {
    found = findTarget(isProvider ? `${name}/-` : name, manager, terminal);
  } catch (error) {
    return { name, ok: false, key: "", reached: messageOf(error, "") };
  }
  const { backend, model, target } = found;
  const key = keySource(findBackendProvider(target.slice(0, target.indexOf("/"))), terminal.env);
  const options = { timeouts: TIMEOUTS, ...(terminal.signal !== undefined && { signal: terminal.signal }) };
  try {
    let reached = "it lists nothing to try it by";
    if (backend.models !== undefined) {
      const started = performance.now();
      const ids = await backend.models(options);
      const listed = isProvider || ids.length === 0 || ids.includes(model) ? "" : `, not ${model}`;
      reached = `${counted(ids.length, "model")}${listed}, ${formatDuration(performance.now() - started)}`;
    }
    if (!call) return { name, ok: true, key, reached };
    if (isProvider) return { name, ok: true, key, reached, called: "name a model to call it" };
    return { name, key, reached, ...(await callOnce(found, options)) };
  } catch (error) {
    return { name, ok: false, key, reached: messageOf(error, backend.name) };
  } finally {
    await backend.close();
  }
}

async function callOnce(
  { backend, model, target }: FoundTarget,
  options: Parameters<FoundTarget["backend"]["generate"]>[2],
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

function keySource(provider: Provider | undefined, env: Environment): string {
  const variables = provider?.keyVariables ?? [];
  const set = variables.find((variable) => readEnv(env, variable) !== undefined);
  if (set !== undefined) return set;
  return variables.length === 0 || provider?.isLocal ? "none needed" : `${variables[0]} is not set`;
}

/** What went wrong, without the target that stands at the beginning of the line already. */
function messageOf(error: unknown, prefix: string): string {
  if (!ModelMallError.is(error)) throw error;
  return error.message.startsWith(`${prefix}: `) ? error.message.slice(prefix.length + 2) : error.message;
}
