import type { Command } from "commander";
import type { Terminal } from "./terminal.ts";

/** Adds a command to the program. */
export type AddCommand = (program: Command, terminal: Terminal) => void;

/** The commands in the order of the help, each loaded when it is called. */
export const COMMANDS: ReadonlyMap<string, () => Promise<AddCommand>> = new Map([
  ["start", async () => (await import("./start.ts")).addStart],
  ["discover", async () => (await import("./discover.ts")).addDiscover],
  ["models", async () => (await import("./models.ts")).addModels],
  ["mall", async () => (await import("./mall.ts")).addMall],
  ["connect", async () => (await import("./connect.ts")).addConnect],
  ["sources", async () => (await import("./sources.ts")).addSources],
  ["connectors", async () => (await import("./connectors.ts")).addConnectors],
  ["changes", async () => (await import("./changes.ts")).addChanges],
  ["path", async () => (await import("./path.ts")).addPath],
  ["doctor", async () => (await import("./doctor.ts")).addDoctor],
  ["completion", async () => (await import("./completion.ts")).addCompletion],
]);
