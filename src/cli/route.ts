import type { AddCommand } from "./add-command.ts";

/** The verbs of `route` in the order of the help, each loaded when it is called. */
const VERBS: ReadonlyMap<string, () => Promise<AddCommand>> = new Map([
  ["list", async () => (await import("./route/list.ts")).addList],
  ["explain", async () => (await import("./route/explain.ts")).addExplain],
]);

/** The command `route`, with the one verb that is called, or with all of them where that is not clear. */
export async function loadRoute(verb: string): Promise<AddCommand> {
  const called = VERBS.get(verb);
  const verbs = await Promise.all((called === undefined ? [...VERBS.values()] : [called]).map((load) => load()));
  return (program, terminal) => {
    const route = program
      .command("route")
      .description("look at where the names of the config lead, and why")
      .addHelpText("after", "\nExamples:\n  modelmall route list\n  modelmall route explain fast");
    for (const add of verbs) add(route, terminal);
  };
}
