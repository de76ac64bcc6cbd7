const inspect = Symbol.for("nodejs.util.inspect.custom");

/** A value that is passed on but never shown: printing, JSON, template strings and errors say `[redacted]`. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself, for the one place that sends it. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return "[redacted]";
  }

  toJSON(): string {
    return "[redacted]";
  }

  [inspect](): string {
    return "[redacted]";
  }
}
