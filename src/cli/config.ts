import type { AddCommand } from "./add-command.ts";

/** The verbs of `config` in the order of the help, each loaded when it is called. */
const VERBS: ReadonlyMap<string, () => Promise<AddCommand>> = new Map([
  ["init", async () => (await import("./config/init.ts")).addInit],
  ["check", async () => (await import("./config/check.ts")).addCheck],
  ["show", async () => (await import("./config/show.ts")).addShow],
  ["diff", async () => (await import("./config/diff.ts")).addDiff],
  ["migrate", async () => (await import("./config/migrate.ts")).addMigrate],
  ["schema", async () => (await import("./config/schema.ts")).addSchema],
  ["path", async () => (await import("./config/path.ts")).addConfigPath],
]);

/** The command `config`, with the one verb that is called, or with all of them where that is not clear. */
export async function loadConfigCommand(verb: string): Promise<AddCommand> {
  const called = VERBS.get(verb);
  const verbs = await Promise.all((called === undefined ? [...VERBS.values()] : [called]).map((load) => load()));
  return (program, terminal) => {
    const config = program
      .command("config")
      .description("write, check and compare the file that maps the names users see to backends")
      .addHelpText("after", "\nExamples:\n  modelmall config init\n  modelmall config check");
    for (const add of verbs) add(config, terminal);
  };
}
