import type { Command } from "commander";
import { registryPath } from "../manager/paths.ts";
import type { GlobalOptions } from "./session.ts";
import type { Terminal } from "./terminal.ts";

export function addPath(program: Command, terminal: Terminal): void {
  program
    .command("path")
    .description("print where the registry is kept")
    .action((_options: unknown, command: Command) => {
      const { registry } = command.optsWithGlobals<GlobalOptions>();
      terminal.stdout.write(`${registryPath(terminal.env, registry)}\n`);
    });
}
