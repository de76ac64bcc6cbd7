import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { Command } from "commander";
import { ModelMallError } from "../../errors.ts";
import { registryPath } from "../../manager/paths.ts";
import type { Model } from "../../model.ts";
import type { GlobalOptions } from "../session.ts";
import { printable, stylesFor, type Terminal } from "../terminal.ts";
import { findStarters } from "./find-starters.ts";
import { schemaAddress } from "./schema-address.ts";

interface InitOptions extends GlobalOptions {
  force?: boolean;
  stdout?: boolean;
}

const DEFAULT_FILE = "modelmall.yaml";
/** Long enough for a server on this machine, short enough to wait for nobody. */
const OLLAMA_WAIT_MS = 2_000;

export function addInit(config: Command, terminal: Terminal): void {
  config
    .command("init [file]")
    .description(`write a commented starter (default: ${DEFAULT_FILE}) from the keys, servers and models that are here`)
    .option("--force", "overwrite a file that is there")
    .option("--stdout", "print it instead")
    .addHelpText("after", "\nExamples:\n  modelmall config init\n  modelmall config init --stdout")
    .action(async (file: string | undefined, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<InitOptions>();
      const asked = file ?? (options.config || undefined);
      const path = resolve(asked ?? DEFAULT_FILE);
      if (!options.stdout && !options.force && existsSync(path)) throw alreadyThere(path);
      const { starterConfig } = await import("../../config/starter.ts");
      const { env } = terminal;
      const models = await knownModels(terminal, options.registry);
      const text = starterConfig(findStarters({ env, models, now: new Date() }, schemaAddress(dirname(path))));
      if (options.stdout) {
        terminal.stdout.write(text);
        return;
      }
      await save(path, text, options.force === true);
      const { dim } = stylesFor(terminal.stdout, env);
      terminal.stdout.write(`wrote ${printable(path)}\n`);
      const name = asked === undefined ? "" : ` ${asked}`;
      terminal.stdout.write(`${dim(printable(`next: modelmall config check${name}`))}\n`);
    });
}

/** The models of the registry, those of the catalogue inside the package, and what an Ollama server says it has. */
async function knownModels(terminal: Terminal, registry: string | undefined): Promise<Model[]> {
  const { env, fetch, signal } = terminal;
  const [{ createManager }, { memory }, { ModelRegistry }, { json }] = await Promise.all([
    import("../../manager.ts"),
    import("../../stores/memory.ts"),
    import("../../registry.ts"),
    import("../../stores/json.ts"),
  ]);
  const manager = await createManager({ store: memory(), env, ...(fetch && { fetch }) });
  await manager.discover("catalog", "ollama", { deadlineMs: OLLAMA_WAIT_MS, ...(signal && { signal }) });
  const packaged = [...manager.registry.values()];
  await manager.close();
  // A registry that cannot be read is told by the commands that need it; here it only knows better.
  const own = await ModelRegistry.open(json({ path: registryPath(env, registry) })).catch(() => undefined);
  const kept = own === undefined ? [] : [...own.values()].filter(({ provider }) => provider !== "ollama");
  await own?.close();
  const known = new Map([...packaged, ...kept].map((model) => [model.id, model]));
  return [...known.values()].filter(({ targets }) => targets === undefined);
}

async function save(path: string, text: string, force: boolean): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text, { flag: force ? "w" : "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") throw alreadyThere(path);
    const reason = error instanceof Error ? error.message : String(error);
    throw new ModelMallError("config_not_written", `${path} cannot be written: ${reason}`, { cause: error });
  }
}

function alreadyThere(path: string): ModelMallError {
  const hint = "name another file, or --force to overwrite it; --stdout only shows the starter";
  return new ModelMallError("config_exists", `${path} is there already; ${hint}`);
}
