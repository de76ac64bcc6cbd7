import { type Command, InvalidArgumentError } from "commander";
import type { Model } from "../../model.ts";
import { parseQuery, type Query, type Sort } from "../../query.ts";
import { UsageError } from "../exit.ts";
import { counted } from "../format.ts";
import { type GlobalOptions, printJson, withManager } from "../session.ts";
import { formatTable } from "../table.ts";
import { stylesFor, type Terminal } from "../terminal.ts";
import { modelColumns } from "./columns.ts";

interface ListOptions extends GlobalOptions {
  where?: string;
  sort?: string;
  limit?: number;
  json?: boolean;
}

export function addList(models: Command, terminal: Terminal): void {
  models
    .command("list")
    .description("list the models a query holds for")
    .option("--where <query>", "a query as JSON")
    .option("--sort <field>", "sort by a field; -field for descending")
    .option("--limit <n>", "at most so many", parseLimit)
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
      await withManager(terminal, options, (manager) => {
        const { sort, limit } = options;
        // The cast is checked: compileSort refuses what is no field.
        const found = manager.list(query, sort === undefined ? {} : { sort: sort as Sort });
        const shown = limit === undefined ? found : found.slice(0, limit);
        if (options.json) printJson(terminal, shown);
        else printList(terminal, shown, found.length, manager.registry.size);
      });
    });
}

function printList(terminal: Terminal, shown: readonly Model[], found: number, known: number): void {
  const { stdout, stderr, env } = terminal;
  const { bold, dim } = stylesFor(stdout, env);
  if (known === 0) {
    stderr.write("the registry is empty: run `modelmall discover` first\n");
    return;
  }
  if (found === 0) {
    stderr.write(`none of ${counted(known, "model")} matches\n`);
    return;
  }
  const width = stdout.columns === undefined ? {} : { width: stdout.columns };
  stdout.write(`${formatTable(shown, modelColumns(shown, new Date()), { heading: bold, ...width })}\n`);
  const more = shown.length < found ? `, ${shown.length} shown` : "";
  if (stdout.isTTY) stdout.write(`${dim(`${counted(found, "model")}${more}; ? is unknown`)}\n`);
}

function readQuery(text: string | undefined): Query {
  if (text === undefined) return {};
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`--where is no JSON (${reason}); an example: --where '{"provider":"openai"}'`);
  }
  return parseQuery(data);
}

function parseLimit(text: string): number {
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1) throw new InvalidArgumentError("Expected a whole number from 1.");
  return limit;
}
