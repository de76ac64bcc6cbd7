import type { Command } from "commander";
import { addCompare } from "./models/compare.ts";
import { addAlias, addGroup, addNote, addTag, addUntag } from "./models/edit.ts";
import { addList } from "./models/list.ts";
import { addRemove } from "./models/remove.ts";
import { addSearch } from "./models/search.ts";
import { addShow } from "./models/show.ts";
import type { Terminal } from "./terminal.ts";

export function addModels(program: Command, terminal: Terminal): void {
  const models = program
    .command("models")
    .description("look at the models in the registry, and annotate them")
    .addHelpText("after", "\nExamples:\n  modelmall models list\n  modelmall models show openai/gpt-4o");
  addList(models, terminal);
  addShow(models, terminal);
  addSearch(models, terminal);
  addCompare(models, terminal);
  addTag(models, terminal);
  addUntag(models, terminal);
  addNote(models, terminal);
  addAlias(models, terminal);
  addGroup(models, terminal);
  addRemove(models, terminal);
}
