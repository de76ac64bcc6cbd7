import { type Command, InvalidArgumentError } from "commander";
import { SOURCES } from "../builtins/sources.ts";
import type { DiscoveryReport } from "../discovery/report.ts";
import type { ModelManager } from "../manager.ts";
import { FailedCommand } from "./exit.ts";
import { drawProgress } from "./progress.ts";
import { hasFailed, printReport, reportToJson } from "./report.ts";
import { type GlobalOptions, printJson, withManager } from "./session.ts";
import type { Terminal } from "./terminal.ts";

interface DiscoverOptions extends GlobalOptions {
  refresh?: boolean;
  acceptFewer?: boolean;
  timeout?: number;
  all?: boolean;
  json?: boolean;
}

export function addDiscover(program: Command, terminal: Terminal): void {
  const names = SOURCES.map(({ name, description }) => `  ${name.padEnd(12)}${description}`).join("\n");
  program
    .command("discover [sources...]")
    .description("ask sources what models exist and take their answers in; without names, all of them")
    .option("--refresh", "ask also where the last answer is still fresh")
    .option("--accept-fewer", "take answers that list less than half of what the source listed before")
    .option("--timeout <seconds>", "the time each source has", parseSeconds)
    .option("--all", "print long lists whole")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `\nSources:\n${names}\n\nExamples:\n  modelmall discover\n  modelmall discover openrouter --refresh\n  modelmall discover ollama --json`,
    )
    .action(async (sources: string[], _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<DiscoverOptions>();
      await withManager(terminal, options, async (manager) => {
        const report = await discoverWithProgress(terminal, manager, sources, options);
        if (options.json) printJson(terminal, reportToJson(report));
        else printReport(terminal, report, options.all === undefined ? {} : { all: options.all });
        if (hasFailed(report, sources.length > 0)) throw new FailedCommand();
      });
    });
}

/** Discovers and draws on a terminal what is being waited for. */
export async function discoverWithProgress(
  terminal: Terminal,
  manager: ModelManager,
  sources: readonly string[],
  { refresh, acceptFewer, timeout }: DiscoverOptions = {},
): Promise<DiscoveryReport> {
  const progress = drawProgress(terminal.stderr);
  try {
    return await manager.discover(...sources, {
      ...(terminal.signal && { signal: terminal.signal }),
      ...(timeout !== undefined && { deadlineMs: timeout * 1_000 }),
      refresh: refresh ?? false,
      acceptFewer: acceptFewer ?? false,
      onProgress: progress.onProgress,
    });
  } finally {
    progress.clear();
  }
}

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (!(seconds > 0 && seconds <= 3_600))
    throw new InvalidArgumentError("Expected seconds, more than 0 and at most 3600.");
  return seconds;
}
