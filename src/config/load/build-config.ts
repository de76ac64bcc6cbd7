import type { Catalogue, Config } from "../../config.ts";
import type { Environment } from "../../util/env.ts";
import { crossCheck } from "../check.ts";
import type { VariableUse } from "../expand.ts";
import type { ConfigProblem, YamlPath } from "../problem.ts";
import type { RawConfig } from "../raw-config.ts";
import type { ConfigFile } from "../schema.ts";
import { inOrder } from "./in-order.ts";
import { soundRest } from "./sound-rest.ts";

/** What a config is built with. */
export interface BuildOptions {
  readonly env: Environment;
  readonly catalogue: Catalogue;
  readonly cwd: string;
}

/** What became of a config that was read. */
export interface CheckedConfig {
  /** There wherever its structure is sound, also when it has errors, such as a variable that is unset. */
  readonly config?: Config;
  /** Everything found, in the order of the files. */
  readonly problems: readonly ConfigProblem[];
  /** The files it comes from, those of secrets included: a change of one may change it. */
  readonly files: readonly string[];
}

/** Old forms, variables, structure, meaning, and how it all fits together; each step goes as far as it can. */
export async function buildConfig(read: RawConfig, { env, catalogue, cwd }: BuildOptions): Promise<CheckedConfig> {
  if (read.value === undefined) return { problems: inOrder(read.problems, read.files), files: read.files };
  const [{ upgrade }, { expand }, { validate }, { translate }] = await Promise.all([
    import("../upgrade.ts"),
    import("../expand.ts"),
    import("../validate.ts"),
    import("../translate.ts"),
  ]);
  const upgraded = upgrade(read);
  const { raw, variables } = await expand(upgraded, { env, cwd });
  const unset = variables.filter(({ isSet }) => !isSet).map(({ path }) => path);
  const check = (whole: RawConfig) => validate(whole, { unset, fromVariable: fromVariable(variables) });
  const understand = (value: ConfigFile, whole: RawConfig) => {
    const { config, problems } = translate(value, whole, { catalogue, unset, fromVariable: fromVariable(variables) });
    const fits = crossCheck(config, { catalogue, variables, written: upgraded.value });
    return { config, problems: [...problems, ...fits] };
  };
  const { value, problems, wrong } = check(raw);
  const files = [...new Set([...raw.files, ...variables.flatMap(({ file }) => file ?? [])])];
  const found = [...raw.problems, ...problems];
  if (value !== undefined) {
    const understood = understand(value, raw);
    const all = Object.freeze(inOrder([...found, ...understood.problems], raw.files));
    return { config: Object.freeze({ ...understood.config, problems: all }), problems: all, files };
  }
  const rest = soundRest(raw, wrong, check);
  const others = rest === undefined ? [] : understand(rest.value, rest.raw).problems.filter(rest.isOwn);
  return { problems: Object.freeze(inOrder([...found, ...others], raw.files)), files };
}

function fromVariable(variables: readonly VariableUse[]): (path: YamlPath) => boolean {
  // Of a list any place: the items after one that was left out stand elsewhere now.
  const mark = (path: YamlPath) => JSON.stringify(path.map((part) => (typeof part === "number" ? 0 : part)));
  const paths = new Set(variables.map(({ path }) => mark(path)));
  return (path) => paths.size > 0 && paths.has(mark(path));
}
