import { Command } from "commander";
import { packageVersion } from "./package-version.ts";
import { printable, type Terminal } from "./terminal.ts";

/** The program without its commands: what all of them share. */
export function createBaseProgram(terminal: Terminal): Command {
  return new Command("modelmall")
    .description("Manage every AI model you can reach.")
    .version(packageVersion(), "-V, --version", "print the version")
    .helpOption("-h, --help", "print help")
    .helpCommand("help [command]", "print help for a command")
    .option(
      "--registry <file>",
      "the registry file (default: $MODELMALL_REGISTRY, else ~/.config/modelmall/registry.json)",
    )
    .option(
      "--config <file>",
      "the config (default: $MODELMALL_CONFIG, else ./modelmall.yaml, else ~/.config/modelmall/config.yaml)",
    )
    .option("--no-config", "use no config, also where there is one")
    .addHelpText(
      "after",
      "\nExamples:\n  modelmall start\n  modelmall models search claude\n  modelmall connect openai/gpt-4o --client openai",
    )
    .configureHelp({ helpWidth: terminal.stdout.columns ?? 100, showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
      outputError: (text, write) => write(oneLine(text)),
    })
    .showSuggestionAfterError()
    .exitOverride();
}

// What was typed is quoted in the message, and may hold anything.
function oneLine(text: string): string {
  return `${printable(text)}\n`;
}
