import { readFileSync } from "node:fs";
import { Command } from "commander";
import { addConnect } from "./connect.ts";
import { addDiscover } from "./discover.ts";
import { addModels } from "./models.ts";
import { addPath } from "./path.ts";
import { addStart } from "./start.ts";
import type { Terminal } from "./terminal.ts";

/** The command line: noun, then verb. */
export function createProgram(terminal: Terminal): Command {
  const program = new Command("modelmall")
    .description("Manage every AI model you can reach.")
    .version(packageVersion(), "-V, --version", "print the version")
    .helpOption("-h, --help", "print help")
    .helpCommand("help [command]", "print help for a command")
    .option(
      "--registry <file>",
      "the registry file (default: $MODELMALL_REGISTRY, else ~/.config/modelmall/registry.json)",
    )
    .configureHelp({ helpWidth: terminal.stdout.columns ?? 100, showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
      outputError: (text, write) =>
        write(text.replace(/^error: /, "error: ").replace(/\n\(Did you mean/, " (did you mean")),
    })
    .showSuggestionAfterError()
    .exitOverride();
  addStart(program, terminal);
  addDiscover(program, terminal);
  addModels(program, terminal);
  addConnect(program, terminal);
  addPath(program, terminal);
  return program;
}

function packageVersion(): string {
  const manifest = new URL("../../package.json", import.meta.url);
  return (JSON.parse(readFileSync(manifest, "utf8")) as { version: string }).version;
}
