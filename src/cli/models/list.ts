import type { Command } from "commander";
import { counted } from "../format.ts";
import { type GlobalOptions, printJson, withRegistry } from "../session.ts";
import type { Terminal } from "../terminal.ts";
import { printModels } from "./print-models.ts";
import { type QueryOptions, readQuery, sortOf, withQueryOptions } from "./query-options.ts";

interface ListOptions extends GlobalOptions, QueryOptions {
  json?: boolean;
}

export function addList(models: Command, terminal: Terminal): void {
  withQueryOptions(models.command("list").description("list the models a query holds for"))
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `
Examples:
  modelmall models list --limit 20
  modelmall models list --where '{"provider":"openai","capabilities":["tools","vision"]}'
  modelmall models list --where '{"minContext":200000,"maxInputPrice":1}' --sort pricing.input --json`,
    )
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<ListOptions>();
      const query = readQuery(options.where);
      await withRegistry(terminal, options, (registry) => {
        const found = registry.filter(query, sortOf(options));
        const known = registry.size;
        if (options.json) printJson(terminal, found.slice(0, options.limit));
        else if (known === 0) terminal.stderr.write("the registry is empty: run `modelmall discover` first\n");
        else if (found.length === 0) terminal.stderr.write(`none of ${counted(known, "model")} matches\n`);
        else printModels(terminal, found, options);
      });
    });
}
