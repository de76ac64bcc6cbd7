import type { Catalogue, Config } from "../../config.ts";
import { FailedCommand, UsageError } from "../exit.ts";
import type { GlobalOptions } from "../session.ts";
import type { Terminal } from "../terminal.ts";
import { tellProblems } from "./problems.ts";

/** The config a command is about: the file named, else that of `--config`; absent where the search order says. @throws {UsageError} */
export function fileFor(file: string | undefined, { config }: GlobalOptions): string | undefined {
  if (file !== undefined) return file;
  if (config === false) throw new UsageError("--no-config leaves nothing to look at; name a file");
  return config;
}

/**
 * The config a command works on, of the file given or what the search order finds. What is wrong with it is told on
 * standard error; where its structure is sound it serves all the same, with a variable that is unset for example.
 * @throws {FailedCommand} where nothing can be made of it
 */
export async function readForCommand(
  terminal: Terminal,
  catalogue: Catalogue,
  file: string | undefined,
): Promise<Config> {
  const { checkConfig } = await import("../../config/load.ts");
  const { config, problems } = await checkConfig(file, { env: terminal.env, catalogue });
  tellProblems(terminal, problems, file);
  if (config === undefined) throw new FailedCommand();
  return config;
}
