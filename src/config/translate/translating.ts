import type { BackendConfig, Catalogue } from "../../config.ts";
import { implicitBackend } from "../implicit-backend.ts";
import { type ConfigProblem, locatedProblem, type YamlPath } from "../problem.ts";
import type { RawConfig } from "../raw-config.ts";
import type { ConfigFile } from "../schema.ts";

/** One run over one config: what it says, where that stands, what is known of models, what came of it so far. */
export interface Translating {
  readonly raw: RawConfig;
  readonly catalogue: Catalogue;
  /** The unit of prices that name none. */
  readonly pricingUnit: ConfigFile["pricing_unit"];
  /** The names of models and their aliases. */
  readonly exposed: ReadonlySet<string>;
  /** Those written down first, then the implicit ones in the order in which they are named. */
  readonly backends: Map<string, BackendConfig>;
  readonly problems: ConfigProblem[];
  /** Whether a variable that is not set took away what stood at a path. */
  isUnset(path: YamlPath): boolean;
  /** A value as messages show it: not at all, where a variable or a file said it. */
  show(path: YamlPath, value: string): string;
}

/** What a run begins with. */
export interface TranslatingInput {
  readonly file: ConfigFile;
  readonly raw: RawConfig;
  readonly catalogue: Catalogue;
  readonly unset: Iterable<YamlPath>;
  readonly fromVariable: (path: YamlPath) => boolean;
}

/** A run with nothing translated yet. */
export function createTranslating({ file, raw, catalogue, unset, fromVariable }: TranslatingInput): Translating {
  const unsetPaths = new Set(Array.from(unset, (path) => JSON.stringify(path)));
  const exposed = Object.entries(file.models ?? {}).flatMap(([name, entry]) => [
    name,
    ...(typeof entry === "string" ? [] : (entry.aliases ?? [])),
  ]);
  return {
    raw,
    catalogue,
    pricingUnit: file.pricing_unit,
    exposed: new Set(exposed),
    backends: new Map(),
    problems: [],
    isUnset: (path) => unsetPaths.size > 0 && unsetPaths.has(JSON.stringify(path)),
    show: (path, value) => (fromVariable(path) ? "this value" : JSON.stringify(value)),
  };
}

/** The backend of a name; one that is not written down comes to be by being named, where a provider has the name. */
export function backendNamed(name: string, { backends }: Pick<Translating, "backends">): BackendConfig | undefined {
  const known = backends.get(name) ?? implicitBackend(name);
  if (known?.isImplicit) backends.set(name, known);
  return known;
}

/** Says something about a part of the config. */
export function tell(
  { raw, problems }: Pick<Translating, "raw" | "problems">,
  severity: ConfigProblem["severity"],
  code: string,
  path: YamlPath,
  message: string,
  part: "key" | "value" = "value",
): void {
  problems.push(locatedProblem(raw.locate, { severity, code, path, message, part }));
}

/** Warns of a blank of a template that is still to be filled in. */
export function tellPlaceholder(
  translating: Pick<Translating, "raw" | "problems" | "show">,
  path: YamlPath,
  value: string,
  part: "key" | "value" = "value",
): void {
  const message = `${translating.show(path, value)} is a placeholder of a template; fill it in`;
  tell(translating, "warning", "placeholder", path, message, part);
}
