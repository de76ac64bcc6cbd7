import type { Command } from "commander";
import { EMPTY_CATALOGUE } from "../config.ts";
import { catalogueOf } from "../manager/catalogue.ts";
import { registryPath } from "../manager/paths.ts";
import { createManager, type ModelManager } from "../manager.ts";
import { checkConfigFile } from "./doctor/config.ts";
import { checkKeys, checkNode, checkProxies } from "./doctor/environment.ts";
import type { Finding } from "./doctor/finding.ts";
import { checkContent, checkFile, openingFailed } from "./doctor/registry-file.ts";
import { checkSources } from "./doctor/sources.ts";
import { FailedCommand } from "./exit.ts";
import { counted } from "./format.ts";
import { type GlobalOptions, printJson } from "./session.ts";
import { sourceStatuses } from "./source-status.ts";
import { printable, stylesFor, type Terminal } from "./terminal.ts";

const MARKS = { ok: "ok", note: "note", broken: "broken" } as const;

export function addDoctor(program: Command, terminal: Terminal): void {
  program
    .command("doctor")
    .description("look at Node.js, registry, config, sources, keys and proxies, and say what is missing or broken")
    .option("--json", "print JSON")
    .addHelpText("after", "\nExamples:\n  modelmall doctor\n  modelmall doctor --json")
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & { json?: boolean }>();
      const findings = await examine(terminal, options);
      const isHealthy = findings.every(({ level }) => level !== "broken");
      if (options.json) printJson(terminal, { isHealthy, findings });
      else printFindings(terminal, findings);
      if (!isHealthy) throw new FailedCommand();
    });
}

async function examine(terminal: Terminal, { registry, config }: GlobalOptions): Promise<Finding[]> {
  const { env, fetch } = terminal;
  const path = registryPath(env, registry);
  const file = await checkFile(path);
  const opened = await createManager({ env, path, ...(fetch && { fetch }) }).then(
    (manager) => ({ manager }),
    (error: unknown) => ({ error }),
  );
  const inside =
    "manager" in opened
      ? await examineManager(opened.manager, terminal, config)
      : [openingFailed(opened.error), ...(await checkConfigFile(env, EMPTY_CATALOGUE, config))];
  return [checkNode(process.version), ...file, ...inside, checkKeys(env), ...checkProxies(env)];
}

async function examineManager(
  manager: ModelManager,
  terminal: Terminal,
  config: string | false | undefined,
): Promise<Finding[]> {
  try {
    const statuses = await sourceStatuses(manager, terminal.env);
    return [
      ...checkContent(manager.registry),
      ...(await checkConfigFile(terminal.env, catalogueOf(manager.registry), config)),
      ...(await checkSources(statuses, terminal)),
    ];
  } finally {
    await manager.close();
  }
}

function printFindings({ stdout, env }: Terminal, findings: readonly Finding[]): void {
  const { bold, dim, red, yellow } = stylesFor(stdout, env);
  const paint = { ok: dim, note: yellow, broken: red };
  const width = Math.max(...findings.map(({ about }) => about.length));
  for (const { about, level, message } of findings) {
    const mark = paint[level](MARKS[level].padEnd(MARKS.broken.length));
    stdout.write(`${mark}  ${printable(about).padEnd(width)}  ${printable(message)}\n`);
  }
  const bad = findings.filter(({ level }) => level === "broken").length;
  stdout.write(`${bold(bad === 0 ? "nothing is broken" : `${counted(bad, "thing")} broken`)}\n`);
}
