import { type ConfigProblem, showPath, type YamlPath } from "../problem.ts";
import type { RawConfig } from "../raw-config.ts";
import type { ConfigFile } from "../schema.ts";
import { valueAt } from "../validate/value-at.ts";
import type { Validation, WrongPart } from "../validate.ts";
import { without } from "./without.ts";

/** What is sound of a config whose structure is not. */
export interface SoundRest {
  readonly raw: RawConfig;
  readonly value: ConfigFile;
  /** Whether a problem is the rest's own, and does not come of what was taken away. */
  isOwn(problem: ConfigProblem): boolean;
}

/** Of names that may be those of entries that were taken away. */
const ABOUT_NAMES = new Set(["unknown_backend", "unknown_fallback", "unknown_member", "unknown_strategy"]);
/** True wherever they stand. */
const ABOUT_VARIABLES = new Set(["unset_variable", "unreadable_secret"]);

/**
 * A config without the parts that are wrong, so that what is wrong with the others can be told at once. Where an entry
 * is nothing without its wrong part, the whole entry goes.
 */
export function soundRest(
  raw: RawConfig,
  wrong: readonly WrongPart[],
  check: (raw: RawConfig) => Validation,
): SoundRest | undefined {
  const parts = take(
    raw,
    wrong.map(({ path }) => partToSpare(raw, path)),
  );
  const again = check(parts);
  if (again.value !== undefined) return { raw: parts, value: again.value, isOwn: ownOf(wrong, wrong.some(isEntry)) };
  const all = [...wrong, ...again.wrong.map(({ path }) => ({ path, isUnknownKey: false }))];
  const entries = take(
    parts,
    again.wrong.map(({ path }) => path.slice(0, 2)),
  );
  const { value } = check(entries);
  return value === undefined ? undefined : { raw: entries, value, isOwn: ownOf(all, true) };
}

function take(raw: RawConfig, paths: readonly YamlPath[]): RawConfig {
  return { ...raw, value: paths.reduce(without, raw.value) };
}

/** What to take away for something wrong: a list goes as a whole, since its other places would be others; for something missing, nothing. */
function partToSpare({ value }: RawConfig, path: YamlPath): YamlPath {
  const place = path.findIndex((part) => typeof part === "number");
  const part = place < 0 ? path : path.slice(0, place);
  return valueAt(value, part) === undefined ? [] : part;
}

function isEntry({ path }: WrongPart): boolean {
  return path.length <= 2;
}

function ownOf(wrong: readonly WrongPart[], isEntryGone: boolean): SoundRest["isOwn"] {
  // What a misspelt key left out is missed by its entry as a whole; what stands under the other keys is judged as ever.
  const incomplete = new Set(wrong.filter(({ isUnknownKey }) => isUnknownKey).map(entryOf));
  const touched = [...new Set(wrong.filter(({ isUnknownKey }) => !isUnknownKey).map(entryOf))];
  const isInside = ({ path }: ConfigProblem) =>
    touched.some((entry) => path === entry || (path.startsWith(entry) && /^[.[]/.test(path.slice(entry.length))));
  return (problem) => {
    if (ABOUT_VARIABLES.has(problem.code)) return true;
    if (isInside(problem) || incomplete.has(problem.path)) return false;
    return !(isEntryGone && ABOUT_NAMES.has(problem.code));
  };
}

function entryOf({ path }: WrongPart): string {
  return showPath(path.slice(0, 2));
}
