import type { Command } from "commander";
import type { Config } from "../../config.ts";
import { type GlobalOptions, printJson } from "../session.ts";
import { printable, type Terminal } from "../terminal.ts";
import { withCatalogue } from "./catalogue.ts";
import { fileFor, readForCommand } from "./read.ts";

export function addShow(config: Command, terminal: Terminal): void {
  config
    .command("show [file]")
    .description("print a config as it counts: included files merged, old forms as new ones, keys hidden")
    .option("--json", "print JSON")
    .addHelpText("after", "\nExamples:\n  modelmall config show\n  modelmall config show draft.yaml --json")
    .action(async (file: string | undefined, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & { json?: boolean }>();
      await withCatalogue(terminal, options, async (catalogue) => {
        const read = await readForCommand(terminal, catalogue, fileFor(file, options));
        const { configData } = await import("../../config/config-data.ts");
        if (options.json) printJson(terminal, configData(read));
        else terminal.stdout.write(await asYaml(read, configData(read)));
      });
    });
}

/** YAML with a comment where a backend stands in no file. */
async function asYaml({ files, backends }: Config, data: Record<string, unknown>): Promise<string> {
  const { Document, isScalar, isMap } = await import("yaml");
  const document = new Document(data, { aliasDuplicateObjects: false });
  document.commentBefore = ` ${files.length === 0 ? "no file" : files.map(printable).join(", ")}`;
  const shown = document.get("backends");
  for (const pair of isMap(shown) ? shown.items : []) {
    if (!isScalar(pair.key) || !backends.get(String(pair.key.value))?.isImplicit) continue;
    pair.key.commentBefore = " stands in no file: a target names the provider, and the environment says the rest";
  }
  // What would steer a terminal is shown as a dot; names and texts of files may hold anything.
  return document.toString({ lineWidth: 0 }).replace(/[^\n\P{C}]/gu, "\u00b7");
}
