import { isRecord, own } from "../../util/record.ts";
import type { YamlPath } from "../problem.ts";
import type { Ledger } from "./ledger.ts";

/** A place of the file that is migrated. Reading a value of the kind asked for takes it; any other stays to be listed. */
export class Part {
  readonly value: unknown;
  readonly path: YamlPath;
  readonly ledger: Ledger;

  constructor(value: unknown, path: YamlPath, ledger: Ledger) {
    this.value = value;
    this.path = path;
    this.ledger = ledger;
  }

  /** Whether something stands here; a key without a value says nothing. */
  get isGiven(): boolean {
    return this.value !== undefined && this.value !== null;
  }

  get isMapping(): boolean {
    return isRecord(this.value);
  }

  get isList(): boolean {
    return Array.isArray(this.value);
  }

  /** What stands under a key; a part that is not given where nothing does. */
  at(key: string): Part {
    return new Part(own(this.value, key), [...this.path, key], this.ledger);
  }

  /** The same mapping with the entries of another one under it; each keeps its own place in the books. */
  over(below: Part): Part {
    return new LayeredPart(this, below);
  }

  /** The same mapping without one of its keys. */
  without(key: string): Part {
    if (!isRecord(this.value)) return this;
    const { [key]: _left, ...rest } = this.value;
    return new Part(rest, this.path, this.ledger);
  }

  /** The first of some spellings of a key that is given. */
  oneOf(...keys: readonly string[]): Part {
    const parts = keys.map((key) => this.at(key));
    return parts.find(({ isGiven }) => isGiven) ?? (parts[0] as Part);
  }

  /** The items of a list; of anything else none. */
  items(): Part[] {
    return Array.isArray(this.value)
      ? this.value.map((item, index) => new Part(item, [...this.path, index], this.ledger))
      : [];
  }

  /** The entries of a mapping; of anything else none. */
  entries(): [string, Part][] {
    return isRecord(this.value) ? Object.keys(this.value).map((key) => [key, this.at(key)]) : [];
  }

  /** Text that is not empty; a number counts as the text it was written as. */
  text(): string | undefined {
    const { value } = this;
    if (typeof value === "number") return String(this.take());
    return typeof value === "string" && value.trim() !== "" ? String(this.take()).trim() : undefined;
  }

  /** A number from 0, also one in quotes. */
  amount(): number | undefined {
    return this.#number(() => true);
  }

  /** A whole number from a least one, also one in quotes. */
  count(from = 0): number | undefined {
    return this.#number((number) => Number.isSafeInteger(number) && number >= from);
  }

  /** An amount of seconds (or another unit, told in seconds) as our files write a duration: `30s`, `500ms`. */
  duration(unit = 1): string | undefined {
    const isFit = (number: number) => number * unit >= 0.001 && number * unit < 2 ** 31 / 1000;
    const amount = this.#number(isFit);
    if (amount === undefined) return undefined;
    const milliseconds = Math.round(amount * unit * 1000);
    return milliseconds % 1000 === 0 ? `${milliseconds / 1000}s` : `${milliseconds}ms`;
  }

  #number(fits: (number: number) => boolean): number | undefined {
    const { value } = this;
    const isNumeric =
      typeof value === "number" || (typeof value === "string" && /^\d+(\.\d+)?(e[+-]?\d+)?$/i.test(value));
    const number = isNumeric ? Number(value) : Number.NaN;
    if (!(number >= 0 && number < Infinity && fits(number))) return undefined;
    this.take();
    return number;
  }

  /** True or false, also as YAML 1.1 writes them. */
  flag(): boolean | undefined {
    const word = String(this.value).toLowerCase();
    const isFlag = ["true", "yes", "on"].includes(word);
    if (!isFlag && !["false", "no", "off"].includes(word)) return undefined;
    this.take();
    return isFlag;
  }

  /** The texts of a list; a single text is a list of one. */
  texts(): string[] {
    const parts = this.isList ? this.items() : [this];
    return parts.map((part) => part.text()).filter((text) => text !== undefined);
  }

  /** Marks all of it as carried over and gives the value. */
  take(): unknown {
    this.ledger.take(this.path);
    return this.value;
  }

  /** Lists all of it as not carried over. */
  refuse(what: string): void {
    this.ledger.refuse(this.path, what);
  }

  note(what: string): void {
    this.ledger.note(this.path, what);
  }
}

class LayeredPart extends Part {
  readonly #below: Part;

  constructor(above: Part, below: Part) {
    super(above.value, above.path, above.ledger);
    this.#below = below;
  }

  override at(key: string): Part {
    const part = super.at(key);
    return part.isGiven ? part : this.#below.at(key);
  }

  override entries(): [string, Part][] {
    const above = super.entries();
    const names = new Set(above.map(([key]) => key));
    return [...above, ...this.#below.entries().filter(([key]) => !names.has(key))];
  }
}
