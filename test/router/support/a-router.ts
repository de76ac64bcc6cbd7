import { setImmediate } from "node:timers/promises";
import type { AttemptEvent } from "../../../src/attempt.ts";
import type { Backend } from "../../../src/backend.ts";
import { type FakeBackend, type FakeScript, fakeBackend } from "../../../src/backends/fake.ts";
import type { ChatRequest } from "../../../src/chat.ts";
import { checkConfig } from "../../../src/config/load.ts";
import type { Config, RouterSettings } from "../../../src/config.ts";
import type { Facts } from "../../../src/model.ts";
import { pause } from "../../../src/router/calling/pause.ts";
import { createRouter } from "../../../src/router/create-router.ts";
import type { RouterOptions } from "../../../src/router.ts";
import { handClock } from "./hand-clock.ts";

/** What a user says in most tests. */
export const HELLO: ChatRequest = { messages: [{ role: "user", content: "hello" }] };

const PRICED: Facts = { contextWindow: 8_000, pricing: { input: 1, output: 2 } };

/** What a test's router is made of beside its backends' scripts. */
export interface ARouterOptions extends Partial<Omit<RouterOptions, "backends" | "config">> {
  /** Lines of YAML under the route `m`, after its targets. */
  readonly route?: string;
  /** Fields of a backend as YAML, by its name; `$k1` is a variable that holds `k1`: `api_key: ["$k1", "$k2"]`. */
  readonly fields?: Readonly<Record<string, string>>;
  readonly settings?: Partial<RouterSettings>;
  /** Targets of `m`. @default each backend with a script, in order */
  readonly targets?: readonly string[];
  /** What is known of targets, by `backend/model`. */
  readonly known?: Readonly<Record<string, Facts>>;
  /** The whole config in place of all that. */
  readonly config?: RouterOptions["config"];
}

/** A script for each backend; of a backend with several keys one for each key. */
export type Scripts = Readonly<Record<string, FakeScript | { readonly keys: Readonly<Record<string, FakeScript>> }>>;

/** A config with one route `m` over backends `a`, `b`, … */
export async function aConfig(names: readonly string[], options: ARouterOptions = {}): Promise<Config> {
  const { targets = names.map((name) => `${name}/x`), fields = {}, route = "", settings = {} } = options;
  const backends = names.map((name) => {
    const own = (fields[name] ?? 'api_key: "$k"').replaceAll(/\$(\w+)/g, (_, variable) =>
      ["${", variable, "}"].join(""),
    );
    return `  ${name}: { provider: openai, ${own} }`;
  });
  const listed = targets.map((target) => `      - ${target}`);
  const lines = ["backends:", ...backends, "models:", "  m:", "    backend:", ...listed];
  const more = route.split("\n").filter((line) => line.trim() !== "");
  const text = [...lines, ...more.map((line) => `    ${line}`), ""].join("\n");
  const env = { k: "k", k1: "k1", k2: "k2", k3: "k3" };
  const { config, problems } = await checkConfig({ text, file: "modelmall.yaml" }, { env });
  if (config === undefined) throw new Error(problems.map(({ path, message }) => `${path}: ${message}`).join("\n"));
  return { ...config, router: { ...config.router, ...settings } };
}

/** A router over fake backends with a clock of its own, that remembers every attempt it told of. */
export async function aRouter(scripts: Scripts, options: ARouterOptions = {}) {
  const clock = handClock();
  const names = Object.keys(scripts);
  const config = options.config ?? (await aConfig(names, options));
  const opened = new Map<string, FakeBackend>();
  const closed: string[] = [];
  const open = (name: string, key: string): Backend => {
    const id = `${name} ${key}`;
    const script = scripts[name];
    const own = isByKey(script) ? script.keys[key] : (script as FakeScript);
    const backend = fakeBackend(own, {
      name,
      facts: () => options.known?.[`${name}/x`] ?? PRICED,
      clock: () => new Date(clock.now()),
      sleep: (ms, signal) => pause(clock, ms, signal),
    });
    opened.set(id, backend);
    return { ...backend, close: async () => void closed.push(id) };
  };
  const events: AttemptEvent[] = [];
  const { known, route: _, fields: __, settings: ___, targets: ____, ...rest } = options;
  const router = createRouter({
    clock,
    random: () => 0.5,
    facts: (_provider, model) => known?.[model] ?? PRICED,
    ...rest,
    config,
    backends: ({ name }, key) => open(name, key?.reveal() ?? "k"),
  });
  router.onAttempt((event) => events.push(event));
  /** How often backends were called, by `name key`. */
  const calls = () => Object.fromEntries([...opened].map(([id, backend]) => [id, backend.calls.length]));
  return {
    router,
    clock,
    events,
    opened,
    closed,
    calls,
    generate: (request = HELLO, how = {}) => inTime(clock, router.generate("m", request, how)),
    /** The error of a call that must fail, and how it was come by. */
    failure: (request = HELLO, how = {}) => inTime(clock, failureOf(router.generate("m", request, how))),
    /** Each attempt told of: `reason target outcome`. */
    told: () => events.map(({ reason, target, code = "ok" }) => `${reason} ${target} ${code}`),
  };
}

/** The error something must end with. */
export async function failureOf(promise: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  try {
    await promise;
  } catch (error) {
    return error as Error & Record<string, unknown>;
  }
  throw new Error("it went well");
}

/** Waits for something while a clock goes on in small steps, whenever nothing else happens. */
export async function inTime<Value>(
  clock: ReturnType<typeof handClock>,
  promise: Promise<Value>,
  stepMs = 20,
): Promise<Value> {
  let isOver = false;
  const watched = promise.finally(() => {
    isOver = true;
  });
  watched.catch(() => undefined);
  for (let steps = 0; !isOver && steps < 100_000; steps += 1) {
    await setImmediate();
    if (!isOver) clock.advance(stepMs);
  }
  return watched;
}

/** Lets everything happen that needs no time. */
export async function quiet(): Promise<void> {
  for (let turns = 0; turns < 5; turns += 1) await setImmediate();
}

// A list of answers has `keys` too, as every list has.
function isByKey(
  script: Scripts[string] | undefined,
): script is { readonly keys: Readonly<Record<string, FakeScript>> } {
  return typeof script === "object" && !Array.isArray(script) && "keys" in script;
}
