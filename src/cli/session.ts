import { createManager, type ModelManager } from "../manager.ts";
import { stylesFor, type Terminal } from "./terminal.ts";

export interface GlobalOptions {
  registry?: string;
}

/** Opens the manager for one command, tells what its registry has to say, and saves at the end. */
export async function withManager<Result>(
  terminal: Terminal,
  { registry: path }: GlobalOptions,
  work: (manager: ModelManager) => Promise<Result> | Result,
): Promise<Result> {
  const { env, fetch } = terminal;
  const manager = await createManager({ env, ...(path && { path }), ...(fetch && { fetch }) });
  const { yellow } = stylesFor(terminal.stderr, env);
  const { notices, readOnly } = manager.registry;
  for (const notice of notices) terminal.stderr.write(`${yellow("note:")} ${notice}\n`);
  if (readOnly !== undefined) terminal.stderr.write(`${yellow("note:")} ${readOnly}\n`);
  try {
    return await work(manager);
  } finally {
    await manager.close();
  }
}

/** Data for programs: JSON on standard output. */
export function printJson(terminal: Terminal, value: unknown): void {
  terminal.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}
