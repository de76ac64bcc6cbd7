import { constants } from "node:fs";
import { copyFile, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { type Command, Option } from "commander";
import type { MigrationRemark } from "../../config/migrate/ledger.ts";
import type { MigrationResult } from "../../config/migrate/migration.ts";
import { MIGRATION_FORMATS, type MigrationFormat } from "../../config/migrate/recognise.ts";
import { formatProblem } from "../../config/problem.ts";
import { schemaLine } from "../../config/starter.ts";
import { ModelMallError } from "../../errors.ts";
import { FailedCommand } from "../exit.ts";
import { counted } from "../format.ts";
import { printJson } from "../session.ts";
import { printable, stylesFor, type Terminal } from "../terminal.ts";
import { schemaAddress } from "./schema-address.ts";

interface MigrateOptions {
  from?: MigrationFormat;
  write?: string | true;
  baseUrl?: string;
  force?: boolean;
  json?: boolean;
}

/** Files of gateways with thousands of models are larger than a config may be. */
const MOST_BYTES = 8 * 1024 * 1024;

export function addMigrate(config: Command, terminal: Terminal): void {
  config
    .command("migrate <file>")
    .description("turn a config of LiteLLM, Portkey or llm, a list of models or an old form into the new one")
    .addOption(
      new Option("--from <format>", "what the file is, where its content does not say").choices(MIGRATION_FORMATS),
    )
    .option("--write [target]", "write it: to the file named, else an old form in place, with a backup, else beside it")
    .option("--base-url <url>", "where the models of a list are called")
    .option("--force", "overwrite a target that is there")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      "\nExamples:\n  modelmall config migrate litellm.yaml\n  modelmall config migrate litellm.yaml --write modelmall.yaml\n  modelmall config migrate models.json --base-url http://localhost:8000/v1",
    )
    .action(async (file: string, options: MigrateOptions) => {
      const text = await readFile(file);
      const { migrate } = await import("../../config/migrate.ts");
      const { from, baseUrl } = options;
      const result = await migrate(text, { file, ...(from && { from }), ...(baseUrl && { baseUrl }) });
      const written = options.write === undefined ? undefined : await write(file, result, options);
      if (options.json) printJson(terminal, { ...result, ...written });
      else {
        tellRemarks(terminal, file, result);
        if (written === undefined) terminal.stdout.write(result.yaml);
        else tellWritten(terminal, written);
      }
      if (result.yaml === "") throw new FailedCommand();
    });
}

async function readFile(file: string): Promise<string> {
  const { readText } = await import("../../config/read-config/read-text.ts");
  const read = await readText(resolve(file), MOST_BYTES);
  if ("text" in read) return read.text;
  throw new ModelMallError("unreadable_file", `${file} ${read.reason}`);
}

/** Where a migration was written. */
interface Written {
  readonly path: string;
  /** What stood there before. */
  readonly backup?: string;
}

async function write(
  file: string,
  { from, yaml }: MigrationResult,
  { write: target, force = false }: MigrateOptions,
): Promise<Written | undefined> {
  if (yaml === "") return undefined;
  const isInPlace = target === true && from === "modelmall";
  const path = isInPlace ? resolve(file) : resolve(target === true || target === undefined ? besides(file) : target);
  const text = /^# yaml-language-server:/m.test(yaml) ? yaml : `${schemaLine(schemaAddress(dirname(path)))}\n${yaml}`;
  try {
    const backup = isInPlace ? await backUp(path) : undefined;
    await writeFile(path, text, { flag: isInPlace || force ? "w" : "wx" });
    return { path, ...(backup !== undefined && { backup }) };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = code === "EEXIST" ? "it is there already; name another file, or --force to overwrite it" : message;
    throw new ModelMallError("config_not_written", `${path} was not written: ${reason}`, { cause: error });
  }
}

function besides(file: string): string {
  return join(dirname(file), "modelmall.yaml");
}

/** Keeps what stands there under a name of its own; no backup is ever overwritten. */
async function backUp(path: string): Promise<string> {
  for (let count = 0; ; count++) {
    const backup = `${path}.bak${count === 0 ? "" : `.${count}`}`;
    try {
      await copyFile(path, backup, constants.COPYFILE_EXCL);
      return backup;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}

function tellRemarks({ stderr, env }: Terminal, file: string, result: MigrationResult): void {
  const { bold, dim, yellow } = stylesFor(stderr, env);
  const tell = (mark: string, { path, at, what }: MigrationRemark) => {
    const line = formatProblem({ severity: "note", code: "", path, message: what, ...(at && { at }) });
    stderr.write(`${mark} ${printable(line)}\n`);
  };
  for (const note of result.notes) tell(dim("note:"), note);
  for (const remark of result.unsupported) tell(yellow("not carried over:"), remark);
  const rest = result.unsupported.length;
  const carried = `${counted(result.carried, "model")} carried over from ${printable(file)} (${result.from})`;
  stderr.write(`${bold(`${carried}, ${rest === 0 ? "nothing left out" : `${counted(rest, "place")} not`}`)}\n`);
}

function tellWritten({ stdout, env }: Terminal, { path, backup }: Written): void {
  const { dim } = stylesFor(stdout, env);
  stdout.write(
    `wrote ${printable(path)}${backup === undefined ? "" : `; what stood there is in ${printable(backup)}`}\n`,
  );
  stdout.write(`${dim(printable(`next: modelmall config check ${path}`))}\n`);
}
