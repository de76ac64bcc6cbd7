import type { z } from "zod";
import type { YamlPath } from "../problem.ts";
import { valueAt } from "./value-at.ts";

/** Something the schema refused: one thing, at the place where the writer must look. */
export interface Finding {
  readonly code: "unknown_key" | "missing_key" | "invalid_name" | "conflicting_keys" | "invalid_value";
  readonly path: YamlPath;
  /** What was expected instead, in words; absent where `message` says it all. */
  readonly expected?: string;
  /** The whole sentence, of rules that have their own. */
  readonly message?: string;
  /** The words one of which was expected. */
  readonly words?: readonly string[];
  /** What of a value was expected: `string`, `number`, `array`, … */
  readonly types?: readonly string[];
  /** A list or a text has nothing in it. */
  readonly kind?: "empty";
  /** Paths that excuse an absence where a variable is unset there. */
  readonly unless?: readonly YamlPath[];
}

type Issue = z.core.$ZodIssue;

/** The schema library's issues as findings, at most so many; of alternatives, those of the one the writer meant. */
export function readIssues(
  issues: readonly Issue[],
  document: unknown,
  { most, ignore }: { readonly most: number; readonly ignore: (finding: Finding) => boolean },
): Finding[] {
  const found = new Map<string, Finding>();
  for (const finding of readAll(issues, [], document)) {
    if (found.size >= most) break;
    // A value can break two rules of the same kind: a number that is neither whole nor positive.
    const mark = JSON.stringify([finding.code, finding.path]);
    if (!found.has(mark) && !ignore(finding)) found.set(mark, finding);
  }
  return [...found.values()];
}

// Step by step, because a hostile file has a hundred thousand of them and nobody asks for more than the first.
function* readAll(issues: readonly Issue[], base: YamlPath, document: unknown): Generator<Finding> {
  for (const issue of issues) {
    const path = [...base, ...(issue.path as YamlPath)];
    if (issue.code === "unrecognized_keys") {
      for (const key of issue.keys) yield { code: "unknown_key", path: [...path, key] };
    } else if (issue.code === "invalid_union") {
      const meant = meantBranch(issue, valueAt(document, path));
      if (meant === undefined) yield { ...refused(issue, path), types: issue.errors.flat().flatMap(typesOf) };
      else yield* readAll(meant, path, document);
    } else {
      yield readIssue(issue, path);
    }
  }
}

function readIssue(issue: Issue, path: YamlPath): Finding {
  switch (issue.code) {
    case "custom":
      return issue.params === undefined ? refused(issue, path) : readFault(issue, path);
    case "too_small": {
      const isEmpty = issue.origin === "array" || issue.origin === "string";
      return { ...refused(issue, path), ...(isEmpty && { kind: "empty" }) };
    }
    case "invalid_type":
      return { ...refused(issue, path), types: [issue.expected] };
    case "invalid_value":
      return { ...refused(issue, path), words: issue.values.map(String) };
    default:
      return refused(issue, path);
  }
}

function refused({ message }: Issue, path: YamlPath): Finding {
  return { code: "invalid_value", path, expected: message };
}

function readFault({ params = {}, message }: z.core.$ZodIssueCustom, path: YamlPath): Finding {
  const { code, depth, unless = [] } = params as { code: Finding["code"]; depth: number; unless?: readonly string[] };
  const whole = path.slice(0, path.length - depth);
  return { code, path, message, unless: unless.map((key) => [...whole, key]) };
}

/** What is wrong by the alternative that the writer meant: one for values of this type, and of those the nearest. */
function meantBranch(issue: z.core.$ZodIssueInvalidUnion, value: unknown): readonly Issue[] | undefined {
  const [meant] = issue.errors
    .filter((branch) => !branch.some((one) => isOfOtherType(one, value)))
    .sort((a, b) => a.length - b.length);
  return meant;
}

/** Whether an alternative is for values of another type than this one, so that it was not meant. */
function isOfOtherType(issue: Issue, value: unknown): boolean {
  if (issue.path.length > 0) return false;
  if (issue.code === "invalid_union")
    return issue.errors.every((branch) => branch.some((one) => isOfOtherType(one, value)));
  return issue.code === "invalid_type" && !(issue.expected === "int" && typeof value === "number");
}

function typesOf(issue: Issue): string[] {
  if (issue.path.length > 0) return [];
  if (issue.code === "invalid_union") return issue.errors.flat().flatMap(typesOf);
  return issue.code === "invalid_type" ? [issue.expected] : [];
}
