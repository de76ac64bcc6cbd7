import type { Command } from "commander";
import type { ConfigProblem } from "../../config/problem.ts";
import { FailedCommand } from "../exit.ts";
import { counted } from "../format.ts";
import { type GlobalOptions, printJson } from "../session.ts";
import { printable, stylesFor, type Terminal } from "../terminal.ts";
import { withCatalogue } from "./catalogue.ts";
import { countProblems, countsInWords, printProblems } from "./problems.ts";
import { fileFor } from "./read.ts";

interface CheckOptions extends GlobalOptions {
  strict?: boolean;
  json?: boolean;
}

export function addCheck(config: Command, terminal: Terminal): void {
  config
    .command("check [file]")
    .description("say everything that is wrong with a config, each with its line; exit code 1 when there are errors")
    .option("--strict", "fail on warnings too")
    .option("--json", "print JSON")
    .addHelpText("after", "\nExamples:\n  modelmall config check\n  modelmall config check draft.yaml --strict --json")
    .action(async (file: string | undefined, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CheckOptions>();
      const { checkConfig } = await import("../../config/load.ts");
      const { config: checked, problems } = await withCatalogue(terminal, options, (catalogue) =>
        checkConfig(fileFor(file, options), { env: terminal.env, catalogue }),
      );
      const counts = countProblems(problems);
      const isValid = counts.error === 0 && !(options.strict && counts.warning > 0);
      const files = checked?.files ?? filesOf(problems);
      if (options.json) printJson(terminal, { isValid, files, counts, problems });
      else {
        printProblems(terminal.stdout, terminal, problems);
        const { bold, red } = stylesFor(terminal.stdout, terminal.env);
        const size =
          checked === undefined
            ? ""
            : `: ${counted(checked.models.size, "model")}, ${counted(checked.backends.size, "backend")}`;
        const where = files[0] === undefined ? "" : ` in ${printable(files[0])}`;
        const summary = `${countsInWords(counts) ?? "nothing is wrong"}${where}${size}`;
        terminal.stdout.write(`${(isValid ? bold : red)(summary)}\n`);
      }
      if (!isValid) throw new FailedCommand();
    });
}

/** The files that problems stand in, where no config came of them. */
function filesOf(problems: readonly ConfigProblem[]): string[] {
  return [...new Set(problems.flatMap(({ at }) => at?.file ?? []))];
}
