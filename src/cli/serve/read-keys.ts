import type { ServerKey } from "../../server.ts";
import { type Environment, readEnv } from "../../util/env.ts";
import { Secret } from "../../util/secret.ts";
import { UsageError } from "../exit.ts";

const VARIABLE = "env:";

/**
 * The keys that `--key` gives: `NAME=value`, `NAME=env:VARIABLE`, or `env:VARIABLE`, which is called as its variable.
 * @throws {UsageError} which never shows what was given as the key itself
 */
export function readKeys(given: readonly string[], env: Environment): ServerKey[] {
  const keys = given.map((text, place): ServerKey => {
    const { name, value } = splitKey(text);
    if (name === undefined || name === "" || value === "") {
      throw new UsageError(`--key number ${place + 1}: expected NAME=value, NAME=env:VARIABLE or env:VARIABLE`);
    }
    if (!value.startsWith(VARIABLE)) return { name, secret: new Secret(value) };
    const variable = value.slice(VARIABLE.length);
    const secret = readEnv(env, variable);
    if (secret === undefined) throw new UsageError(`--key ${name}: the variable ${variable} is not set`);
    return { name, secret: new Secret(secret) };
  });
  const names = keys.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new UsageError(`--key ${twice}: given twice; each client needs a name of its own`);
  return keys;
}

/** How an example may write the first key: by its variable where it has one; absent where no key is needed. */
export function namedKey([first]: readonly string[]): string | undefined {
  if (first === undefined) return undefined;
  const { value } = splitKey(first);
  return value.startsWith(VARIABLE) ? `$${value.slice(VARIABLE.length)}` : "$KEY";
}

function splitKey(text: string): { name: string | undefined; value: string } {
  if (text.startsWith(VARIABLE)) return { name: text.slice(VARIABLE.length), value: text };
  const sign = text.indexOf("=");
  return sign === -1 ? { name: undefined, value: "" } : { name: text.slice(0, sign), value: text.slice(sign + 1) };
}
