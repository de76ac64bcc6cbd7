import type { Environment } from "../../util/env.ts";
import { isRecord, type UnknownRecord } from "../../util/record.ts";
import { Secret } from "../../util/secret.ts";
import { type ConfigProblem, showPath } from "../problem.ts";
import type { RawConfig } from "../raw-config.ts";
import { fillIn } from "./fill-in.ts";
import { plainScalar } from "./plain-scalar.ts";
import { isFileReference, type SecretFile } from "./secret-files.ts";
import type { VariableUse } from "./variable-use.ts";

/** Where values are taken from. */
export interface Origins {
  readonly env: Environment;
  /** By the path of the scalar that refers to the file, as JSON. */
  readonly files: ReadonlyMap<string, SecretFile>;
}

const SECRETS: ReadonlySet<unknown> = new Set(["api_key", "api_keys", "headers"]);
const TAKEN_OUT = Symbol("taken out");

/** Keys whose value is a text, whatever a variable holds: an organization may be called 12345. */
const ALWAYS_TEXT = new Set([
  "provider",
  "base_url",
  "organization",
  "region",
  "api_version",
  "deployment",
  "description",
  "target",
  "backend",
]);

/** Goes through a config once and fills in what its scalars refer to. */
export class Expander {
  readonly variables: VariableUse[] = [];
  readonly problems: ConfigProblem[] = [];
  /** Of lists that lost items, the places of those that were kept. */
  readonly kept = new Map<string, readonly number[]>();
  readonly #raw: RawConfig;
  readonly #origins: Origins;
  readonly #path: (string | number)[] = [];

  constructor(raw: RawConfig, origins: Origins) {
    this.#raw = raw;
    this.#origins = origins;
  }

  expand(): unknown {
    const value = this.#walk(this.#raw.value);
    return value === TAKEN_OUT ? undefined : value;
  }

  #walk(value: unknown): unknown {
    if (typeof value === "string") return this.#text(value);
    if (Array.isArray(value)) return this.#list(value);
    if (isRecord(value)) return value instanceof Secret ? value : this.#map(value);
    return (typeof value === "number" || typeof value === "boolean") && this.#isSecret()
      ? new Secret(String(value))
      : value;
  }

  #map(map: UnknownRecord): UnknownRecord {
    let changed: UnknownRecord | undefined;
    for (const key of Object.keys(map)) {
      this.#path.push(key);
      const value = this.#walk(map[key]);
      this.#path.pop();
      if (value === map[key]) continue;
      changed ??= { ...map };
      if (value === TAKEN_OUT) delete changed[key];
      else changed[key] = value;
    }
    return changed ?? map;
  }

  #list(list: readonly unknown[]): unknown {
    const items = list.map((item, index) => {
      this.#path.push(index);
      const value = this.#walk(item);
      this.#path.pop();
      return value;
    });
    if (items.every((item, index) => item === list[index])) return list;
    const places = [...items.keys()].filter((index) => items[index] !== TAKEN_OUT);
    if (places.length === items.length) return items;
    this.kept.set(JSON.stringify(this.#path), places);
    return places.length === 0 ? TAKEN_OUT : places.map((index) => items[index]);
  }

  #text(written: string): unknown {
    const isFile = isFileReference(written) && this.#path[0] === "backends";
    if (!isFile && !written.includes("${")) return this.#hidden(written);
    const filled = fillIn(written, this.#origins.env);
    if (filled === undefined) {
      this.#refuse();
      return this.#hidden(written);
    }
    for (const { name, isSet } of filled.variables) this.#record({ variable: name, isSet });
    if (filled.text === undefined) return TAKEN_OUT;
    if (isFile) return this.#file(written);
    // So `${NAME:-}` is a value that may be missing.
    if (filled.text === "" && filled.isWhole) return TAKEN_OUT;
    if (this.#isSecret()) return new Secret(filled.text);
    const isTyped = filled.isWhole && this.#raw.isPlain(this.#path) && !ALWAYS_TEXT.has(String(this.#path.at(-1)));
    return isTyped ? plainScalar(filled.text) : filled.text;
  }

  #file(written: string): unknown {
    const { file, text, reason = "could not be read" } = this.#origins.files.get(JSON.stringify(this.#path)) ?? {};
    const about = { variable: written, ...(file !== undefined && { file }) };
    if (text === undefined) {
      this.#record({ ...about, isSet: false, reason });
      return TAKEN_OUT;
    }
    this.#record({ ...about, isSet: true });
    return this.#hidden(text);
  }

  #hidden(text: string): string | Secret {
    return this.#isSecret() ? new Secret(text) : text;
  }

  /** Whether the scalar at hand is a key or the value of a header. */
  #isSecret(): boolean {
    return this.#path[0] === "backends" && SECRETS.has(this.#path[2]);
  }

  #record(use: Omit<VariableUse, "path" | "at">): void {
    const path = [...this.#path];
    const at = this.#raw.locate(path);
    this.variables.push({ ...use, path, ...(at && { at }) });
  }

  #refuse(): void {
    const path = [...this.#path];
    const at = this.#raw.locate(path);
    const problem = {
      severity: "error",
      code: "malformed_variable",
      path: showPath(path),
      message: MALFORMED,
    } as const;
    this.problems.push({ ...problem, ...(at && { at }) });
  }
}

// biome-ignore lint/suspicious/noTemplateCurlyInString: the signs themselves
const FORMS = "${NAME} or ${NAME:-default}";
const MALFORMED = `a "$\{" must begin ${FORMS}, with no variable inside another; for the signs themselves write "$$\{"`;
