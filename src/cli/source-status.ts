import { findProvider } from "../builtins/providers.ts";
import type { ModelManager } from "../manager.ts";
import type { ModelSource } from "../source.ts";
import { type Environment, readEnv } from "../util/env.ts";
import { redactText } from "../util/redact-text.ts";

/** What is known of a source without asking it. */
export interface SourceStatus {
  name: string;
  description?: string;
  address?: string;
  /** The variable that holds its key, where one is set. */
  keyFrom?: string;
  /** Why it is not asked without being named: what is not set. */
  notReady?: string;
  /** Why it cannot be asked as it is configured. */
  problem?: string;
  /** When it last answered (ISO 8601), and with how many models. */
  lastAt?: string;
  lastCount?: number;
}

/** The state of every source a manager knows, in its order. */
export function sourceStatuses({ sources, registry }: ModelManager, env: Environment): Promise<SourceStatus[]> {
  return Promise.all(
    Array.from(sources, async ([name, listed]): Promise<SourceStatus> => {
      const record = registry.origin(name);
      const notReady = "load" in listed ? listed.notReady?.(env) : undefined;
      return {
        name,
        ...("load" in listed && { description: listed.description }),
        ...(await configured("load" in listed ? listed.load(env) : listed, env)),
        ...(notReady !== undefined && { notReady }),
        ...(record !== undefined && { lastAt: record.at, lastCount: record.count }),
      };
    }),
  );
}

async function configured(
  loading: ModelSource | Promise<ModelSource>,
  env: Environment,
): Promise<Partial<SourceStatus>> {
  try {
    const { name, address, keyVariable } = await loading;
    const variables = [
      ...(keyVariable === undefined ? [] : [keyVariable]),
      ...(findProvider(name)?.keyVariables ?? []),
    ];
    const keyFrom = variables.find((variable) => readEnv(env, variable) !== undefined);
    return { ...(address !== undefined && { address }), ...(keyFrom !== undefined && { keyFrom }) };
  } catch (error) {
    return { problem: redactText(error instanceof Error ? error.message : String(error)) };
  }
}

/** Whether a source can be asked, in a few words. */
export function readiness({ keyFrom, notReady, problem }: SourceStatus): string {
  if (problem !== undefined) return `no: ${problem}`;
  if (notReady !== undefined) return `no: ${notReady}`;
  return keyFrom === undefined ? "yes" : `yes, ${keyFrom} set`;
}
