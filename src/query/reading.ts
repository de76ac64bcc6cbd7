import { CAPABILITIES } from "../model.ts";
import { capabilityField } from "./capability-fields.ts";
import type { Field } from "./field.ts";
import { fieldNames, findField } from "./fields.ts";
import { describe, fail, showName, suggest } from "./show.ts";

const DEEPEST = 32;
const MOST_CONDITIONS = 1_000;
const LONGEST_NAME = 512;

const USUAL: ReadonlySet<string> = new Set(CAPABILITIES);

/** What reading a query needs to remember: how large it is so far, and which names there are. */
export class Reading {
  /** Names that stand for something besides fields: `minContext`. */
  readonly #shorthands: readonly string[];
  /** `undefined` where any name may be a capability's. */
  readonly #capabilities: Iterable<string> | undefined;
  #conditions = 0;

  constructor(capabilities: Iterable<string> | undefined, shorthands: readonly string[] = []) {
    this.#capabilities = capabilities;
    this.#shorthands = shorthands;
  }

  /** Counts a condition. @throws {QueryError} when there are too many */
  count(at: string): void {
    this.#conditions++;
    if (this.#conditions > MOST_CONDITIONS) fail(at, `more than ${MOST_CONDITIONS} conditions; ask for less at once`);
  }

  /** @throws {QueryError} when a part of the query is nested too deep */
  checkDepth(depth: number, at: string): void {
    if (depth > DEEPEST) fail(at, `nested deeper than ${DEEPEST} levels (or in a circle)`);
  }

  /** The field a path names. @throws {QueryError} naming the nearest one when there is none */
  field(name: unknown, at: string): Field {
    if (typeof name !== "string") fail(at, `expected the path of a field, got ${describe(name)}`);
    if (name.length > LONGEST_NAME) fail(at, `expected a path of at most ${LONGEST_NAME} characters`);
    if (name.startsWith("capabilities.")) return this.capability(name.slice("capabilities.".length), at);
    const field = findField(name);
    if (field === undefined) fail(at, `unknown field ${showName(name)}${this.#nearField(name)}`);
    return field;
  }

  /** The field of a capability. @throws {QueryError} naming the nearest one when it is not known */
  capability(name: unknown, at: string): Field {
    if (typeof name !== "string") fail(at, `expected the name of a capability, got ${describe(name)}`);
    if (this.#capabilities === undefined || USUAL.has(name)) return capabilityField(name);
    const known = this.#knownCapabilities();
    if (known.has(name)) return capabilityField(name);
    return fail(
      at,
      `unknown capability ${showName(name)}${suggest(name, known, `there are ${[...known].join(", ")}`)}`,
    );
  }

  #knownCapabilities(): ReadonlySet<string> {
    return new Set([...CAPABILITIES, ...(this.#capabilities ?? [])]);
  }

  #nearField(name: string): string {
    const names = [...fieldNames()];
    const capabilities = [...this.#knownCapabilities()].map((capability) => `capabilities.${capability}`);
    const top = names.filter((known) => !known.includes("."));
    const candidates = [...top, ...this.#shorthands, ...names.filter((known) => known.includes(".")), ...capabilities];
    return suggest(name, candidates, `fields are ${[...top, ...this.#shorthands].join(", ")}`);
  }
}
