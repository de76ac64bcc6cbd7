import { CommanderError } from "commander";
import { ModelMallError } from "../errors.ts";
import { RouterError } from "../router-error.ts";
import { printable, stylesFor, type Terminal } from "./terminal.ts";

/** The command was called wrongly: told on one line, exit code 2. */
export class UsageError extends ModelMallError {
  constructor(message: string) {
    super("usage", message);
  }
}

/** A command that did its work and still failed at its purpose; what there is to say has been said. */
export class FailedCommand extends ModelMallError {
  constructor() {
    super("command_failed", "");
  }
}

/** Tells an error on one line of standard error and returns the exit code: 1, or 2 for wrong usage. */
export function exitCodeFor(error: unknown, terminal: Terminal): number {
  // Commander has told its own errors already; help and version are no errors.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof FailedCommand) return 1;
  const { red } = stylesFor(terminal.stderr, terminal.env);
  if (ModelMallError.is(error)) {
    const [first, ...others] = linesOf(error);
    terminal.stderr.write(`${red("error:")} ${printable(first)}\n`);
    for (const line of others) terminal.stderr.write(`  ${printable(line)}\n`);
    return error.code === "usage" || error.code === "invalid_query" ? 2 : 1;
  }
  const message = error instanceof Error ? error.message : String(error);
  terminal.stderr.write(`${red("error:")} ${printable(message)} (unexpected; set MODELMALL_DEBUG=1 to see where)\n`);
  if (terminal.env.MODELMALL_DEBUG) terminal.stderr.write(`${error instanceof Error ? error.stack : ""}\n`);
  return 1;
}

/** What there is to say: of calls that failed one after another, what each of them says, for it says what to do. */
function linesOf(error: ModelMallError): readonly [string, ...string[]] {
  if (!(error instanceof RouterError) || error.errors.length === 0) return [error.message];
  const [first = error.message, ...others] = new Set(error.errors.map(({ message }) => message));
  if (others.length > 0) return [error.message, first, ...others];
  return [error.errors.length === 1 ? first : `${first} (${error.errors.length} attempts)`];
}
