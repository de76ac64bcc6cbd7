import type { Model } from "../model.ts";
import type { Field } from "./field.ts";

/** Moves those of the first `count` rows that a condition holds for to the front, and returns how many they are. */
export type Narrowing = (table: ModelTable, rows: Uint32Array, count: number) => number;

/** A field of all models: which of a few values each has, or, where they are many, the values themselves. */
export type Column =
  | { readonly codes: Uint8Array; readonly values: readonly unknown[] }
  | { readonly codes?: never; readonly values: readonly unknown[] };

const MOST_CODES = 256;

/**
 * A list of models that no longer changes, for being asked again and again: what it is asked about is kept field by
 * field, so that the next question about a field touches nothing else of the models.
 */
export class ModelTable {
  readonly models: readonly Model[];
  readonly #all: Uint32Array;
  /** What is left while narrowing; allocated once, for allocating it takes as long as a condition. */
  readonly #rows: Uint32Array;
  readonly #numbers = new Map<string, Float64Array>();
  readonly #columns = new Map<string, Column>();
  /** Of how many models each field was asked so far. */
  readonly #asked = new Map<string, number>();
  #texts: readonly string[] | undefined;

  /** The models must stay as they are for as long as the table is used. */
  constructor(models: readonly Model[]) {
    // A copy of its own is not frozen: reading a frozen array takes more than twice as long.
    this.models = models.slice();
    this.#all = new Uint32Array(models.length);
    this.#rows = new Uint32Array(models.length);
    for (let row = 0; row < models.length; row++) this.#all[row] = row;
  }

  /** The models that are left when the table is narrowed. */
  keep(narrow: Narrowing): Model[] {
    const { models } = this;
    const rows = this.#rows;
    rows.set(this.#all);
    const count = narrow(this, rows, rows.length);
    const kept = new Array<Model>(count);
    for (let index = 0; index < count; index++) kept[index] = models[rows[index] as number] as Model;
    return kept;
  }

  /** A number of all models, NaN where there is none; `undefined` while collecting it does not pay, asked of `count` of them. */
  numbers({ name, get }: Field, count: number): Float64Array | undefined {
    const known = this.#numbers.get(name);
    if (known !== undefined || !this.#pays(name, count)) return known;
    const numbers = collectNumbers(this.models, get);
    this.#numbers.set(name, numbers);
    return numbers;
  }

  /** A field of all models; `undefined` while collecting it does not pay, asked of `count` of them. */
  column({ name, get }: Field, count: number): Column | undefined {
    const known = this.#columns.get(name);
    if (known !== undefined || !this.#pays(name, count)) return known;
    const column = collectCodes(this.models, get) ?? { values: this.models.map((model) => get(model)) };
    this.#columns.set(name, column);
    return column;
  }

  /** What words are looked for in, of all models; `undefined` while collecting it does not pay, asked of `count` of them. */
  texts(textOf: (model: Model) => string, count: number): readonly string[] | undefined {
    if (this.#texts === undefined && this.#pays("text", count)) this.#texts = this.models.map(textOf);
    return this.#texts;
  }

  /** Collecting touches every model, so it waits until as many were asked, in one question or in several. */
  #pays(name: string, count: number): boolean {
    const asked = (this.#asked.get(name) ?? 0) + count;
    this.#asked.set(name, asked);
    return asked >= this.models.length;
  }
}

function collectNumbers(models: readonly Model[], get: Field["get"]): Float64Array {
  const numbers = new Float64Array(models.length);
  for (let row = 0; row < models.length; row++) {
    const value = get(models[row] as Model);
    numbers[row] = typeof value === "number" ? value : Number.NaN;
  }
  return numbers;
}

/** The values by code; `undefined` when they are too many. */
function collectCodes(models: readonly Model[], get: Field["get"]): Column | undefined {
  const codes = new Uint8Array(models.length);
  const codeOf = new Map<unknown, number>();
  for (let row = 0; row < models.length; row++) {
    const value = get(models[row] as Model);
    let code = codeOf.get(value);
    if (code === undefined) {
      if (codeOf.size === MOST_CODES) return undefined;
      code = codeOf.size;
      codeOf.set(value, code);
    }
    codes[row] = code;
  }
  return { codes, values: [...codeOf.keys()] };
}
