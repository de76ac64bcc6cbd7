import type { DiscoveryReport, SourceReport } from "../discovery/report.ts";
import type { FieldChange, ModelChange } from "../registry/import-result.ts";
import { counted, formatDuration, formatPrice, formatTokens, formatValue } from "./format.ts";
import { formatTable } from "./table.ts";
import { printable, stylesFor, type Terminal } from "./terminal.ts";

const FEW = 10;

/** Whether somebody should be told by the exit code: a source that was named failed, or every source did. */
export function hasFailed(report: DiscoveryReport, named: boolean): boolean {
  const failed = report.sources.filter(({ status }) => status === "failed" || status === "refused");
  return named ? failed.length > 0 : failed.length === report.sources.length;
}

/** A discovery for people: a line for each source, then what it changed; long lists are cut unless `all`. */
export function printReport(terminal: Terminal, report: DiscoveryReport, { all = false } = {}): void {
  const { stdout, env } = terminal;
  const { bold, dim } = stylesFor(stdout, env);
  const columns = [
    { title: "source", value: ({ source }: SourceReport) => source },
    {
      title: "models",
      value: (source: SourceReport) => (source.status === "failed" ? "" : source.found.toLocaleString("en-US")),
      align: "right" as const,
    },
    { title: "outcome", value: outcomeOf, flexible: !all },
    {
      title: "time",
      value: ({ durationMs, status }: SourceReport) => (status === "fresh" ? "" : formatDuration(durationMs)),
      align: "right" as const,
    },
  ];
  stdout.write(`${formatTable(report.sources, columns, { heading: bold })}\n`);
  for (const source of report.sources) {
    const lines = detailsOf(source, all);
    if (lines.length > 0)
      stdout.write(`\n${bold(source.source)}\n${lines.map((line) => `  ${printable(line)}`).join("\n")}\n`);
  }
  const { notAsked } = report;
  if (notAsked.length > 0) {
    const names = notAsked.map(({ source, reason }) => (all ? `${source} (${reason})` : source)).join(", ");
    stdout.write(dim(`\nnot asked: ${printable(names)}${all ? "" : "; modelmall sources says what each needs"}\n`));
  }
  const shortened = !all && report.sources.some((source) => listsOf(source).some((list) => list.length > FEW));
  if (shortened) stdout.write(dim("\nsome lists are cut; --all prints them whole\n"));
}

function outcomeOf(source: SourceReport): string {
  switch (source.status) {
    case "failed":
      return withoutName(source.error?.message ?? "failed", source.source);
    case "refused":
      return `refused: ${source.refused ?? ""} (--accept-fewer)`;
    case "fresh":
      return `asked ${ago(source.askedAt)} and still fresh (--refresh asks again)`;
    case "unchanged":
      return "unchanged since it was last asked";
    case "ok":
      return tally(source);
  }
}

function tally({ added, changed, missing, returned, renamed, skipped }: SourceReport): string {
  const parts = [
    [added, "new"],
    [changed, "changed"],
    [missing, "no longer listed"],
    [returned, "listed again"],
    [renamed, "renamed"],
    [skipped, "rows skipped"],
  ] as const;
  const said = parts
    .filter(([list]) => list.length > 0)
    .map(([list, what]) => `${list.length.toLocaleString("en-US")} ${what}`);
  return said.length === 0 ? "nothing new" : said.join(", ");
}

function detailsOf(source: SourceReport, all: boolean): string[] {
  const first = source.added.length === source.found;
  return [
    ...listed(first && !all ? [] : source.added, all, (id) => `new: ${id}`),
    ...listed(source.changed.toSorted(byWeight), all, describeChange),
    ...listed(source.missing, all, (id) => `no longer listed: ${id}`),
    ...listed(source.returned, all, (id) => `listed again: ${id}`),
    ...listed(
      source.renamed,
      all,
      ({ id, from = "?", to }) => `renamed: ${from} \u2192 ${to}${to === id ? "" : ` (${id})`}`,
    ),
    ...listed(source.skipped, all, ({ row, reason }) => `skipped ${row}: ${reason}`),
  ];
}

function listsOf({ added, found, changed, missing, returned, renamed, skipped }: SourceReport): (readonly unknown[])[] {
  return [added.length === found ? [] : added, changed, missing, returned, renamed, skipped];
}

function listed<Item>(items: readonly Item[], all: boolean, describe: (item: Item) => string): string[] {
  const shown = all ? items : items.slice(0, FEW);
  const rest = items.length - shown.length;
  return [
    ...shown.map(describe),
    ...(rest === 0 ? [] : [`\u2026 and ${counted(rest, "more like it").replace(/s$/, "")}`]),
  ];
}

const TELLING = ["pricing", "contextWindow", "maxOutputTokens", "lifecycle", "capabilities", "modalities"];

/** How much a change matters to who uses the model: prices first, what only its origin cares for last. */
function weightOf(path: string): number {
  const place = TELLING.indexOf(path.split(".")[0] ?? "");
  return place === -1 ? TELLING.length : place;
}

function byWeight(a: ModelChange, b: ModelChange): number {
  const weight = ({ fields }: ModelChange) => Math.min(...fields.map(({ path }) => weightOf(path)));
  return weight(a) - weight(b);
}

function describeChange({ id, fields }: ModelChange): string {
  const ordered = fields.toSorted((a, b) => weightOf(a.path) - weightOf(b.path));
  const shown = ordered.slice(0, 4).map(describeField);
  const rest = fields.length - shown.length;
  return `changed: ${id}: ${shown.join(", ")}${rest === 0 ? "" : `, and ${counted(rest, "field")} more`}`;
}

function describeField({ path, from, to }: FieldChange): string {
  const show = formatterFor(path);
  return `${path} ${show(from)} \u2192 ${show(to)}`;
}

function formatterFor(path: string): (value: unknown) => string {
  const format = path.startsWith("pricing.")
    ? formatPrice
    : path.endsWith("Window") || path.endsWith("Tokens")
      ? formatTokens
      : undefined;
  return (value) => {
    if (format !== undefined && typeof value === "number") return format(value);
    const text = formatValue(value);
    return text.length > 60 ? `${text.slice(0, 59)}\u2026` : text;
  };
}

function ago(moment: string): string {
  const seconds = Math.max(0, Math.round((Date.now() - Date.parse(moment)) / 1_000));
  return seconds < 90 ? `${counted(seconds, "second")} ago` : `${counted(Math.round(seconds / 60), "minute")} ago`;
}

function withoutName(message: string, source: string): string {
  return message.startsWith(`${source}: `) ? message.slice(source.length + 2) : message;
}

/** The report as plain data. */
export function reportToJson(report: DiscoveryReport): unknown {
  return {
    ...report,
    sources: report.sources.map(({ error, matched, ...source }) => ({
      ...source,
      matched: Object.fromEntries(matched),
      ...(error === undefined
        ? {}
        : { error: { code: error.code, message: error.message, retryable: error.retryable, status: error.status } }),
    })),
  };
}
