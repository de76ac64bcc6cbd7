import type { ConfigProblem } from "../problem.ts";

const SEVERITIES = ["error", "warning", "note"] as const;

/** Problems each once, by file and position; those that stand nowhere come first, and of one place the gravest. */
export function inOrder(problems: readonly ConfigProblem[], files: readonly string[]): readonly ConfigProblem[] {
  if (problems.length === 0) return problems;
  const places = new Map(files.map((file, index) => [file, index]));
  const fileOf = ({ at }: ConfigProblem) => (at === undefined ? -1 : (places.get(at.file) ?? files.length));
  const once = new Map(problems.map((problem) => [keyOf(problem), problem]));
  return [...once.values()].sort(
    (a, b) =>
      fileOf(a) - fileOf(b) ||
      (a.at?.line ?? 0) - (b.at?.line ?? 0) ||
      (a.at?.column ?? 0) - (b.at?.column ?? 0) ||
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity),
  );
}

function keyOf({ severity, code, path, message, at }: ConfigProblem): string {
  return JSON.stringify([severity, code, path, message, at?.file, at?.line, at?.column]);
}
