import { configPlaces, isThere } from "../config/config-places.ts";
import { registryPath } from "../manager/paths.ts";
import type { ModelManager } from "../manager.ts";
import type { ModelRegistry } from "../registry.ts";
import { readEnv } from "../util/env.ts";
import { printable, stylesFor, type Terminal } from "./terminal.ts";

export interface GlobalOptions {
  registry?: string;
  /** The config to use; `false` for none, also where one would be found. */
  config?: string | false;
}

/** Opens the manager for one command, tells what its registry has to say, and saves at the end. */
export async function withManager<Result>(
  terminal: Terminal,
  options: GlobalOptions,
  work: (manager: ModelManager) => Promise<Result> | Result,
): Promise<Result> {
  const { registry: path } = options;
  const { env, fetch } = terminal;
  const { createManager } = await import("../manager.ts");
  const manager = await createManager({ env, ...(path && { path }), ...(fetch && { fetch }) });
  return await closing(terminal, manager, manager.registry, async (opened) => {
    if (mayUseConfig(terminal, options)) {
      const { configFor } = await import("./use-config.ts");
      opened.useConfig(await configFor(terminal, options.config, () => opened.catalogue));
    }
    return work(opened);
  });
}

/** The same for commands that need the registry alone, which opens in a fraction of the time. */
export async function withRegistry<Result>(
  terminal: Terminal,
  options: GlobalOptions,
  work: (registry: ModelRegistry) => Promise<Result> | Result,
): Promise<Result> {
  const [{ ModelRegistry }, { json }] = await Promise.all([import("../registry.ts"), import("../stores/json.ts")]);
  const registry = await ModelRegistry.open(json({ path: registryPath(terminal.env, options.registry) }));
  return await closing(terminal, registry, registry, async () => {
    if (mayUseConfig(terminal, options)) {
      const { showConfig } = await import("./use-config.ts");
      await showConfig(terminal, options.config, registry);
    }
    return work(registry);
  });
}

// Most commands are called where there is no config, and then nothing of it is loaded.
function mayUseConfig({ env }: Terminal, { config }: GlobalOptions): boolean {
  if (config !== undefined || readEnv(env, "MODELMALL_CONFIG") !== undefined) return config !== false;
  return configPlaces(env, process.cwd()).some(isThere);
}

/** Tells what the registry has to say beyond what was told already; returns how much has been told then. */
export function tellNotices({ stderr, env }: Terminal, { notices }: ModelRegistry, told = 0): number {
  const { yellow } = stylesFor(stderr, env);
  for (const notice of notices.slice(told)) stderr.write(`${yellow("note:")} ${printable(notice)}\n`);
  return notices.length;
}

async function closing<Opened extends { close(): Promise<void> }, Result>(
  terminal: Terminal,
  opened: Opened,
  registry: ModelRegistry,
  work: (opened: Opened) => Promise<Result> | Result,
): Promise<Result> {
  const told = tellNotices(terminal, registry);
  const { yellow } = stylesFor(terminal.stderr, terminal.env);
  if (registry.readOnly !== undefined) terminal.stderr.write(`${yellow("note:")} ${printable(registry.readOnly)}\n`);
  try {
    return await work(opened);
  } finally {
    tellNotices(terminal, registry, told);
    await opened.close();
  }
}

/** Data for programs: JSON on standard output; characters that would steer a terminal stand there as `\\uXXXX`. */
export function printJson(terminal: Terminal, value: unknown): void {
  const text = JSON.stringify(value, null, 2).replace(/(?!\n)[\p{Cc}\p{Cf}]/gu, escaped);
  terminal.stdout.write(`${text}\n`);
}

function escaped(character: string): string {
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
}
