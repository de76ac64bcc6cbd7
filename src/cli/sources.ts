import type { Command } from "commander";
import { formatAge } from "./format.ts";
import { tableLayout } from "./layout.ts";
import { type GlobalOptions, printJson, withManager } from "./session.ts";
import { readiness, type SourceStatus, sourceStatuses } from "./source-status.ts";
import { type Column, formatTable } from "./table.ts";
import type { Terminal } from "./terminal.ts";

export function addSources(program: Command, terminal: Terminal): void {
  program
    .command("sources")
    .description("list what models can be discovered from: whether it is ready, and when it last answered")
    .option("--json", "print JSON")
    .addHelpText("after", "\nExamples:\n  modelmall sources\n  modelmall sources --json")
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & { json?: boolean }>();
      await withManager(terminal, options, async (manager) => {
        const statuses = await sourceStatuses(manager, terminal.env);
        if (options.json) printJson(terminal, statuses);
        else terminal.stdout.write(`${formatTable(statuses, COLUMNS, tableLayout(terminal))}\n`);
      });
    });
}

const COLUMNS: Column<SourceStatus>[] = [
  { title: "source", value: ({ name }) => name },
  { title: "ready", value: readiness, flexible: true },
  { title: "last answer", value: ({ lastAt }) => (lastAt === undefined ? "never" : formatAge(lastAt)) },
  { title: "models", value: ({ lastCount }) => lastCount?.toLocaleString("en-US") ?? "", align: "right" },
  { title: "address", value: ({ address }) => address ?? "", flexible: true },
  { title: "answers with", value: ({ description }) => description ?? "", flexible: true },
];
