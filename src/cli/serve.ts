import { type Command, Option } from "commander";
import { UsageError } from "./exit.ts";
import { followConfig } from "./serve/follow-config.ts";
import { DEFAULT_PORT, parsePort } from "./serve/parse-port.ts";
import { readKeys } from "./serve/read-keys.ts";
import { serveUntilStopped } from "./serve/serve-until-stopped.ts";
import { prepareModels, type Shown } from "./serve/shown-models.ts";
import { type GlobalOptions, withManager } from "./session.ts";
import type { Terminal } from "./terminal.ts";

interface ServeCommandOptions extends GlobalOptions {
  port: number;
  host: string;
  key?: string[];
  allowHost?: string[];
  allowOrigin?: string[];
  models?: Shown;
  onlyRoutes?: boolean;
  idempotency: boolean;
}

export function addServe(program: Command, terminal: Terminal): void {
  program
    .command("serve")
    .description("serve every model over HTTP, in the words of OpenAI, Anthropic and Ollama, until it is stopped")
    .option("--port <number>", "the port to listen at; 0 for any that is free", parsePort, DEFAULT_PORT)
    .option("--host <address>", "the address to listen at; any but this machine's own needs a key", "127.0.0.1")
    .option(
      "--key <name=value>",
      "a key that clients may call with, best as NAME=env:VARIABLE; may be repeated",
      collect,
    )
    .option("--allow-host <name>", "another name under which clients reach it; may be repeated", collect)
    .option("--allow-origin <origin>", "a web page's origin that may call it; may be repeated", collect)
    .addOption(
      new Option(
        "--models <which>",
        "what is listed (default: the config's names, else all that can be called)",
      ).choices(["routes", "all"]),
    )
    .option("--only-routes", "let nothing be called, or listed, but the config's names and their aliases")
    .option("--no-idempotency", "take no notice of the header idempotency-key")
    .addHelpText(
      "after",
      `
Without a config every model that has a key in the environment, or runs on this machine, is served under its own name;
where there is none, mock/echo is, which needs neither key nor network. A config is followed when it changes.
SIGTERM and Ctrl-C let calls that run end first; the second one ends everything.

Examples:
  modelmall serve
  modelmall serve --port 0 --models all
  modelmall serve --config modelmall.yaml --only-routes
  modelmall serve --host 0.0.0.0 --allow-host gateway.lan --key team=env:TEAM_KEY`,
    )
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<ServeCommandOptions>();
      const keys = readKeys(options.key ?? [], terminal.env);
      await withManager(terminal, options, async (manager) => {
        await followConfig(terminal, manager);
        if (options.onlyRoutes && manager.config === undefined) {
          throw new UsageError("--only-routes: there is no config whose names could be served; give one with --config");
        }
        const models = await prepareModels(terminal, manager, options.models);
        await serveUntilStopped(terminal, manager, { ...options, keys, models });
      });
    });
}

function collect(value: string, before: string[] = []): string[] {
  return [...before, value];
}
