import { formatProblem } from "../../config/problem.ts";
import type { Catalogue } from "../../config.ts";
import type { Environment } from "../../util/env.ts";
import { countProblems, countsInWords } from "../config/problems.ts";
import { counted } from "../format.ts";
import { broken, type Finding, note, ok } from "./finding.ts";

const ABOUT = "config";

/** The config that counts: whether there is one, and whether it can be used. */
export async function checkConfigFile(
  env: Environment,
  catalogue: Catalogue,
  path: string | false | undefined,
): Promise<Finding[]> {
  if (path === false) return [];
  const { findConfig } = await import("../../config/find-config.ts");
  let file: string | undefined;
  try {
    file = findConfig({ path, env });
  } catch (error) {
    return [broken(ABOUT, error instanceof Error ? error.message : String(error))];
  }
  if (file === undefined) return [note(ABOUT, "there is none; modelmall config init writes one")];
  const { checkConfig } = await import("../../config/load.ts");
  const { config, problems } = await checkConfig(file, { env, catalogue });
  const counts = countProblems(problems);
  const first = problems.find(({ severity }) => severity === "error");
  if (first !== undefined) {
    const more = counts.error === 1 ? "" : ` (and ${counted(counts.error - 1, "error")} more)`;
    return [broken(ABOUT, `${formatProblem(first)}${more}; see modelmall config check`)];
  }
  const size = `${counted(config?.models.size ?? 0, "model")}, ${counted(config?.backends.size ?? 0, "backend")}`;
  const found = ok(ABOUT, `${file}: ${size}`);
  return counts.warning === 0
    ? [found]
    : [found, note(ABOUT, `${countsInWords({ ...counts, note: 0 })}; see modelmall config check`)];
}
