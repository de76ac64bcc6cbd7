import type { Command } from "commander";
import type { Terminal } from "./terminal.ts";

/** Adds a command to the program, or a verb to its noun. */
export type AddCommand = (program: Command, terminal: Terminal) => void;
