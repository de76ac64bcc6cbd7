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
  // The only option that may stand before the command; anything else is left to the whole program to judge.
  const [first = "", verb = ""] = args[0] === "--registry" ? args.slice(2) : args;
  if (first === "-V" || first === "--version") return createBaseProgram(terminal);
  const called = COMMANDS.get(first);
  return called === undefined
    ? createProgram(terminal)
    : addCommands(createBaseProgram(terminal), terminal, [() => called(verb)]);
}

async function addCommands(
  program: Command,
  terminal: Terminal,
  commands: readonly (() => Promise<AddCommand>)[],
): Promise<Command> {
  for (const add of await Promise.all(commands.map((load) => load()))) add(program, terminal);
  return program;
}
