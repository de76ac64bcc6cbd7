import type { AddCommand } from "./add-command.ts";

/** The commands in the order of the help, each loaded when it is called, with the verb behind it. */
export const COMMANDS: ReadonlyMap<string, (verb: string) => Promise<AddCommand>> = new Map([
  ["start", async () => (await import("./start.ts")).addStart],
  ["discover", async () => (await import("./discover.ts")).addDiscover],
  ["models", loadModelsAndRegistry],
  ["mall", async () => (await import("./mall.ts")).addMall],
  ["connect", async () => (await import("./connect.ts")).addConnect],
  ["route", async (verb) => (await import("./route.ts")).loadRoute(verb)],
  ["config", async (verb) => (await import("./config.ts")).loadConfigCommand(verb)],
  ["serve", async () => (await import("./serve.ts")).addServe],
  ["chat", async () => (await import("./chat.ts")).addChat],
  ["embed", async () => (await import("./embed.ts")).addEmbed],
  ["tokens", async () => (await import("./tokens.ts")).addTokens],
  ["test", async () => (await import("./test.ts")).addTest],
  ["health", async () => (await import("./health.ts")).addHealth],
  ["sources", async () => (await import("./sources.ts")).addSources],
  ["connectors", async () => (await import("./connectors.ts")).addConnectors],
  ["changes", async () => (await import("./changes.ts")).addChanges],
  ["path", async () => (await import("./path.ts")).addPath],
  ["doctor", async () => (await import("./doctor.ts")).addDoctor],
  ["completion", async () => (await import("./completion.ts")).addCompletion],
]);

// What opens the registry is read from the disk together with the command, not after it.
async function loadModelsAndRegistry(verb: string): Promise<AddCommand> {
  const opening = Promise.all([import("../registry.ts"), import("../stores/json.ts"), import("lowdb")]);
  const { loadModels } = await import("./models.ts");
  const [add] = await Promise.all([loadModels(verb), opening]);
  return add;
}
