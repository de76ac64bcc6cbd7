import type { Command } from "commander";
import { registryPath } from "../manager/paths.ts";
import { type GlobalOptions, printJson } from "./session.ts";
import type { Terminal } from "./terminal.ts";

export function addPath(program: Command, terminal: Terminal): void {
  program
    .command("path")
    .description("print where the registry is kept")
    .option("--json", "print JSON")
    .addHelpText("after", "\nExample:\n  modelmall path")
    .action((_options: unknown, command: Command) => {
      const { registry, json } = command.optsWithGlobals<GlobalOptions & { json?: boolean }>();
      const path = registryPath(terminal.env, registry);
      if (json) printJson(terminal, { path });
      else terminal.stdout.write(`${path}\n`);
    });
}
