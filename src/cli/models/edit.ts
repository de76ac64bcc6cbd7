import { type Command, InvalidArgumentError } from "commander";
import type { ModelManager } from "../../manager.ts";
import type { Model } from "../../model.ts";
import { counted } from "../format.ts";
import { tableLayout } from "../layout.ts";
import { type GlobalOptions, printJson, withManager } from "../session.ts";
import { formatTable } from "../table.ts";
import { printable, type Terminal } from "../terminal.ts";
import { modelColumns } from "./columns.ts";

interface EditOptions extends GlobalOptions {
  json?: boolean;
  remove?: boolean;
}

export function addTag(models: Command, terminal: Terminal): void {
  models
    .command("tag <model> <tags...>")
    .description("add tags to a model")
    .option("--json", "print JSON")
    .addHelpText("after", "\nExample:\n  modelmall models tag openai/gpt-4o production fast")
    .action((name: string, tags: string[], _options: unknown, command: Command) =>
      edit(terminal, command, tagsOf, (manager) => manager.tag(name, ...tags)),
    );
}

export function addUntag(models: Command, terminal: Terminal): void {
  models
    .command("untag <model> <tags...>")
    .description("take tags away from a model")
    .option("--json", "print JSON")
    .addHelpText("after", "\nExample:\n  modelmall models untag openai/gpt-4o fast")
    .action((name: string, tags: string[], _options: unknown, command: Command) =>
      edit(terminal, command, tagsOf, (manager) => manager.untag(name, ...tags)),
    );
}

export function addNote(models: Command, terminal: Terminal): void {
  models
    .command("note <model> [text]")
    .description("write a note on a model (customMetadata), or read its notes")
    .option("--key <key>", "the key to keep it under", "note")
    .option("--remove", "take the note away")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      '\nExamples:\n  modelmall models note openai/gpt-4o "best for long documents"\n  modelmall models note fast 8 --key score',
    )
    .action((name: string, text: string | undefined, _options: unknown, command: Command) => {
      const { key, remove } = command.opts<{ key: string; remove?: boolean }>();
      return edit(terminal, command, notesOf, (manager) => {
        if (!remove && text === undefined) return manager.registry.require(name);
        return manager.annotate(name, { [key]: remove ? undefined : text });
      });
    });
}

export function addAlias(models: Command, terminal: Terminal): void {
  models
    .command("alias <model> [aliases...]")
    .description("give a model other names, or read them")
    .option("--remove", "take the names away instead")
    .option("--json", "print JSON")
    .addHelpText("after", "\nExample:\n  modelmall models alias openai/gpt-4o-mini fast")
    .action((name: string, aliases: string[], _options: unknown, command: Command) =>
      edit(terminal, command, aliasesOf, (manager) =>
        command.opts<EditOptions>().remove ? manager.unalias(name, ...aliases) : manager.alias(name, ...aliases),
      ),
    );
}

export function addGroup(models: Command, terminal: Terminal): void {
  models
    .command("group <name> [models...]")
    .description("add models to a named group, or list its members")
    .option("--remove", "take the models out of the group instead")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      "\nExamples:\n  modelmall models group production openai/gpt-4o fast\n  modelmall models group production",
    )
    .action(async (name: string, ids: string[], _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<EditOptions>();
      const group = parseGroup(name);
      await withManager(terminal, options, (manager) => {
        const members = options.remove
          ? manager.ungroup(group, ids.length === 0 ? undefined : ids)
          : manager.group(group, ids);
        if (options.json) printJson(terminal, members);
        else printMembers(terminal, group, members);
      });
    });
}

/** Changes one model, or none, and prints what became of it. */
async function edit(
  terminal: Terminal,
  command: Command,
  describe: (model: Model) => string,
  change: (manager: ModelManager) => Model,
): Promise<void> {
  const options = command.optsWithGlobals<EditOptions>();
  await withManager(terminal, options, (manager) => {
    const model = change(manager);
    if (options.json) printJson(terminal, model);
    else terminal.stdout.write(`${describe(model)}\n`);
  });
}

function tagsOf({ id, tags }: Model): string {
  return printable(`${id}: ${tags.length === 0 ? "no tags" : tags.join(" ")}`);
}

function aliasesOf({ id, aliases }: Model): string {
  return printable(`${id}: ${aliases.length === 0 ? "no aliases" : aliases.join(" ")}`);
}

function notesOf({ id, customMetadata }: Model): string {
  const notes = Object.entries(customMetadata);
  return notes.length === 0 ? printable(`${id}: no notes`) : formatTable(notes, NOTE_COLUMNS);
}

const NOTE_COLUMNS = [
  { title: "key", value: ([key]: [string, unknown]) => key },
  { title: "note", value: ([, note]: [string, unknown]) => (typeof note === "string" ? note : JSON.stringify(note)) },
];

function printMembers(terminal: Terminal, group: string, members: readonly Model[]): void {
  const { stdout, stderr } = terminal;
  if (members.length === 0) {
    stderr.write(`no model is in the group ${printable(group)}\n`);
    return;
  }
  stdout.write(`${formatTable(members, modelColumns(members, new Date(), stdout.columns), tableLayout(terminal))}\n`);
  if (stdout.isTTY) stdout.write(`${counted(members.length, "model")} in ${printable(group)}\n`);
}

function parseGroup(name: string): string {
  if (name.trim() === "" || name.length > 200)
    throw new InvalidArgumentError("Expected a name of 1 to 200 characters.");
  return name;
}
