import { isRecord } from "../util/record.ts";
import type { ConfigProblem } from "./problem.ts";
import type { RawConfig } from "./raw-config.ts";
import { upgradeEntries } from "./upgrade/entries.ts";
import { keyByName } from "./upgrade/key-by-name.ts";
import { Moves } from "./upgrade/moves.ts";
import { providersToBackends } from "./upgrade/providers.ts";
import type { Upgrading } from "./upgrade/upgrading.ts";

/**
 * The data of a config in the new form, with a note for each old form saying what it was read as. What is in the new
 * form already comes back as the very same object; what is understood as neither is left for validation to refuse.
 */
export function upgrade(raw: RawConfig): RawConfig {
  if (!isRecord(raw.value)) return raw;
  const problems: ConfigProblem[] = [];
  const moves = new Moves();
  const upgrading: Upgrading = { raw, moves, problems };
  const steps = [keyByName, providersToBackends, upgradeEntries];
  const value = steps.reduce((document, step) => step(document, upgrading), raw.value);
  if (value === raw.value) return raw;
  return {
    value,
    files: raw.files,
    problems: [...raw.problems, ...problems],
    locate: (path, part) => moves.locate(raw, path, part),
    isPlain: (path) => raw.isPlain(moves.origin(path)),
  };
}
