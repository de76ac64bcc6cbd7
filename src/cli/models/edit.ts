import { type Command, InvalidArgumentError } from "commander";
import type { JsonValue } from "../../util/json.ts";
import { counted } from "../format.ts";
import { type GlobalOptions, withManager } from "../session.ts";
import { formatTable } from "../table.ts";
import { stylesFor, type Terminal } from "../terminal.ts";
import { modelColumns } from "./columns.ts";

export function addTag(models: Command, terminal: Terminal): void {
  models
    .command("tag <model> <tags...>")
    .description("add tags to a model")
    .addHelpText("after", "\nExample:\n  modelmall models tag openai/gpt-4o production fast")
    .action(async (name: string, tags: string[], _options: unknown, command: Command) => {
      await withManager(terminal, command.optsWithGlobals<GlobalOptions>(), (manager) => {
        const model = manager.tag(name, ...tags);
        terminal.stdout.write(`${model.id}: ${model.tags.join(" ")}\n`);
      });
    });
}

export function addUntag(models: Command, terminal: Terminal): void {
  models
    .command("untag <model> <tags...>")
    .description("take tags away from a model")
    .action(async (name: string, tags: string[], _options: unknown, command: Command) => {
      await withManager(terminal, command.optsWithGlobals<GlobalOptions>(), (manager) => {
        const model = manager.untag(name, ...tags);
        terminal.stdout.write(`${model.id}: ${model.tags.length === 0 ? "no tags" : model.tags.join(" ")}\n`);
      });
    });
}

export function addNote(models: Command, terminal: Terminal): void {
  models
    .command("note <model> [text]")
    .description("write a note on a model (customMetadata), or read its notes")
    .option("--key <key>", "the key to keep it under", "note")
    .option("--remove", "take the note away")
    .addHelpText(
      "after",
      '\nExamples:\n  modelmall models note openai/gpt-4o "best for long documents"\n  modelmall models note fast 8 --key score',
    )
    .action(async (name: string, text: string | undefined, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & { key: string; remove?: boolean }>();
      await withManager(terminal, options, (manager) => {
        const change = options.remove || text !== undefined;
        const note: JsonValue | undefined = options.remove ? undefined : text;
        const model = change ? manager.annotate(name, { [options.key]: note }) : manager.registry.require(name);
        const notes = Object.entries(model.customMetadata);
        if (notes.length === 0) terminal.stdout.write(`${model.id}: no notes\n`);
        else terminal.stdout.write(`${formatTable(notes, NOTE_COLUMNS)}\n`);
      });
    });
}

const NOTE_COLUMNS = [
  { title: "key", value: ([key]: [string, JsonValue]) => key },
  { title: "note", value: ([, note]: [string, JsonValue]) => (typeof note === "string" ? note : JSON.stringify(note)) },
];

export function addAlias(models: Command, terminal: Terminal): void {
  models
    .command("alias <model> [aliases...]")
    .description("give a model other names, or read them")
    .option("--remove", "take the names away instead")
    .addHelpText("after", "\nExample:\n  modelmall models alias openai/gpt-4o-mini fast")
    .action(async (name: string, aliases: string[], _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & { remove?: boolean }>();
      await withManager(terminal, options, (manager) => {
        const model = options.remove ? manager.unalias(name, ...aliases) : manager.alias(name, ...aliases);
        terminal.stdout.write(`${model.id}: ${model.aliases.length === 0 ? "no aliases" : model.aliases.join(" ")}\n`);
      });
    });
}

export function addGroup(models: Command, terminal: Terminal): void {
  models
    .command("group <name> [models...]")
    .description("add models to a named group, or list its members")
    .option("--remove", "take the models out of the group instead")
    .addHelpText(
      "after",
      "\nExamples:\n  modelmall models group production openai/gpt-4o fast\n  modelmall models group production",
    )
    .action(async (name: string, ids: string[], _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & { remove?: boolean }>();
      const group = parseGroup(name);
      await withManager(terminal, options, (manager) => {
        const members = options.remove
          ? manager.ungroup(group, ids.length === 0 ? undefined : ids)
          : manager.group(group, ids);
        const { stdout, stderr, env } = terminal;
        if (members.length === 0) stderr.write(`no model is in the group ${group}\n`);
        else
          stdout.write(
            `${formatTable(members, modelColumns(members, new Date()), { heading: stylesFor(stdout, env).bold, ...(stdout.columns && { width: stdout.columns }) })}\n`,
          );
        if (members.length > 0 && stdout.isTTY) stdout.write(`${counted(members.length, "model")} in ${group}\n`);
      });
    });
}

function parseGroup(name: string): string {
  if (name.trim() === "" || name.length > 200)
    throw new InvalidArgumentError("Expected a name of 1 to 200 characters.");
  return name;
}
