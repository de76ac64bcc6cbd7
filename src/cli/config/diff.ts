import type { Command } from "commander";
import { FailedCommand } from "../exit.ts";
import { counted } from "../format.ts";
import { type GlobalOptions, printJson } from "../session.ts";
import { printable, stylesFor, type Terminal } from "../terminal.ts";
import { withCatalogue } from "./catalogue.ts";
import { readForCommand } from "./read.ts";

interface DiffOptions extends GlobalOptions {
  exitCode?: boolean;
  json?: boolean;
}

export function addDiff(config: Command, terminal: Terminal): void {
  config
    .command("diff <before> <after>")
    .description("say what changes for callers from one config to another: names, targets, prices, limits")
    .option("--exit-code", "exit with 1 when something changes")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      "\nExamples:\n  modelmall config diff modelmall.yaml draft.yaml\n  modelmall config diff old.yaml new.yaml --json",
    )
    .action(async (before: string, after: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<DiffOptions>();
      const { changes } = await withCatalogue(terminal, options, async (catalogue) => {
        const { diffConfigs } = await import("../../config/diff.ts");
        const old = await readForCommand(terminal, catalogue, before);
        return diffConfigs(old, await readForCommand(terminal, catalogue, after), { catalogue });
      });
      const { stdout, env } = terminal;
      if (options.json) printJson(terminal, { changes });
      else {
        for (const { text } of changes) stdout.write(`${printable(text)}\n`);
        if (changes.length === 0) terminal.stderr.write("nothing changes for callers\n");
        else if (stdout.isTTY) stdout.write(`${stylesFor(stdout, env).dim(counted(changes.length, "change"))}\n`);
      }
      if (options.exitCode && changes.length > 0) throw new FailedCommand();
    });
}
