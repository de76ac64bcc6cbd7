import { type ConfigProblem, formatProblem } from "../../src/config/problem.ts";
import type { RawConfig } from "../../src/config/raw-config.ts";
import { type TranslateOptions, translate } from "../../src/config/translate.ts";
import { upgrade } from "../../src/config/upgrade.ts";
import { validate } from "../../src/config/validate.ts";
import { readYamlDocument } from "../../src/config/yaml-document.ts";
import type { Catalogue, Config } from "../../src/config.ts";
import { EMPTY_CATALOGUE } from "../../src/config.ts";

/** A YAML text as the first step of loading gives it, under the name `modelmall.yaml`. */
export async function rawConfig(text: string): Promise<RawConfig> {
  const { value, file, problems, locate, isPlain } = await readYamlDocument(text, "modelmall.yaml");
  return { value, files: [file], problems, locate, isPlain };
}

/** A YAML text taken as far as `Config`, its variables left alone, and what was said on the way. */
export async function translated(
  text: string,
  options: Partial<TranslateOptions> = {},
): Promise<{ config: Config; problems: readonly ConfigProblem[]; said: string[] }> {
  const raw = upgrade(await rawConfig(text));
  const { value, problems: faults } = validate(raw, options.unset === undefined ? {} : { unset: options.unset });
  if (value === undefined) throw new Error(faults.map(formatProblem).join("\n"));
  const { config, problems } = translate(value, raw, { catalogue: EMPTY_CATALOGUE, ...options });
  return { config, problems, said: [...raw.problems, ...problems].map(shown) };
}

/** A problem as a line: its severity, its place and what it says. */
export function shown(problem: ConfigProblem): string {
  return `${problem.severity} ${formatProblem(problem)}`;
}

/** A catalogue of some `provider/model-id`s, each also found by what follows its last slash. */
export function catalogueOf(...ids: readonly string[]): Catalogue {
  return {
    ...EMPTY_CATALOGUE,
    version: 1,
    find: (name) => ids.filter((id) => id.split("/").at(-1) === name),
    nearest: (target) => ids.filter((id) => id.includes(target.slice(0, 4))),
  };
}
