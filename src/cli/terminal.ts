import type { Environment } from "../util/env.ts";

/** A stream people or programs read. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  /** Characters a line holds, on a terminal. */
  readonly columns?: number;
}

/** Everything a command touches outside the registry, so that tests can stand in for it. */
export interface Terminal {
  stdout: Output;
  stderr: Output;
  env: Environment;
  fetch?: typeof globalThis.fetch;
  /** What is typed or piped in; absent where there is nothing to read. */
  stdin?: NodeJS.ReadableStream & { isTTY?: boolean };
  /** Ends what is under way: Ctrl-C. */
  signal?: AbortSignal;
}

// Most text is: words of visible ASCII, one space between them.
const PLAIN = /^[!-~]+(?: [!-~]+)*$/;

/** Foreign text made safe to print: one line, no control characters or terminal escapes. */
export function printable(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.replace(/\s+/gu, " ").replace(/\p{C}/gu, "\u00b7").trim();
}

/** Styles for one output: colour only on a terminal, and not where `NO_COLOR` is set (https://no-color.org). */
export function stylesFor(
  output: Output,
  env: Environment,
): Record<"bold" | "dim" | "red" | "yellow", (text: string) => string> {
  const on = output.isTTY === true && !env.NO_COLOR && env.TERM !== "dumb";
  const style = (code: number) => (text: string) => (on ? `\u001b[${code}m${text}\u001b[0m` : text);
  return { bold: style(1), dim: style(2), red: style(31), yellow: style(33) };
}
