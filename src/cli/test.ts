import type { Command } from "commander";
import pLimit from "p-limit";
import { type Check, checkTarget, targetsFromEnvironment, trialsOf } from "./calling/check-target.ts";
import { FailedCommand, UsageError } from "./exit.ts";
import { tableLayout } from "./layout.ts";
import { type GlobalOptions, printJson, withManager } from "./session.ts";
import { type Column, formatTable } from "./table.ts";
import type { Terminal } from "./terminal.ts";

const AT_A_TIME = 8;

export function addTest(program: Command, terminal: Terminal): void {
  program
    .command("test [models...]")
    .description("try whether models can really be called: the key, the address, and with --call one tiny call each")
    .option("--call", "make one call of at most 16 tokens; it may cost a fraction of a cent")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `
A name is a model, a provider or backend, or a name of the config, of which every target is tried; where a backend has
several keys, each by itself. Without a name, every provider the environment has a key or an address for is tried.

Examples:
  modelmall test
  modelmall test openai anthropic
  modelmall test fast
  modelmall test openai/gpt-4o-mini --call`,
    )
    .action(async (names: string[], _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & { call?: boolean; json?: boolean }>();
      await withManager(terminal, options, async (manager) => {
        const tried = names.length > 0 ? names : targetsFromEnvironment(terminal.env);
        if (tried.length === 0)
          throw new UsageError("nothing to try: no key is set (OPENAI_API_KEY, …); name a model or a provider");
        const limit = pLimit(AT_A_TIME);
        const checks = await Promise.all(
          tried
            .flatMap((name) => trialsOf(name, manager))
            .map((trial) => limit(() => checkTarget(trial, manager, terminal, { call: options.call === true }))),
        );
        if (options.json) printJson(terminal, checks);
        else terminal.stdout.write(`${formatTable(checks, COLUMNS, tableLayout(terminal))}\n`);
        if (checks.some(({ ok }) => !ok)) throw new FailedCommand();
      });
    });
}

const COLUMNS: Column<Check>[] = [
  { title: "name", value: ({ name }) => name },
  { title: "", value: ({ ok }) => (ok ? "ok" : "failed") },
  { title: "key", value: ({ key }) => key, flexible: true },
  { title: "address", value: ({ reached }) => reached, flexible: true },
  { title: "call", value: ({ called }) => called ?? "", flexible: true },
];
