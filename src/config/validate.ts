import { isRecord } from "../util/record.ts";
import { type ConfigProblem, showPath, type YamlPath } from "./problem.ts";
import type { RawConfig } from "./raw-config.ts";
import { type ConfigFile, configSchema } from "./schema.ts";
import { type Finding, readIssues } from "./validate/findings.ts";
import { messageOf } from "./validate/message.ts";

/** More than this nobody reads, and a hostile file has a hundred thousand. */
const MOST_PROBLEMS = 100;

const MORE: ConfigProblem = {
  severity: "error",
  code: "too_many_problems",
  path: "",
  message: `there is more; mend these ${MOST_PROBLEMS} first, or see whether the file is a config of modelmall`,
};

/** What is known of the variables that were put in before. */
export interface ValidateOptions {
  /** Paths that are absent because their variable is unset: that is told elsewhere, and no second complaint here. */
  readonly unset?: Iterable<YamlPath>;
  /** Whether a value holds what a variable or a file said, so that no message may quote it. @default nothing does */
  readonly fromVariable?: (path: YamlPath) => boolean;
}

/** A config whose structure was looked at. */
export interface Validation {
  /** There when the structure is sound; what must be there is all the same absent where a variable is unset. */
  readonly value?: ConfigFile;
  /** Everything that is wrong, in the order of the files. */
  readonly problems: readonly ConfigProblem[];
  /** Where: without these parts the rest may be sound. */
  readonly wrong: readonly WrongPart[];
}

/** A part that is not as it must be; an unknown key is merely too much, and says nothing against what stands beside it. */
export interface WrongPart {
  readonly path: YamlPath;
  readonly isUnknownKey: boolean;
}

/** Checks the structure of a config in the new form. */
export function validate(raw: RawConfig, options: ValidateOptions = {}): Validation {
  const document = withoutExtensions(raw.value);
  const { data, error } = configSchema.safeParse(document);
  if (error === undefined) return { value: data, problems: [], wrong: [] };
  const ignore = excuses(options.unset ?? []);
  const findings = readIssues(error.issues, document, { most: MOST_PROBLEMS + 1, ignore });
  // The schema changes nothing, so what it refused for an excused absence alone is what it would have given.
  if (findings.length === 0) return { value: document as ConfigFile, problems: [], wrong: [] };
  const told = findings.slice(0, MOST_PROBLEMS);
  const problems = told.map((finding) => problemOf(finding, raw, document, options));
  return {
    problems: [...inOrder(problems, raw.files), ...(findings.length > told.length ? [MORE] : [])],
    wrong: told.map(({ path, code }) => ({ path, isUnknownKey: code === "unknown_key" })),
  };
}

/** The document without the top-level keys that are left to their writer, as a place for YAML anchors. */
function withoutExtensions(value: unknown): unknown {
  if (!isRecord(value) || !Object.keys(value).some(isExtension)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => !isExtension(key)));
}

function isExtension(key: string): boolean {
  return key.startsWith("x-");
}

function excuses(unset: Iterable<YamlPath>): (finding: Finding) => boolean {
  const paths = new Set(Array.from(unset, (path) => JSON.stringify(path)));
  const parents = new Set(Array.from(unset, (path) => JSON.stringify(path.slice(0, -1))));
  return ({ path, kind, unless = [] }) =>
    unless.some((excusing) => paths.has(JSON.stringify(excusing))) ||
    (kind === "empty" && parents.has(JSON.stringify(path)));
}

function problemOf(finding: Finding, raw: RawConfig, document: unknown, options: ValidateOptions): ConfigProblem {
  const { path, code } = finding;
  const at =
    code === "missing_key"
      ? raw.locate(path.slice(0, -1), "key")
      : raw.locate(path, code === "unknown_key" || code === "invalid_name" ? "key" : "value");
  const message = messageOf(finding, document, options.fromVariable ?? (() => false));
  return { severity: "error", code, path: showPath(path), message, ...(at !== undefined && { at }) };
}

function inOrder(problems: readonly ConfigProblem[], files: readonly string[]): ConfigProblem[] {
  const fileOf = ({ at }: ConfigProblem) => (at === undefined ? files.length : files.indexOf(at.file));
  return [...problems].sort(
    (a, b) =>
      fileOf(a) - fileOf(b) || (a.at?.line ?? 0) - (b.at?.line ?? 0) || (a.at?.column ?? 0) - (b.at?.column ?? 0),
  );
}
