import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const folder = process.env.MODELMALL_SHARED_DATA ?? fileURLToPath(new URL("../../../shared/data", import.meta.url));

/** Why tests on recorded answers cannot run, or `undefined` when they can. */
export const withoutSharedData = existsSync(folder)
  ? undefined
  : `no recorded answers at ${folder} (set MODELMALL_SHARED_DATA to where they are)`;

if (withoutSharedData !== undefined) console.warn(`skipped: ${withoutSharedData}`);

/** Where a recorded file is. */
export function sharedPath(path: string): string {
  return `${folder}/${path}`;
}

/** A recorded answer, by its path in the folder of recorded data. */
export async function readShared(path: string): Promise<unknown> {
  return JSON.parse(await readFile(sharedPath(path), "utf8"));
}
