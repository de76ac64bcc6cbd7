import type { AddCommand } from "./add-command.ts";

/** The verbs of `models` in the order of the help, each loaded when it is called. */
const VERBS: ReadonlyMap<string, () => Promise<readonly AddCommand[]>> = new Map([
  ["list", async () => [(await import("./models/list.ts")).addList]],
  ["show", async () => [(await import("./models/show.ts")).addShow]],
  ["search", async () => [(await import("./models/search.ts")).addSearch]],
  ["compare", async () => [(await import("./models/compare.ts")).addCompare]],
  ["tag", loadEdits],
  ["rm", async () => [(await import("./models/remove.ts")).addRemove]],
]);

async function loadEdits(): Promise<readonly AddCommand[]> {
  const { addAlias, addGroup, addNote, addTag, addUntag } = await import("./models/edit.ts");
  return [addTag, addUntag, addNote, addAlias, addGroup];
}

/** The command `models`, with the one verb that is called, or with all of them where that is not clear. */
export async function loadModels(verb: string): Promise<AddCommand> {
  const called = VERBS.get(verb);
  const loading = called === undefined ? [...VERBS.values()] : [called];
  const verbs = (await Promise.all(loading.map((load) => load()))).flat();
  return (program, terminal) => {
    const models = program
      .command("models")
      .description("look at the models in the registry, and annotate them")
      .addHelpText("after", "\nExamples:\n  modelmall models list\n  modelmall models show openai/gpt-4o");
    for (const add of verbs) add(models, terminal);
  };
}
