import type { Command } from "commander";
import { addAlias, addGroup, addNote, addTag, addUntag } from "./models/edit.ts";
import { addList } from "./models/list.ts";
import { addShow } from "./models/show.ts";
import type { Terminal } from "./terminal.ts";

export function addModels(program: Command, terminal: Terminal): void {
  const models = program.command("models").description("look at the models in the registry, and annotate them");
  addList(models, terminal);
  addShow(models, terminal);
  addTag(models, terminal);
  addUntag(models, terminal);
  addNote(models, terminal);
  addAlias(models, terminal);
  addGroup(models, terminal);
}
