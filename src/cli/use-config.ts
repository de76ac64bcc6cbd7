import { findConfig } from "../config/find-config.ts";
import type { Catalogue, Config } from "../config.ts";
import { ModelMallError } from "../errors.ts";
import type { ModelRegistry } from "../registry.ts";
import { printable, stylesFor, type Terminal } from "./terminal.ts";

/**
 * The config a command uses: the one that is asked for (`false`: none), else the one that is found. One that is only found keeps no
 * command from working: what is wrong with it is told in a line, and as much of it is used as can be.
 * @throws {ConfigError} when the one asked for is not there, or is broken
 */
export async function configFor(
  terminal: Terminal,
  asked: string | false | undefined,
  catalogue: () => Promise<Catalogue> | Catalogue,
): Promise<Config | undefined> {
  if (asked === false) return undefined;
  const { env } = terminal;
  const path = asked === undefined ? found(terminal) : findConfig({ path: asked, env });
  // Nothing heavy is loaded where there is no config.
  if (path === undefined) return undefined;
  const [{ checkConfig, usable }, known] = await Promise.all([import("../config/load.ts"), catalogue()]);
  const checked = await checkConfig(path, { env, catalogue: known });
  if (checked.config === undefined && asked !== undefined) return usable(checked);
  await tellErrors(terminal, checked.problems);
  return checked.config;
}

/** Shows the models of the config a command uses in a registry that has no manager. @throws {ConfigError} */
export async function showConfig(
  terminal: Terminal,
  asked: string | false | undefined,
  registry: ModelRegistry,
): Promise<void> {
  const loadCatalogue = async () => (await import("../manager/catalogue.ts")).catalogueOf(registry);
  const config = await configFor(terminal, asked, loadCatalogue);
  if (config === undefined) return;
  const [{ exposedModels }, catalogue] = await Promise.all([import("../manager/exposed-models.ts"), loadCatalogue()]);
  registry.attach(exposedModels(config, catalogue));
}

function found(terminal: Terminal): string | undefined {
  try {
    return findConfig({ env: terminal.env });
  } catch (error) {
    if (!ModelMallError.is(error)) throw error;
    note(terminal, error.message);
    return undefined;
  }
}

async function tellErrors(terminal: Terminal, problems: Config["problems"]): Promise<void> {
  const [first, ...others] = problems.filter(({ severity }) => severity === "error");
  if (first === undefined) return;
  const { formatProblem } = await import("../config/problem.ts");
  const more = others.length === 0 ? "" : `; and ${others.length} more`;
  note(terminal, `${formatProblem(first)}${more} (see \`modelmall config check\`)`);
}

function note({ stderr, env }: Terminal, text: string): void {
  stderr.write(`${stylesFor(stderr, env).yellow("note:")} ${printable(text)}\n`);
}
