import { type Command, InvalidArgumentError } from "commander";
import { openCall } from "./calling/open-call.ts";
import { readNamed, readPiped } from "./calling/read-input.ts";
import { plainData } from "./calling/safe-text.ts";
import { tellCall } from "./calling/summary.ts";
import { UsageError } from "./exit.ts";
import { type GlobalOptions, printJson, withManager } from "./session.ts";
import type { Terminal } from "./terminal.ts";

interface EmbedOptions extends GlobalOptions {
  file?: string;
  dimensions?: number;
  json?: boolean;
  via?: string;
}

export function addEmbed(program: Command, terminal: Terminal): void {
  program
    .command("embed <model> [texts...]")
    .description("turn texts into vectors, one line of JSON each")
    .option("--file <file>", "a file with a text on each line")
    .option("--dimensions <count>", "how long the vectors are, where the model lets one choose", count)
    .option("--json", "print the whole reply as JSON")
    .option("--via <provider>", "the provider to go through, where the model can be had at several")
    .addHelpText(
      "after",
      `
Without texts, each line that is piped in is one.

Examples:
  modelmall embed openai/text-embedding-3-small "first text" "second text"
  modelmall embed ollama/nomic-embed-text --file lines.txt > vectors.jsonl`,
    )
    .action(async (name: string, given: string[], _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<EmbedOptions>();
      await withManager(terminal, options, async (manager) => {
        const { router, name: asked, options: choice } = await openCall(name, manager, options);
        const input = await textsOf(given, options, terminal);
        const { dimensions } = options;
        const reply = await router.embed(
          asked,
          { input, ...(dimensions !== undefined && { dimensions }) },
          { ...choice, ...(terminal.signal !== undefined && { signal: terminal.signal }) },
        );
        if (options.json) {
          printJson(terminal, plainData(reply));
          return;
        }
        for (const [index, embedding] of reply.embeddings.entries())
          terminal.stdout.write(`${JSON.stringify({ index, embedding })}\n`);
        tellCall(terminal, reply);
      });
    });
}

async function textsOf(given: readonly string[], { file }: EmbedOptions, terminal: Terminal): Promise<string[]> {
  const read = file === undefined ? undefined : (await readNamed(file, "--file")).toString("utf8");
  const lines = read ?? (given.length > 0 ? "" : ((await readPiped(terminal)) ?? ""));
  const texts = [...given, ...lines.split(/\r?\n/).filter((line) => line.trim() !== "")];
  if (texts.length === 0) throw new UsageError("there is no text: give one, pipe lines in, or name a --file");
  return texts;
}

function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError("expected a whole number above 0");
  return value;
}
