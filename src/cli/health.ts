import type { Command } from "commander";
import pLimit from "p-limit";
import { probeBackend } from "../router/health/probes.ts";
import type { ProbeResult } from "../router.ts";
import { findAccounts } from "./calling/find-accounts.ts";
import { FailedCommand, UsageError } from "./exit.ts";
import { counted, formatDuration } from "./format.ts";
import { tableLayout } from "./layout.ts";
import { type GlobalOptions, printJson, withManager } from "./session.ts";
import { type Column, formatTable } from "./table.ts";
import type { Terminal } from "./terminal.ts";

const AT_A_TIME = 8;

export function addHealth(program: Command, terminal: Terminal): void {
  program
    .command("health [backends...]")
    .description("ask backends by what costs nothing whether they are there and take their keys")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `
A name is a backend of the config, or a provider. Without one, every backend of the config is asked; where there is none,
every provider the environment has a key or an address for. Each key of a backend is asked by itself.

Examples:
  modelmall health
  modelmall health openai ollama
  modelmall health --json`,
    )
    .action(async (names: string[], _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & { json?: boolean }>();
      await withManager(terminal, options, async (manager) => {
        const accounts = findAccounts(names, manager, terminal);
        if (accounts.length === 0)
          throw new UsageError(
            "nothing to ask: no backend is configured and no key is set (OPENAI_API_KEY, …); name one",
          );
        const limit = pLimit(AT_A_TIME);
        const asked = accounts.map(({ backend, key }) =>
          limit(async (): Promise<AskedAccount> => {
            const result = await probeBackend(backend, { signal: terminal.signal });
            return { ...result, ...(key !== undefined && { key }) };
          }),
        );
        const results = await Promise.all(asked).finally(() =>
          Promise.all(accounts.map(({ backend }) => backend.close())),
        );
        if (options.json) printJson(terminal, results);
        else terminal.stdout.write(`${formatTable(results, COLUMNS, tableLayout(terminal))}\n`);
        if (results.some(({ ok }) => ok === false)) throw new FailedCommand();
      });
    });
}

interface AskedAccount extends ProbeResult {
  /** `key 1 of 3`, where there are several. */
  readonly key?: string;
}

const COLUMNS: Column<AskedAccount>[] = [
  { title: "backend", value: ({ backend, key }) => (key === undefined ? backend : `${backend} (${key})`) },
  { title: "", value: ({ ok }) => (ok === undefined ? "?" : ok ? "ok" : "failed") },
  { title: "answer", value: answerOf, flexible: true },
];

function answerOf({ ok, models = 0, ms = 0, message = "" }: AskedAccount): string {
  return ok === true ? `${counted(models, "model")}, ${formatDuration(ms)}` : message;
}
