import type { Command } from "commander";
import { type GlobalOptions, printJson } from "../session.ts";
import type { Terminal } from "../terminal.ts";
import { fileFor } from "./read.ts";

export function addConfigPath(config: Command, terminal: Terminal): void {
  config
    .command("path")
    .description("print which config counts; exit code 1 where there is none")
    .option("--json", "print JSON")
    .addHelpText("after", "\nExample:\n  modelmall config path")
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & { json?: boolean }>();
      const { findConfig, noConfigFound } = await import("../../config/find-config.ts");
      const { env } = terminal;
      const path = findConfig({ path: fileFor(undefined, options), env });
      if (path === undefined) throw noConfigFound({ env });
      if (options.json) printJson(terminal, { path });
      else terminal.stdout.write(`${path}\n`);
    });
}
