import type { Command } from "commander";
import { findProvider } from "../builtins/providers.ts";
import type { ModelManager } from "../manager.ts";
import type { Model } from "../model.ts";
import { type Environment, readEnv } from "../util/env.ts";
import { discoverWithProgress } from "./discover.ts";
import { counted } from "./format.ts";
import { modelColumns } from "./models/columns.ts";
import { printReport, reportToJson } from "./report.ts";
import { followConfig } from "./serve/follow-config.ts";
import { DEFAULT_PORT, parsePort } from "./serve/parse-port.ts";
import { serveUntilStopped } from "./serve/serve-until-stopped.ts";
import { shownModels } from "./serve/shown-models.ts";
import { type GlobalOptions, printJson, withManager } from "./session.ts";
import { formatTable } from "./table.ts";
import { stylesFor, type Terminal } from "./terminal.ts";

const ROWS = 12;

export function addStart(program: Command, terminal: Terminal): void {
  program
    .command("start")
    .description(
      "discover from every source that answers, show a first table, and serve what there is until it is stopped",
    )
    .option("--port <number>", "the port to serve at; 0 for any that is free", parsePort, DEFAULT_PORT)
    .option("--no-serve", "end after the table")
    .option("--json", "print what was found as JSON, and end")
    .addHelpText("after", "\nExamples:\n  modelmall start\n  modelmall start --no-serve")
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & { json?: boolean; serve: boolean; port: number }>();
      await withManager(terminal, options, async (manager) => {
        const report = await discoverWithProgress(terminal, manager, [], { timeout: 10 });
        const first = firstModels(manager, terminal.env);
        if (options.json) {
          printJson(terminal, {
            report: reportToJson(report),
            registry: manager.path,
            size: manager.registry.size,
            first,
          });
          return;
        }
        printReport(terminal, report);
        printFirst(terminal, manager, first);
        if (!options.serve) return;
        terminal.stdout.write("\n");
        await followConfig(terminal, manager);
        await serveUntilStopped(terminal, manager, {
          port: options.port,
          models: await shownModels(terminal, manager),
        });
      });
    });
}

/** What a newcomer can use at once: what runs on his machine, then the cheapest with tools of each provider, those he has a key for first. */
function firstModels(manager: ModelManager, env: Environment): Model[] {
  const here = { missingSince: { $exists: false } } as const;
  const local = manager.list({ ...here, isLocal: true }, { limit: 4 });
  const remote = manager.list(
    { ...here, isLocal: false, capabilities: ["tools"], "pricing.input": { $gt: 0 } },
    { sort: "pricing.input" },
  );
  const cheapest = new Map<string, Model>();
  for (const model of remote) if (!cheapest.has(model.provider)) cheapest.set(model.provider, model);
  const ranked = [...cheapest.values()].sort((a, b) => rankOf(a.provider, env) - rankOf(b.provider, env));
  return [...local, ...ranked].slice(0, ROWS);
}

const FAMILIAR = [
  "openai",
  "anthropic",
  "google",
  "mistral",
  "xai",
  "deepseek",
  "groq",
  "openrouter",
  "together",
  "cohere",
];

function rankOf(provider: string, env: Environment): number {
  const hasKey = findProvider(provider)?.keyVariables.some((name) => readEnv(env, name) !== undefined) === true;
  const place = FAMILIAR.indexOf(provider);
  return (place === -1 ? FAMILIAR.length : place) - (hasKey ? 100 : 0);
}

function printFirst(terminal: Terminal, { registry, path }: ModelManager, first: readonly Model[]): void {
  const { stdout, env } = terminal;
  const { bold, dim } = stylesFor(stdout, env);
  const providers = new Set(registry.get(() => true).map(({ provider }) => provider));
  stdout.write(
    `\n${counted(registry.size, "model")} of ${counted(providers.size, "provider")} in ${path ?? "memory"}. What is local, and the cheapest with tools by provider:\n\n`,
  );
  const width = stdout.columns === undefined ? {} : { width: stdout.columns };
  stdout.write(`${formatTable(first, modelColumns(first, new Date()), { heading: bold, ...width })}\n`);
  stdout.write(`${dim("prices in USD per million tokens; ? is unknown")}\n`);
  const example = first.find(({ isLocal }) => !isLocal)?.id ?? first[0]?.id ?? "openai/gpt-4o";
  stdout.write(`
What to type next:
  npx modelmall models list --where '{"capabilities":["tools","vision"]}' --sort pricing.input
  npx modelmall models show ${example} --provenance
  npx modelmall models alias ${example} fast
  npx modelmall connect fast --client openai
  npx modelmall config init
  npx modelmall chat mock/echo "Hello!"
`);
}
