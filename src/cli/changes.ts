import { type Command, InvalidArgumentError } from "commander";
import { type JournalEntry, parseSince } from "../journal.ts";
import { counted, formatFact } from "./format.ts";
import { tableLayout } from "./layout.ts";
import { type GlobalOptions, printJson, withManager } from "./session.ts";
import { type Column, formatTable } from "./table.ts";
import { stylesFor, type Terminal } from "./terminal.ts";

interface ChangesOptions extends GlobalOptions {
  since?: string;
  json?: boolean;
}

const ARROW = "\u2192";

export function addChanges(program: Command, terminal: Terminal): void {
  program
    .command("changes")
    .description("print what discoveries changed: added, gone, renamed, prices, context windows, deprecations")
    .option("--since <date>", "only from this day or moment on", parseDate)
    .option("--json", "print JSON")
    .addHelpText("after", "\nExamples:\n  modelmall changes --since 2026-08-01\n  modelmall changes --json")
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<ChangesOptions>();
      const { since } = options;
      await withManager(terminal, options, async (manager) => {
        const entries = await manager.changes(since === undefined ? {} : { since });
        if (options.json) printJson(terminal, entries);
        else printChanges(terminal, entries, since);
      });
    });
}

function parseDate(text: string): string {
  try {
    return parseSince(text);
  } catch {
    throw new InvalidArgumentError("Expected a date like 2026-08-01 or 2026-08-01T12:00:00Z.");
  }
}

function printChanges(terminal: Terminal, entries: readonly JournalEntry[], since: string | undefined): void {
  const { stdout, stderr, env } = terminal;
  if (entries.length === 0) {
    const when = since === undefined ? "yet" : `since ${since.slice(0, 10)}`;
    stderr.write(`nothing has changed ${when}; changes are noted from the second discovery of a source on\n`);
    return;
  }
  const columns: Column<JournalEntry>[] = [
    { title: "when", value: ({ at }) => at.slice(0, 10) },
    { title: "model", value: (entry) => ("id" in entry ? entry.id : entry.source), flexible: true },
    { title: "what", value: describe, flexible: true },
    { title: "source", value: ({ source }) => source },
  ];
  stdout.write(`${formatTable(entries, columns, tableLayout(terminal))}\n`);
  if (stdout.isTTY) stdout.write(`${stylesFor(stdout, env).dim(counted(entries.length, "change"))}\n`);
}

/** An entry of the journal in a few words. */
function describe(entry: JournalEntry): string {
  switch (entry.kind) {
    case "first":
      return `first answer, ${counted(entry.count, "model")}`;
    case "added":
      return "new";
    case "gone":
      return "no longer listed";
    case "returned":
      return "listed again";
    case "renamed":
      return entry.id === entry.to ? `renamed from ${entry.from ?? "?"}` : leads(entry);
    case "price":
      return `price of ${entry.field}${direction(entry)} ${step(`pricing.${entry.field}`, entry)}`;
    case "context":
      return `context window${direction(entry)} ${step("contextWindow", entry)}`;
    case "deprecated":
      return [
        entry.status ?? "ends",
        ...(entry.retiresAt === undefined ? [] : [`on ${entry.retiresAt.slice(0, 10)}`]),
      ].join(" ");
  }
}

function leads({ from, to }: { from?: string; to: string }): string {
  return from === undefined ? `leads to ${to}` : `leads to ${to}, no longer to ${from}`;
}

function direction({ from, to }: { from?: number | null; to?: number | null }): string {
  if (typeof from !== "number" || typeof to !== "number") return ":";
  return to > from ? " up:" : " down:";
}

function step(path: string, { from, to }: { from?: number | null; to?: number | null }): string {
  return `${formatFact(path, from)} ${ARROW} ${formatFact(path, to)}`;
}
