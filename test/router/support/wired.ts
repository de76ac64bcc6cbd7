import { onTestFinished } from "vitest";
import type { AttemptEvent } from "../../../src/attempt.ts";
import type { ChatRequest } from "../../../src/chat.ts";
import { checkConfig } from "../../../src/config/load.ts";
import type { Config } from "../../../src/config.ts";
import { createRouter } from "../../../src/router/create-router.ts";
import { systemClock } from "../../../src/router/system-clock.ts";
import type { Router, RouterCallOptions } from "../../../src/router.ts";
import { countingState } from "./counting-state.ts";

/** A backend of a config: its address, and what else stands in it as YAML. */
export interface WiredBackend {
  readonly url: string;
  /** @default "openai" */
  readonly provider?: string;
  /** @default one that is named after the backend */
  readonly keys?: readonly string[];
  readonly fields?: string;
}

/** The kinds of calls that are tried over a wire. */
export type WiredKind = "generate" | "stream";

export const KINDS: readonly WiredKind[] = ["generate", "stream"];

/** The key of a backend, in a form that nothing else has. */
export function keyOf(name: string): string {
  return `sk-${name}-0123456789abcdef`;
}

/** A config whose route `m` leads to all of these in order. */
export async function wiredConfig(
  backends: Readonly<Record<string, WiredBackend>>,
  { route = "", router = "" } = {},
): Promise<Config> {
  const env: Record<string, string> = {};
  const lines = Object.entries(backends).map(([name, { url, provider = "openai", keys = [keyOf(name)], fields }]) => {
    const variables = keys.map((key, index) => {
      env[`KEY_${name}_${index}`] = key;
      return `"\${KEY_${name}_${index}}"`;
    });
    const more = fields === undefined ? "" : `, ${fields}`;
    return `  ${name}: { provider: ${provider}, base_url: "${url}", api_key: [${variables}]${more} }`;
  });
  const targets = Object.keys(backends).map((name) => `      - ${name}/gpt-4o`);
  const own = route.split("\n").map((line) => `    ${line}`);
  const text = ["backends:", ...lines, "models:", "  m:", "    backend:", ...targets, ...own, router, ""].join("\n");
  const { config, problems } = await checkConfig({ text, file: "modelmall.yaml" }, { env });
  if (config === undefined) throw new Error(problems.map(({ path, message }) => `${path}: ${message}`).join("\n"));
  return config;
}

/** A router over the backends that come with the package, as a config makes them: route `m` leads to all of them in order. */
export async function wired(
  backends: Readonly<Record<string, WiredBackend>>,
  written: { route?: string; router?: string } = {},
) {
  const config = await wiredConfig(backends, written);
  const state = countingState(systemClock);
  const wires = createRouter({ config, state, env: {}, random: () => 0 });
  const events: AttemptEvent[] = [];
  wires.onAttempt((event) => events.push(event));
  onTestFinished(() => wires.close());
  return {
    router: wires,
    state,
    events,
    /** The answer's text, however it comes. */
    ask: (kind: WiredKind, options: RouterCallOptions = {}) => ask(wires, kind, options),
    /** Each attempt told of: `target outcome`. */
    told: () => events.map(({ target, key, code = "ok" }) => `${target}${key === undefined ? "" : ` ${key}`} ${code}`),
    /** Calls that run, by the router's own account of them. */
    running: () => wires.health().targets.reduce((sum, { running }) => sum + running, 0),
  };
}

/** What came of an answer before it ended well or badly. */
export interface Heard {
  readonly text: string;
  /** Whether it ended well. */
  readonly ended: boolean;
  readonly error?: Error & { readonly code?: string };
}

const ASKED: ChatRequest = { messages: [{ role: "user", content: "hello" }] };

async function ask(router: Router, kind: WiredKind, options: RouterCallOptions): Promise<Heard> {
  let text = "";
  let ended = false;
  try {
    if (kind === "generate") return { text: (await router.generate("m", ASKED, options)).content, ended: true };
    for await (const { content = "", end } of router.stream("m", ASKED, options)) {
      text += content;
      ended ||= end !== undefined;
    }
    return { text, ended };
  } catch (error) {
    return { text, ended, error: error as Error };
  }
}
