import { exitCodeFor } from "./exit.ts";
import { createProgramFor } from "./program.ts";
import type { Terminal } from "./terminal.ts";

/** Runs one command line and returns its exit code: 0, 1 when it failed, 2 when it was called wrongly. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    const program = await createProgramFor(args, terminal);
    await program.parseAsync(args, { from: "user" });
    return 0;
  } catch (error) {
    return exitCodeFor(error, terminal);
  }
}
