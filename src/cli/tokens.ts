import type { Command } from "commander";
import type { TokenCount } from "../backend.ts";
import { findTarget } from "./calling/find-target.ts";
import { readNamed, readPiped } from "./calling/read-input.ts";
import { UsageError } from "./exit.ts";
import { counted, formatTokens } from "./format.ts";
import { type GlobalOptions, printJson, withManager } from "./session.ts";
import { stylesFor, type Terminal } from "./terminal.ts";

export function addTokens(program: Command, terminal: Terminal): void {
  program
    .command("tokens <model> [file]")
    .description("count the tokens of a text for a model: by its provider, a tokenizer, or an estimate that says so")
    .option("--text <text>", "the text itself")
    .option("--via <provider>", "the provider to go through, where the model can be had at several")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `
Without a file, or with - in its place, what is piped in is counted.

Examples:
  modelmall tokens openai/gpt-4o README.md
  cat notes.txt | modelmall tokens anthropic/claude-sonnet-4-5`,
    )
    .action(async (name: string, file: string | undefined, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & { json?: boolean; text?: string; via?: string }>();
      await withManager(terminal, options, async (manager) => {
        const { backend, model, target } = findTarget(name, manager, terminal, { via: options.via });
        try {
          const content = options.text ?? (await textOf(file, terminal));
          if (backend.countTokens === undefined) throw new UsageError(`${backend.name} counts no tokens`);
          const found = await backend.countTokens(
            model,
            { messages: [{ role: "user", content }] },
            terminal.signal === undefined ? {} : { signal: terminal.signal },
          );
          const window = manager.registry.resolve(name)?.contextWindow ?? undefined;
          if (options.json) printJson(terminal, { target, ...found, ...(window !== undefined && { window }) });
          else print(terminal, found, window);
        } finally {
          await backend.close();
        }
      });
    });
}

async function textOf(file: string | undefined, terminal: Terminal): Promise<string> {
  if (file !== undefined && file !== "-") return (await readNamed(file, "file")).toString("utf8");
  const piped = await readPiped(terminal);
  if (piped === undefined) throw new UsageError("there is no text: name a file, pipe one in, or give --text");
  return piped;
}

function print({ stdout, stderr, env }: Terminal, found: TokenCount, window: number | undefined): void {
  const { tokens, method, by, margin } = found;
  stdout.write(`${tokens}\n`);
  const doubt = margin === 0 ? "exact" : `may be off by ${Math.round(margin * 100)} %`;
  const share = window === undefined ? "" : `, of ${formatTokens(window)} the model takes`;
  stderr.write(`${stylesFor(stderr, env).dim(`${counted(tokens, "token")}${share}; ${method}: ${by}, ${doubt}`)}\n`);
}
