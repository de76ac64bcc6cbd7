import { type ConfigProblem, formatProblem } from "../../config/problem.ts";
import { counted } from "../format.ts";
import { type Output, printable, stylesFor, type Terminal } from "../terminal.ts";

const SEVERITIES = ["error", "warning", "note"] as const;

/** How many problems there are of each severity. */
export type ProblemCounts = Readonly<Record<(typeof SEVERITIES)[number], number>>;

/** How many problems there are of each severity. */
export function countProblems(problems: readonly ConfigProblem[]): ProblemCounts {
  const count = (wanted: string) => problems.filter(({ severity }) => severity === wanted).length;
  return { error: count("error"), warning: count("warning"), note: count("note") };
}

/** Every problem on a line of its own: errors first, then warnings, then notes. */
export function printProblems(output: Output, { env }: Terminal, problems: readonly ConfigProblem[]): void {
  const { dim, red, yellow } = stylesFor(output, env);
  const paint = { error: red, warning: yellow, note: dim };
  for (const severity of SEVERITIES) {
    for (const problem of problems.filter((one) => one.severity === severity)) {
      output.write(`${paint[severity](`${severity}:`)} ${printable(formatProblem(problem))}\n`);
    }
  }
}

/** The counts in words: `1 error, 2 warnings`; absent where there is nothing to count. */
export function countsInWords(counts: ProblemCounts): string | undefined {
  const said = SEVERITIES.filter((severity) => counts[severity] > 0).map((name) => counted(counts[name], name));
  return said.length === 0 ? undefined : said.join(", ");
}

/** Tells on standard error what is wrong with a config that is used all the same; what only matters to `config check` is counted. */
export function tellProblems(terminal: Terminal, problems: readonly ConfigProblem[], file?: string): void {
  const { stderr, env } = terminal;
  printProblems(
    stderr,
    terminal,
    problems.filter(({ severity }) => severity === "error"),
  );
  const rest = countsInWords({ ...countProblems(problems), error: 0 });
  if (rest === undefined) return;
  const where = file === undefined ? "" : ` ${file}`;
  stderr.write(`${stylesFor(stderr, env).dim(printable(`${rest}; see modelmall config check${where}`))}\n`);
}
