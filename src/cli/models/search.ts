import type { Command } from "commander";
import { counted } from "../format.ts";
import { type GlobalOptions, printJson, withRegistry } from "../session.ts";
import { printable, type Terminal } from "../terminal.ts";
import { printModels } from "./print-models.ts";
import { type QueryOptions, readQuery, sortOf, withQueryOptions } from "./query-options.ts";

interface SearchOptions extends GlobalOptions, QueryOptions {
  json?: boolean;
}

export function addSearch(models: Command, terminal: Terminal): void {
  withQueryOptions(
    models.command("search <words...>").description("find models by words in their id, name, aliases or description"),
  )
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `
Examples:
  modelmall models search claude sonnet
  modelmall models search coding --where '{"maxInputPrice":1}' --sort pricing.input`,
    )
    .action(async (words: string[], _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<SearchOptions>();
      const text = words.join(" ");
      const query = { $and: [{ text }, readQuery(options.where)] };
      await withRegistry(terminal, options, (registry) => {
        const found = registry.filter(query, sortOf(options));
        const known = counted(registry.size, "model");
        if (options.json) printJson(terminal, found.slice(0, options.limit));
        else if (found.length === 0) terminal.stderr.write(`none of ${known} has "${printable(text)}"\n`);
        else printModels(terminal, found, options);
      });
    });
}
