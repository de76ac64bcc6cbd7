import type { Argument, Command, Option } from "commander";
import { createManager, type ModelManager } from "../../manager.ts";
import type { Terminal } from "../terminal.ts";
import { configFiles } from "./config-files.ts";
import { exposedNames } from "./exposed-names.ts";

/** Shells put candidates on the command line as they are, so only words that mean nothing to a shell are offered. */
const HARMLESS = /^[\w@%+=:,./-][\w@%+=:,./~-]*$/;
const MOST = 2_000;

/** What may stand in place of the last word of a command line; nothing where that cannot be known. */
export async function candidates(program: Command, words: readonly string[], terminal: Terminal): Promise<string[]> {
  const current = words.at(-1) ?? "";
  const place = follow(program, words.slice(0, -1));
  const all = current.startsWith("-") ? optionNames(place.command) : await wordsAt(place, current, terminal);
  return all.filter((word) => word.startsWith(current) && HARMLESS.test(word)).slice(0, MOST);
}

/** Where a command line has come to: the command, the arguments it has, and the option whose value is next. */
interface Place {
  command: Command;
  given: string[];
  option?: Option;
  registry?: string;
  config?: string;
}

function follow(program: Command, words: readonly string[]): Place {
  const place: Place = { command: program, given: [] };
  for (const word of words) {
    if (place.option !== undefined) {
      if (place.option.long === "--registry") place.registry = word;
      if (place.option.long === "--config" || place.option.long === "--file") place.config = word;
      delete place.option;
      continue;
    }
    const option = optionsOf(place.command).find(({ long, short }) => long === word || short === word);
    if (option?.required) place.option = option;
    if (word.startsWith("-")) continue;
    const below =
      place.given.length === 0 ? place.command.commands.find((command) => command.name() === word) : undefined;
    if (below === undefined) place.given.push(word);
    else place.command = below;
  }
  return place;
}

async function wordsAt(place: Place, current: string, { env }: Terminal): Promise<string[]> {
  const { command, given, option, registry, config } = place;
  if (option === undefined && command.commands.length > 0) return given.length === 0 ? namesBelow(command) : [];
  const argument = argumentAt(command, given.length);
  const listed = option?.argChoices ?? argument?.argChoices;
  if (listed !== undefined) return [...listed];
  const asked = option?.long ?? argument?.name() ?? "";
  if (FILES.has(asked)) return configFiles(current);
  const exposed = MODELS.has(asked) ? await exposedNames(env, config).catch(() => []) : [];
  const lister = LISTERS.get(asked);
  if (lister === undefined) return [];
  try {
    const manager = await createManager({ env, ...(registry !== undefined && { path: registry }) });
    return [...new Set([...exposed, ...lister(manager, given)])];
  } catch {
    // Somebody is typing: a registry that cannot be read is told when the command runs.
    return exposed;
  }
}

/** The arguments and options that take the path of a config. */
const FILES = new Set(["file", "before", "after", "--file", "--config"]);

/** The arguments that take models: exposed ones too. */
const MODELS = new Set(["model", "models"]);

type Lister = (manager: ModelManager, given: readonly string[]) => string[];

/** What arguments and options are completed with, by their names. */
const LISTERS: ReadonlyMap<string, Lister> = new Map<string, Lister>([
  ["model", modelNames],
  ["models", modelNames],
  ["sources", (manager) => [...manager.sources.keys()]],
  ["view", ({ mall }) => [...mall.views.keys()]],
  ["key", ({ mall }, [view = ""]) => [...(mall.views.get(view)?.view.keys() ?? [])]],
  ["name", ({ mall }) => [...mall.byGroup.keys()]],
  ["--client", (manager) => [...manager.connectors.keys()]],
]);

function modelNames({ registry, mall }: ModelManager): string[] {
  return [...registry.keys(), ...mall.aliases.keys()];
}

function argumentAt(command: Command, position: number): Argument | undefined {
  const { registeredArguments: known } = command;
  const last = known.at(-1);
  return known[position] ?? (last?.variadic ? last : undefined);
}

function namesBelow(command: Command): string[] {
  return command
    .createHelp()
    .visibleCommands(command)
    .map((below) => below.name());
}

function optionNames(command: Command): string[] {
  return optionsOf(command).flatMap(({ long }) => long ?? []);
}

function optionsOf(command: Command): readonly Option[] {
  const help = command.createHelp();
  return [...help.visibleOptions(command), ...help.visibleGlobalOptions(command)];
}
