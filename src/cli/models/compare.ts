import type { Command } from "commander";
import type { ComparedField, ComparedValue, Comparison } from "../../compare.ts";
import { formatFact } from "../format.ts";
import { tableLayout } from "../layout.ts";
import { type GlobalOptions, printJson, withManager } from "../session.ts";
import { type Column, formatTable } from "../table.ts";
import { printable, stylesFor, type Terminal } from "../terminal.ts";

interface CompareOptions extends GlobalOptions {
  differences?: boolean;
  json?: boolean;
}

const DIFFERS = "\u2260";
/** Characters a column needs so that its values can be told apart. */
const NARROWEST = 14;

export function addCompare(models: Command, terminal: Terminal): void {
  models
    .command("compare <models...>")
    .description("put models side by side, at the prices of today; what differs is marked")
    .option("--differences", "only what differs")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      "\nExamples:\n  modelmall models compare openai/gpt-4o anthropic/claude-sonnet-4-5\n  modelmall models compare fast best --differences",
    )
    .action(async (names: string[], _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CompareOptions>();
      await withManager(terminal, options, (manager) => {
        const comparison = manager.compare(names);
        const fields = comparison.fields.filter(({ differs }) => differs || !options.differences);
        if (options.json) printJson(terminal, { ...comparison, fields });
        else printComparison(terminal, { ...comparison, fields });
      });
    });
}

function printComparison(terminal: Terminal, comparison: Comparison): void {
  const { stdout, env } = terminal;
  const width = stdout.columns ?? Number.POSITIVE_INFINITY;
  const isNarrow = width < (comparison.models.length + 1) * NARROWEST;
  stdout.write(`${isNarrow ? stacked(terminal, comparison) : sideBySide(terminal, comparison)}\n`);
  if (stdout.isTTY) {
    const legend = [`${DIFFERS} differs`, "* best", "? is unknown", "\u2013 does not apply"].join("; ");
    stdout.write(`${stylesFor(stdout, env).dim(legend)}\n`);
  }
}

function sideBySide(terminal: Terminal, { models, fields }: Comparison): string {
  const columns: Column<ComparedField>[] = [
    { title: "", value: markOf },
    { title: "field", value: ({ path }) => path },
    ...models.map((id, at) => ({
      title: printable(id),
      value: ({ path, values }: ComparedField) => shown(path, values[at]),
      flexible: true,
    })),
  ];
  return formatTable(fields, columns, tableLayout(terminal));
}

/** Where the models do not fit beside each other: one line for each value, below its field. */
function stacked(terminal: Terminal, { models, fields }: Comparison): string {
  const { bold } = stylesFor(terminal.stdout, terminal.env);
  const { width } = tableLayout(terminal);
  const columns: Column<[string, string]>[] = [
    { title: "", value: ([id]) => id, flexible: true },
    { title: "", value: ([, value]) => value, flexible: true },
  ];
  return fields
    .map((field) => {
      const rows = models.map((id, at): [string, string] => [id, shown(field.path, field.values[at])]);
      const [, ...lines] = formatTable(rows, columns, width === undefined ? {} : { width: width - 2 }).split("\n");
      const title = `${printable(field.path)} ${markOf(field)}`.trimEnd().slice(0, width);
      return [bold(title), ...lines.map((line) => `  ${line}`)].join("\n");
    })
    .join("\n");
}

function markOf({ differs }: ComparedField): string {
  return differs ? DIFFERS : "";
}

function shown(path: string, { value, best }: ComparedValue = {}): string {
  return `${formatFact(path, value)}${best ? " *" : ""}`;
}
