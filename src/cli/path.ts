import type { Command } from "commander";
import { findConfig } from "../config/find-config.ts";
import { registryPath } from "../manager/paths.ts";
import { type GlobalOptions, printJson } from "./session.ts";
import type { Terminal } from "./terminal.ts";

export function addPath(program: Command, terminal: Terminal): void {
  program
    .command("path")
    .description("print where the registry is kept, and on a terminal or as JSON the config in use too")
    .option("--json", "print JSON")
    .addHelpText("after", "\nExample:\n  modelmall path")
    .action((_options: unknown, command: Command) => {
      const { registry, config: asked, json } = command.optsWithGlobals<GlobalOptions & { json?: boolean }>();
      const { env, stdout } = terminal;
      const path = registryPath(env, registry);
      const config = asked === false ? undefined : findConfig({ path: asked, env });
      if (json) printJson(terminal, { path, ...(config !== undefined && { config }) });
      // A script that takes the output as a path gets one path.
      else stdout.write(`${path}\n${stdout.isTTY && config !== undefined ? `${config}\n` : ""}`);
    });
}
