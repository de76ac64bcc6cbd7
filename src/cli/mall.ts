import type { Command } from "commander";
import { InvalidInputError } from "../errors.ts";
import type { GroupedView, ModelMall, SingleView } from "../mall.ts";
import type { Model } from "../model.ts";
import { nearest } from "../util/nearest.ts";
import { counted } from "./format.ts";
import { tableLayout } from "./layout.ts";
import { printModels } from "./models/print-models.ts";
import { type GlobalOptions, printJson, withManager } from "./session.ts";
import { formatTable } from "./table.ts";
import { stylesFor, type Terminal } from "./terminal.ts";

export function addMall(program: Command, terminal: Terminal): void {
  program
    .command("mall [view] [key]")
    .description(
      "walk through the registry by provider, capability, price and more: the views, a view's keys, or its models",
    )
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `
Examples:
  modelmall mall
  modelmall mall byPrice
  modelmall mall byProvider openai
  modelmall mall local --json`,
    )
    .action(async (view: string | undefined, key: string | undefined, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & { json?: boolean }>();
      await withManager(terminal, options, ({ mall }) => {
        const show = { terminal, json: options.json === true };
        if (view === undefined) showViews(mall, show);
        else if (key === undefined) showView(mall.get(view), show);
        else showKey(mall.get(view), key, show);
      });
    });
}

interface Show {
  terminal: Terminal;
  json: boolean;
}

function showViews({ views }: ModelMall, { terminal, json }: Show): void {
  const rows = Array.from(views, ([name, { view, description = "" }]) => ({ name, description, keys: view.size }));
  if (json) {
    printJson(terminal, rows);
    return;
  }
  const columns = [
    { title: "view", value: ({ name }: (typeof rows)[number]) => name },
    {
      title: "keys",
      value: ({ keys }: (typeof rows)[number]) => keys.toLocaleString("en-US"),
      align: "right" as const,
    },
    { title: "shows models", value: ({ description }: (typeof rows)[number]) => description, flexible: true },
  ];
  terminal.stdout.write(`${formatTable(rows, columns, tableLayout(terminal))}\n`);
}

function showView(view: GroupedView | SingleView, { terminal, json }: Show): void {
  const entries = Array.from<[string, readonly Model[] | Model]>(view);
  if (json) {
    printJson(
      terminal,
      entries.map(([key, value]) =>
        isList(value) ? { key, models: value.map(({ id }) => id) } : { key, model: value.id },
      ),
    );
    return;
  }
  if (entries.length === 0) {
    terminal.stderr.write(`${view.name} shows nothing: no model in the registry belongs there\n`);
    return;
  }
  const models = entries.flatMap(([, value]) => (isList(value) ? [] : [value]));
  if (models.length === entries.length && entries.every(([key], at) => key === models[at]?.id)) {
    printModels(terminal, models);
    return;
  }
  const columns = [
    { title: "key", value: ([key]: (typeof entries)[number]) => key, flexible: true },
    {
      title: models.length > 0 ? "model" : "models",
      value: ([, value]: (typeof entries)[number]) => (isList(value) ? value.length.toLocaleString("en-US") : value.id),
      ...(models.length > 0 ? { flexible: true } : { align: "right" as const }),
    },
  ];
  terminal.stdout.write(`${formatTable(entries, columns, tableLayout(terminal))}\n`);
  const { stdout, env } = terminal;
  if (stdout.isTTY) stdout.write(`${stylesFor(stdout, env).dim(counted(entries.length, "key"))}\n`);
}

function showKey(view: GroupedView | SingleView, key: string, { terminal, json }: Show): void {
  const value = view.get(key);
  if (value === undefined) throw unknownKey(view, key);
  const models = isList(value) ? value : [value];
  if (json) printJson(terminal, models);
  else printModels(terminal, models);
}

function unknownKey(view: GroupedView | SingleView, key: string): InvalidInputError {
  const keys = [...view.keys()];
  const near = nearest(key, keys);
  const hint =
    near.length > 0
      ? `did you mean ${near.join(", ")}?`
      : keys.length === 0
        ? "it shows nothing"
        : `it has ${keys.slice(0, 10).join(", ")}${keys.length > 10 ? ", \u2026" : ""}`;
  return new InvalidInputError(`mall ${view.name}`, [{ path: "", message: `there is no key "${key}"; ${hint}` }]);
}

function isList(value: readonly Model[] | Model): value is readonly Model[] {
  return Array.isArray(value);
}
