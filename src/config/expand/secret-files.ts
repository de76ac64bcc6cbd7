import { dirname, resolve } from "node:path";
import type { Environment } from "../../util/env.ts";
import { isRecord, own } from "../../util/record.ts";
import type { YamlPath } from "../problem.ts";
import type { RawConfig } from "../raw-config.ts";
import { readText } from "../read-config/read-text.ts";
import { fillIn } from "./fill-in.ts";

const SIGN = "file:";
const MOST_BYTES = 64 * 1024;

/** What a file that a config refers to gives: its text, or why it gives none. */
export type SecretFile =
  | { readonly file: string; readonly text: string; readonly reason?: never }
  | { readonly file: string; readonly text?: never; readonly reason: string };

/** Whether a text refers to a file. */
export function isFileReference(text: string): boolean {
  return text.startsWith(SIGN);
}

/** The files that scalars under `backends` refer to, by the path of the scalar as JSON. */
export async function readSecretFiles(
  raw: RawConfig,
  { env, cwd }: { env: Environment; cwd: string },
): Promise<ReadonlyMap<string, SecretFile>> {
  const references = [...scalars(own(raw.value, "backends"), ["backends"])];
  const read = references.map(async ([path, written]): Promise<[string, SecretFile][]> => {
    const named = fillIn(written.slice(SIGN.length), env)?.text?.trim();
    if (named === undefined) return [];
    const file = resolve(cwd, dirname(raw.locate(path)?.file ?? "."), named);
    return [[JSON.stringify(path), named === "" ? { file, reason: "names no file" } : await readSecret(file)]];
  });
  return new Map((await Promise.all(read)).flat());
}

async function readSecret(file: string): Promise<SecretFile> {
  const read = await readText(file, MOST_BYTES);
  if (!("text" in read)) return { file, reason: read.reason };
  const text = read.text.replace(/^\uFEFF/, "").replace(/\r?\n$/, "");
  return text.trim() === "" ? { file, reason: "is empty" } : { file, text };
}

/** The scalars of a value that refer to files. */
function* scalars(value: unknown, path: YamlPath): Generator<[YamlPath, string]> {
  if (typeof value === "string") {
    if (isFileReference(value)) yield [path, value];
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* scalars(item, [...path, index]);
  } else if (isRecord(value)) {
    for (const [key, item] of Object.entries(value)) yield* scalars(item, [...path, key]);
  }
}
