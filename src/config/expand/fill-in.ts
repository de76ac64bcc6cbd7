import { type Environment, readEnv } from "../../util/env.ts";

/** A text with its variables filled in. */
export interface Filled {
  /** `undefined` when a variable in it is unset and has no default. */
  readonly text: string | undefined;
  /** The variables that gave it a value, or should have. */
  readonly variables: readonly { readonly name: string; readonly isSet: boolean }[];
  /** Whether it is one variable and nothing beside it. */
  readonly isWhole: boolean;
}

const REFERENCE = /^\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^{}]*))?\}/;

/** Fills in `${NAME}` and `${NAME:-default}`; `$${` stands for `${`. `undefined` for a text with another use of `${`. */
export function fillIn(written: string, env: Environment): Filled | undefined {
  const variables: { name: string; isSet: boolean }[] = [];
  let text = "";
  let rest = written;
  for (let sign = rest.indexOf("${"); sign >= 0; sign = rest.indexOf("${")) {
    const isEscaped = rest[sign - 1] === "$";
    text += rest.slice(0, isEscaped ? sign - 1 : sign);
    rest = rest.slice(sign);
    if (isEscaped) {
      text += "${";
      rest = rest.slice(2);
      continue;
    }
    const [reference, name, fallback] = REFERENCE.exec(rest) ?? [];
    if (reference === undefined || name === undefined) return undefined;
    // The environment of a test may be a plain object, which inherits what no variable is.
    const value = Object.hasOwn(env, name) ? readEnv(env, name) : undefined;
    if (value !== undefined || fallback === undefined) variables.push({ name, isSet: value !== undefined });
    text += value ?? fallback ?? "";
    rest = rest.slice(reference.length);
  }
  const isWhole = REFERENCE.exec(written)?.[0] === written;
  return { text: variables.every(({ isSet }) => isSet) ? text + rest : undefined, variables, isWhole };
}
