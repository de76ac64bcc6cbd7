import { type Catalogue, type Config, EMPTY_CATALOGUE } from "../config.ts";
import { compiled } from "./resolve/compiled.ts";

/** What a name may mean beside what the config says. */
export interface IsExposedOptions {
  /** @default nothing is known */
  readonly catalogue?: Catalogue;
}

/** Whether a name means a model that the config exposes, and not a target that can be called beside those. */
export function isExposed(
  config: Config,
  name: string,
  { catalogue = EMPTY_CATALOGUE }: IsExposedOptions = {},
): boolean {
  return compiled(config).lead(catalogue, name)?.named !== undefined;
}
