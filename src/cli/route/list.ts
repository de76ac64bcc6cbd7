import type { Command } from "commander";
import type { Catalogue, Config, RouteModel } from "../../config.ts";
import { ModelMallError } from "../../errors.ts";
import type { Facts } from "../../model.ts";
import { pricingAt } from "../../pricing.ts";
import type { DroppedTarget } from "../../route.ts";
import { withCatalogue } from "../config/catalogue.ts";
import { fileFor, readForCommand } from "../config/read.ts";
import { counted, formatPrice, formatTokens } from "../format.ts";
import { tableLayout } from "../layout.ts";
import { type GlobalOptions, printJson } from "../session.ts";
import { type Column, formatTable } from "../table.ts";
import { stylesFor, type Terminal } from "../terminal.ts";

interface ListOptions extends GlobalOptions {
  file?: string;
  json?: boolean;
}

/** An exposed model as it is listed. */
interface Row {
  readonly name: string;
  readonly aliases: readonly string[];
  /** `backend/model-id`, primary first; those that would be called. */
  readonly targets: readonly string[];
  readonly dropped: readonly DroppedTarget[];
  readonly strategy: string;
  /** Tokens. */
  readonly contextWindow?: number | null;
  /** USD per million tokens, today. */
  readonly pricing: Pick<NonNullable<Facts["pricing"]>, "input" | "output">;
  readonly enabled: boolean;
  /** Why it leads nowhere. */
  readonly failure?: string;
}

/** Below so many characters a line, only where a name leads is shown. */
const NARROW = 60;

export function addList(route: Command, terminal: Terminal): void {
  route
    .command("list")
    .description("list the names of the config, where each leads and what it costs")
    .option("--file <file>", "a config that is not in use, such as a draft")
    .option("--json", "print JSON")
    .addHelpText("after", "\nExamples:\n  modelmall route list\n  modelmall route list --file draft.yaml --json")
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<ListOptions>();
      await withCatalogue(terminal, options, async (catalogue) => {
        const config = await readForCommand(terminal, catalogue, fileFor(options.file, options));
        const rows = await rowsOf(config, catalogue);
        if (options.json) printJson(terminal, rows);
        else if (rows.length === 0) terminal.stderr.write("the config names no models; see docs/config.md\n");
        else printRows(terminal, rows);
      });
    });
}

async function rowsOf(config: Config, catalogue: Catalogue): Promise<Row[]> {
  const { resolve, routeFacts } = await import("../../config/resolve.ts");
  const now = new Date();
  return [...config.models.values()].map((model) => {
    const listed = { name: model.name, aliases: model.aliases, strategy: model.strategy, enabled: model.enabled };
    // A pattern leads somewhere only with a name that fits it.
    if (model.name.includes("*") || !model.enabled) return { ...listed, ...asWritten(model) };
    try {
      const route = resolve(config, model.name, { catalogue });
      const { contextWindow, pricing = {} } = routeFacts(route, config);
      const { input, output } = pricingAt(pricing, now);
      return {
        ...listed,
        targets: route.targets.map(({ id }) => id),
        dropped: route.dropped,
        ...(contextWindow !== undefined && { contextWindow }),
        pricing: { input, output },
      };
    } catch (error) {
      if (!ModelMallError.is(error)) throw error;
      return { ...listed, ...asWritten(model), failure: error.message };
    }
  });
}

function asWritten({ targets }: RouteModel): Pick<Row, "targets" | "dropped" | "pricing"> {
  return { targets: targets.map(({ target }) => target), dropped: [], pricing: {} };
}

function printRows(terminal: Terminal, rows: readonly Row[]): void {
  const { stdout, env } = terminal;
  const isNarrow = stdout.columns !== undefined && stdout.columns < NARROW;
  stdout.write(`${formatTable(rows, isNarrow ? COLUMNS.slice(0, 2) : COLUMNS, tableLayout(terminal))}\n`);
  if (stdout.isTTY) {
    const legend = `${counted(rows.length, "name")}; prices of the first target in USD per million tokens; ? is unknown`;
    stdout.write(`${stylesFor(stdout, env).dim(legend)}\n`);
  }
}

const COLUMNS: readonly Column<Row>[] = [
  { title: "name", value: ({ name }) => name, flexible: true },
  { title: "targets", value: ({ targets }) => targets.join(" ") || "none", flexible: true },
  { title: "strategy", value: ({ strategy }) => strategy },
  { title: "in $/M", value: ({ pricing }) => formatPrice(pricing.input), align: "right" },
  { title: "out $/M", value: ({ pricing }) => formatPrice(pricing.output), align: "right" },
  { title: "context", value: ({ contextWindow }) => formatTokens(contextWindow), align: "right" },
  { title: "notes", value: notesOf, flexible: true },
];

function notesOf({ aliases, dropped, enabled, failure }: Row): string {
  // A fall-back provider that has not the model is what one expects of it.
  const notCalled = dropped.filter(({ code }) => code !== "not_offered");
  const notes = [
    ...(enabled ? [] : ["disabled"]),
    ...(failure === undefined ? [] : [failure]),
    ...(notCalled.length === 0 ? [] : [`not called: ${notCalled.map(({ id, code }) => `${id} (${code})`).join(", ")}`]),
    ...(aliases.length === 0 ? [] : [`also ${aliases.join(", ")}`]),
  ];
  return notes.join("; ");
}
