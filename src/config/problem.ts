/** A way into a document: names and list places. */
export type YamlPath = readonly (string | number)[];

/** A place in a file; line and column count from 1. */
export interface ConfigPosition {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Something to know about a config: what is wrong, where, what was expected. */
export interface ConfigProblem {
  /** An `error` keeps the config from loading; a `note` says what an old form was read as. */
  readonly severity: "error" | "warning" | "note";
  /** Stable, for programs: `unknown_key`, `unset_variable`. */
  readonly code: string;
  /** The path as people write it: `models.creative-writer.parameters.temperature`; `""` for the whole file. */
  readonly path: string;
  readonly message: string;
  readonly at?: ConfigPosition;
}

/** A path as people write it: `models.gpt-4.backend[0]`; a name with other signs stands in quotes. */
export function showPath(path: YamlPath): string {
  return path.map((part, index) => showPart(part, index === 0)).join("");
}

function showPart(part: string | number, isFirst: boolean): string {
  if (typeof part === "number") return `[${part}]`;
  const name = /^[\p{L}\p{N}_:*/@+-][\p{L}\p{N}_.:*/@+-]*$/u.test(part) ? part : JSON.stringify(part);
  return isFirst ? name : `.${name}`;
}

/** A problem at a path of a file: at its value, or at the key it stands under. */
export function locatedProblem(
  locate: (path: YamlPath, part?: "key" | "value") => ConfigPosition | undefined,
  { path, part = "value", ...told }: Pick<ConfigProblem, "severity" | "code" | "message"> & ProblemPlace,
): ConfigProblem {
  const at = locate(path, part);
  return { ...told, path: showPath(path), ...(at !== undefined && { at }) };
}

/** Where a problem is. */
export interface ProblemPlace {
  readonly path: YamlPath;
  /** @default "value" */
  readonly part?: "key" | "value";
}

/** One line for people: `modelmall.yaml:14:5 models.creative-writer.temprature: unknown key; …`. */
export function formatProblem({ at, path, message }: ConfigProblem): string {
  const place = at === undefined ? [] : [`${at.file}:${at.line}:${at.column}`];
  const where = [...place, ...(path === "" ? [] : [path])].join(" ");
  return where === "" ? message : `${where}: ${message}`;
}
