import type { Command } from "commander";
import type { AddCommand } from "./add-command.ts";
import { createBaseProgram } from "./base-program.ts";
import { COMMANDS } from "./commands.ts";
import type { Terminal } from "./terminal.ts";

/** The command line: noun, then verb. */
export async function createProgram(terminal: Terminal): Promise<Command> {
  return addCommands(
    createBaseProgram(terminal),
    terminal,
    [...COMMANDS.values()].map((load) => () => load("")),
  );
}

/** The program as far as a command line needs it: with the one command that is called, where that is clear. */
export async function createProgramFor(args: readonly string[], terminal: Terminal): Promise<Command> {
  const [first = "", verb = ""] = afterGlobalOptions(args);
  if (first === "-V" || first === "--version") return createBaseProgram(terminal);
  const called = COMMANDS.get(first);
  return called === undefined
    ? createProgram(terminal)
    : addCommands(createBaseProgram(terminal), terminal, [() => called(verb)]);
}

/** What stands behind the options that may come before a command; anything else is left to the whole program to judge. */
function afterGlobalOptions(args: readonly string[]): readonly string[] {
  const [option = ""] = args;
  if (option === "--registry" || option === "--config") return afterGlobalOptions(args.slice(2));
  return option === "--no-config" ? afterGlobalOptions(args.slice(1)) : args;
}

async function addCommands(
  program: Command,
  terminal: Terminal,
  commands: readonly (() => Promise<AddCommand>)[],
): Promise<Command> {
  for (const add of await Promise.all(commands.map((load) => load()))) add(program, terminal);
  return program;
}
