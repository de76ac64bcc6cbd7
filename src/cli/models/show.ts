import type { Command } from "commander";
import type { Model } from "../../model.ts";
import type { Provenance, Statement } from "../../registry/provenance.ts";
import { isRecord } from "../../util/record.ts";
import { formatValue } from "../format.ts";
import { type GlobalOptions, printJson, withRegistry } from "../session.ts";
import { type Column, formatTable } from "../table.ts";
import { printable, stylesFor, type Terminal } from "../terminal.ts";

interface ShowOptions extends GlobalOptions {
  provenance?: boolean;
  json?: boolean;
}

export function addShow(models: Command, terminal: Terminal): void {
  models
    .command("show <model>")
    .description("show everything known of one model")
    .option("--provenance", "show where each fact comes from, and what the other origins say")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      "\nExamples:\n  modelmall models show openai/gpt-4o\n  modelmall models show fast --provenance",
    )
    .action(async (name: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<ShowOptions>();
      await withRegistry(terminal, options, (registry) => {
        const model = registry.require(name);
        if (!options.provenance) {
          if (options.json) printJson(terminal, model);
          else printFields(terminal, model);
          return;
        }
        const explained = fieldsOf(model)
          .filter(([path]) => !KEPT_BY_REGISTRY.has(path))
          .map(([path]) => ({ path, ...registry.provenance(model.id, path) }));
        if (options.json) printJson(terminal, explained);
        else printProvenance(terminal, explained);
      });
    });
}

/** Below so many characters a line, a path leaves no room for its value. */
const NARROW = 70;

type ExplainedField = Provenance & { path: string };

const KEPT_BY_REGISTRY = new Set(["id", "createdAt", "updatedAt", "missingSince"]);

function printFields(terminal: Terminal, model: Model): void {
  const columns: Column<[string, unknown]>[] = [
    { title: "field", value: ([path]) => path },
    { title: "value", value: ([, value]) => formatValue(value), flexible: true },
  ];
  const { columns: width } = terminal.stdout;
  const text =
    width !== undefined && width < NARROW
      ? stacked(fieldsOf(model), width)
      : formatTable(fieldsOf(model), columns, layout(terminal));
  terminal.stdout.write(`${text}\n`);
}

/** Where paths and values do not fit beside each other: each value below its field. */
function stacked(fields: readonly [string, unknown][], width: number): string {
  return fields
    .flatMap(([path, value]) => [cut(printable(path), width), `  ${cut(printable(formatValue(value)), width - 2)}`])
    .join("\n");
}

function cut(text: string, width: number): string {
  const characters = [...text];
  return characters.length <= width ? text : `${characters.slice(0, width - 1).join("")}\u2026`;
}

function printProvenance(terminal: Terminal, rows: readonly ExplainedField[]): void {
  const columns: Column<ExplainedField>[] = [
    { title: "field", value: ({ path }) => path, flexible: true },
    { title: "value", value: ({ value }) => formatValue(value), flexible: true },
    { title: "origin", value: ({ origin }) => origin ?? "by default" },
    { title: "since", value: ({ at }) => at?.slice(0, 10) ?? "" },
    { title: "others say", value: ({ others }) => others.map(spoken).join("; "), flexible: true },
  ];
  terminal.stdout.write(`${formatTable(rows, columns, layout(terminal))}\n`);
}

function spoken({ origin, value, missingSince }: Statement): string {
  return `${origin}: ${formatValue(value)}${missingSince === undefined ? "" : " (no longer listed)"}`;
}

function layout({ stdout, env }: Terminal): { heading: (text: string) => string; width?: number } {
  return { heading: stylesFor(stdout, env).bold, ...(stdout.columns === undefined ? {} : { width: stdout.columns }) };
}

/** The leaves of a record by dotted path; empty collections say nothing and are left out. */
function fieldsOf(value: unknown, path = ""): [string, unknown][] {
  if (!isRecord(value)) return Array.isArray(value) && value.length === 0 ? [] : [[path, value]];
  return Object.entries(value).flatMap(([key, item]) => fieldsOf(item, path === "" ? key : `${path}.${key}`));
}
