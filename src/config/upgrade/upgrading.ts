import type { UnknownRecord } from "../../util/record.ts";
import { type ConfigProblem, locatedProblem, type YamlPath } from "../problem.ts";
import type { RawConfig } from "../raw-config.ts";
import type { Moves } from "./moves.ts";

/** One run over one config: where it was, what was moved, what there is to say. */
export interface Upgrading {
  readonly raw: RawConfig;
  readonly moves: Moves;
  readonly problems: ConfigProblem[];
}

/** One step: the document, or the same with some old form in the new one. */
export type UpgradeStep = (document: UnknownRecord, upgrading: Upgrading) => UnknownRecord;

/** Says something about a part, under the path at which it was written. */
export function tell(
  { raw, moves, problems }: Upgrading,
  severity: ConfigProblem["severity"],
  code: string,
  path: YamlPath,
  message: string,
  part: "key" | "value" = "value",
): void {
  problems.push(locatedProblem(raw.locate, { severity, code, path: moves.origin(path), message, part }));
}
