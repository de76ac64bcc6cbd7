import type { Command } from "commander";
import { tableLayout } from "./layout.ts";
import { type GlobalOptions, printJson, withManager } from "./session.ts";
import { formatTable } from "./table.ts";
import type { Terminal } from "./terminal.ts";

export function addConnectors(program: Command, terminal: Terminal): void {
  program
    .command("connectors")
    .description("list the clients that models can be handed to, for connect --client")
    .option("--json", "print JSON")
    .addHelpText("after", "\nExample:\n  modelmall connectors")
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & { json?: boolean }>();
      await withManager(terminal, options, ({ connectors }) => {
        const rows = Array.from(connectors.values(), ({ name, description = "" }) => ({ name, description }));
        if (options.json) {
          printJson(terminal, rows);
          return;
        }
        const columns = [
          { title: "connector", value: ({ name }: (typeof rows)[number]) => name },
          { title: "gives", value: ({ description }: (typeof rows)[number]) => description, flexible: true },
        ];
        terminal.stdout.write(`${formatTable(rows, columns, tableLayout(terminal))}\n`);
      });
    });
}
