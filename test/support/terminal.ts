import type { Terminal } from "../../src/cli/terminal.ts";

/** A terminal that remembers what was printed. */
export interface FakeTerminal extends Terminal {
  printed(): string;
  complained(): string;
}

/** A terminal for commands under test; with `columns` it is one people look at, without a pipe. */
export function aTerminal(
  options: {
    columns?: number;
    env?: Record<string, string>;
    fetch?: typeof fetch;
    stdin?: NonNullable<Terminal["stdin"]>;
  } = {},
): FakeTerminal {
  const { columns, env = {}, fetch, stdin } = options;
  const output = () => {
    const texts: string[] = [];
    return { texts, write: (text: string) => texts.push(text), ...(columns && { columns, isTTY: true }) };
  };
  const stdout = output();
  const stderr = output();
  return {
    stdout,
    stderr,
    env,
    ...(fetch && { fetch }),
    ...(stdin && { stdin }),
    printed: () => stdout.texts.join(""),
    complained: () => stderr.texts.join(""),
  };
}
